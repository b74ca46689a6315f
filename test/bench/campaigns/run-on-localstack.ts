import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { putOnBus } from '../../../cli/delivery/put-on-bus.ts';
import { openStage, type StageAccess } from '../../../cli/stage-access.ts';
import { createSandboxClient } from '../../../local/provider-sandbox/sandbox-client.ts';
import { localRegion } from '../../../local/start/aws-settings.ts';
import { bringUp, type LocalStage } from '../../../local/start/bring-up.ts';
import { listenToBus } from '../../../local/start/event-listener.ts';
import { freePort } from '../../../local/start/ports.ts';
import { Shutdown } from '../../../local/start/shutdown.ts';
import type { CampaignDefinition } from '../../../shared/campaigns/campaign-definition.ts';
import type { Event } from '../../../shared/messages/event.ts';
import { systemPorts } from '../../../shared/runtime/system-ports.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { type Requests, requestsIn } from './requests-in-log.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const CAMPAIGN = 'camp-bench';
const STORED_AT_ONCE = 20;

/** What a campaign on LocalStack came to. */
export type CampaignRun = {
  readonly requests: Requests;
  /** Messages that providers took, by channel. */
  readonly taken: Readonly<Record<string, number>>;
  /** Commands that a provider took more than once. */
  readonly twice: number;
  /** CAMPAIGN_STEP_COMPLETED and CAMPAIGN_COMPLETED by their ids, and how often they came. */
  readonly steps: number;
  readonly completions: number;
  /** Members that the steps counted, in order. */
  readonly counted: readonly number[];
};

/** Starts an engine that logs its requests, deploys, and runs a campaign of so many members over e-mail, SMS and phone. */
export const runOnLocalStack = async (members: number): Promise<CampaignRun> => {
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  const shutdown = new Shutdown();
  try {
    const ports = { engine: await freePort(), sandbox: await freePort() };
    const stage = await bringUp({ root, directory, ports, shutdown, requestLog: true });
    const access = openStage({
      name: 'local',
      running: {
        ...{ stage: 'local', engine: stage.engine.kind, endpoint: stage.endpoint, region: localRegion },
        ...{ sandbox: stage.sandboxEndpoint, pid: process.pid, startedAt: new Date().toISOString() },
      },
    });
    shutdown.add(async () => access.close());
    return await run(stage, access, await storeCustomers(access, members));
  } finally {
    await shutdown.run();
    rmSync(directory, { recursive: true, force: true });
  }
};

const storeCustomers = async (access: StageAccess, members: number): Promise<readonly string[]> => {
  const customers = await access.customers();
  const ids = Array.from({ length: members }, (_, index) => `cust-bench-${index}`);
  for (let at = 0; at < members; at += STORED_AT_ONCE) {
    const page = ids.slice(at, at + STORED_AT_ONCE).map((customerId, index) => {
      const number = `${at + index}`.padStart(4, '0');
      const addresses = { email: `bench-${number}@example.com`, phone: `+1425555${number}` };
      return aCustomer({ customerId, addresses });
    });
    await Promise.all(page.map((customer) => customers.put(customer)));
  }
  return ids;
};

const definitionOf = (customers: readonly string[]): CampaignDefinition => {
  const templateId = 'templ-789';
  const next = (step: string) => ({ step, when: 'NO_REPLY' as const, after: 'PT5S' });
  return {
    audience: { customers: [...customers] },
    steps: [
      { step: 'mail', channel: 'email', templateId, next: next('text') },
      { step: 'text', channel: 'sms', templateId, next: next('call') },
      { step: 'call', channel: 'phone', templateId },
    ],
  };
};

const run = async (
  stage: LocalStage,
  access: StageAccess,
  customers: readonly string[],
): Promise<CampaignRun> => {
  const [busName = ''] = await access.parameters([access.names.busName]);
  const listener = await listenToBus(stage.endpoint, busName, 'bench', {
    event: { type: ['CAMPAIGN_STEP_COMPLETED', 'CAMPAIGN_COMPLETED'] },
  });
  const logged = readFileSync(stage.engine.logFile, 'utf8').length;
  const order = {
    ...{ messageId: systemPorts.newId(), messageType: 'COMMAND', timestamp: new Date().toISOString() },
    ...{ source: 'bench', target: 'agent-coordinator' },
    command: { type: 'START_CAMPAIGN', campaignId: CAMPAIGN, campaign: definitionOf(customers) },
  };
  await putOnBus([order], busName, { ...systemPorts, client: access.bus });
  const told: Event[] = [];
  while (!told.some(({ event }) => event.type === 'CAMPAIGN_COMPLETED'))
    told.push(...(await listener.next()));
  await systemPorts.sleep(SETTLE_MS); // receipts and EVENTs that are on their way
  told.push(...(await listener.next()));
  const requests = requestsIn(readFileSync(stage.engine.logFile, 'utf8').slice(logged));
  const calls = await createSandboxClient(stage.sandboxEndpoint).calls();
  await listener.stop();
  return { requests, ...outcomeOf(told), ...contactsIn(calls) };
};

const SETTLE_MS = 20_000;

const outcomeOf = (told: readonly Event[]): Pick<CampaignRun, 'steps' | 'completions' | 'counted'> => {
  const steps = told.filter(({ event }) => event.type === 'CAMPAIGN_STEP_COMPLETED');
  return {
    steps: steps.length,
    completions: told.length - steps.length,
    counted: steps.map(({ event }) => Number(Object(event.metadata['tally']).members)),
  };
};

const contactsIn = (
  calls: readonly {
    readonly answer: string;
    readonly channel: string;
    readonly commandId?: string | undefined;
  }[],
): Pick<CampaignRun, 'taken' | 'twice'> => {
  const accepted = calls.filter(({ answer }) => answer === 'accepted');
  const byChannel = Map.groupBy(accepted, ({ channel }) => channel);
  const ids = new Set(accepted.map(({ commandId }) => commandId));
  return {
    taken: Object.fromEntries([...byChannel].map(([channel, { length }]) => [channel, length])),
    twice: accepted.length - ids.size,
  };
};
