import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { agents } from '../../../config/agents.ts';
import { InMemoryCampaignStore } from '../../../shared/campaigns/adapters/in-memory-campaign-store.ts';
import { advanceCampaign } from '../../../shared/campaigns/advance-campaign.ts';
import { campaignAggregate } from '../../../shared/campaigns/campaign-ids.ts';
import type { CampaignPage } from '../../../shared/campaigns/campaign-store.ts';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { fact } from '../../../shared/journal/command-facts.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const LINE = 16;
const line = (index: number): string =>
  `${(index === 0 ? 'customerId' : `cust-${index}`).padEnd(LINE - 1)}\n`;

/** A store that keeps what it must and no more: pages and members would be DynamoDB's, not this process's. */
class LeanStore extends InMemoryCampaignStore {
  override async putPage(_: string, page: CampaignPage) {
    return page;
  }
  override async takePlaces(_: string, members: readonly { readonly place: number }[]) {
    return members.map(({ place }) => place);
  }
}

/** Plans a campaign of so many members from a file, whose lines are made as they are read, and prints the greatest heap in bytes. */
const main = async (count: number): Promise<void> => {
  const campaignId = 'bench';
  const journal = new InMemoryJournal();
  const store = new LeanStore();
  await store.putDefinition(campaignId, {
    audience: { file: 'campaigns/bench.csv' },
    steps: [{ step: 'mail', channel: 'email', templateId: 'templ-789' }],
  });
  const started = { campaignId, commandId: 'c', source: 'bench', steps: 1 };
  await journal.insert([fact('campaign-started', campaignAggregate(campaignId), 0, started)]);
  let sent = 0;
  let most = 0;
  const size = (count + 1) * LINE;
  const read = async (_: string, from: number, bytes: number) => {
    const first = Math.floor(from / LINE);
    const last = Math.ceil(Math.min(size, from + bytes) / LINE);
    const text = Array.from({ length: Math.max(0, last - first) }, (__, index) => line(first + index)).join(
      '',
    );
    return new TextEncoder()
      .encode(text)
      .slice(from - first * LINE, Math.min(size, from + bytes) - first * LINE);
  };
  const deps = {
    ...{
      journal,
      store,
      agents,
      prices: {},
      files: { read },
      customers: new InMemoryCustomerStore(),
      now: () => 1,
    },
    controls: new InMemoryControlStore(),
    openTask: async () => 'opened' as const,
    hasTime: () => false,
    client: {
      submit: async (intakes: readonly { readonly message: unknown }[]) => {
        sent += intakes.length;
        collect();
        most = Math.max(most, process.memoryUsage().heapUsed);
        return intakes.map(() => ({ status: 'EXPANDED' as const, batchId: '', members: [] }));
      },
    },
  };
  let ticket = { campaignId, run: 1, leg: 0, turns: 0, polls: 0, execution: 'e' };
  while (((await store.getProgress(campaignId))?.pass ?? 0) === 0)
    ticket = { ...(await advanceCampaign(ticket, deps)), turns: 0 };
  const members = (await store.getProgress(campaignId))?.members;
  process.stdout.write(JSON.stringify({ most, sent, members }));
};

await main(Number(process.argv[2]));
