import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCampaign } from '../../../cli/commands/campaign-orders.ts';
import { importRows } from '../../../cli/customers/import-rows.ts';
import { readRows } from '../../../cli/customers/read-rows.ts';
import { putOnBus } from '../../../cli/delivery/put-on-bus.ts';
import { openDefinitionRules } from '../../../cli/open-campaigns.ts';
import { openStage, type StageAccess } from '../../../cli/stage-access.ts';
import { commandSchema } from '../../../shared/messages/command.ts';
import type { Event } from '../../../shared/messages/event.ts';
import { systemPorts } from '../../../shared/runtime/system-ports.ts';
import { createSandboxClient } from '../../provider-sandbox/sandbox-client.ts';
import { readStageFile } from '../../stage-file.ts';
import type { LocalStage } from '../bring-up.ts';
import { listenToBus } from '../event-listener.ts';
import { freshCommand } from '../send-example.ts';
import { acts } from './acts.ts';
import { CAMPAIGN, documentsFolder } from './cast.ts';
import { eventLine } from './event-line.ts';
import { missingHappenings } from './happenings.ts';
import { noonZone } from './noon-zone.ts';
import { twiceContacted } from './problems.ts';
import { beginRollBack, type RolledBack } from './roll-back.ts';
import { showCounts } from './show-counts.ts';
import { watchBus } from './watch-bus.ts';

const TIMEOUT_MS = 240_000;

export type DemonstrationOptions = {
  /** The checkout. */
  readonly root: string;
  /** Where this run keeps its files. */
  readonly directory: string;
  readonly stage: LocalStage;
  readonly signal: AbortSignal;
  readonly write: (line: string) => void;
};

/** How a demonstration ended. */
export type DemonstrationEnd = {
  /** What should have happened and did not; empty where all is well. */
  readonly problems: readonly string[];
  readonly seconds: number;
};

/**
 * Runs a campaign of 20 customers over three channels, shows what happens on the bus as it comes, and ends with the counts.
 * Throws where nothing comes for too long.
 */
export const demonstrate = async (options: DemonstrationOptions): Promise<DemonstrationEnd> => {
  const { root, stage, signal, write } = options;
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const campaignId = `${CAMPAIGN}-${randomUUID().slice(0, 8)}`;
  const file = (name: string) => join(root, documentsFolder, name);
  const access = openStage({ name: 'local', running: readStageFile(root) });
  const [busName = ''] = await access.parameters([access.names.busName]);
  const listener = await listenToBus(stage.endpoint, busName, `demonstration-${randomUUID()}`);
  const watch = watchBus(listener, {
    ...{ campaignId, signal, timeoutMs: TIMEOUT_MS, now: Date.now },
    show: (event: Event) => write(`  ${eventLine(event, seconds())}`),
  });
  const detail = (line: string) => write(`${' '.repeat(36)}${line}`);
  const sandbox = createSandboxClient(stage.sandboxEndpoint);
  const left: string[] = [];
  let rolledBack: RolledBack | undefined;
  const play = {
    ...{ watch, sandbox },
    startCampaign: () => start(access, root, campaignId),
    beginRollBack: async () => {
      rolledBack = await beginRollBack(access, file('rollback.json'));
    },
    showRollBack: async () => void left.push(...((await rolledBack?.show(detail)) ?? [])),
    put: (name: string) => putCommand(access, busName, file(name)),
    say: (line: string) => write(`  ${seconds().toFixed(1).padStart(6)} s  ── ${line}`),
  };
  try {
    write(`Campaign ${campaignId}: 20 customers, three channels (${documentsFolder}):`);
    await importCustomers(access, options);
    for (const act of acts) await act(play);
    const problems = [
      ...missingHappenings(watch.events),
      ...left,
      ...(await showCounts(access, { campaignId, events: watch.events, signal, write })),
      ...twiceContacted(await sandbox.calls()),
    ];
    return { problems, seconds: seconds() };
  } finally {
    await sandbox.clearFaults();
    await listener.stop();
    access.close();
  }
};

/** The customers of the file, living where it is noon now: nobody is called at night. */
const importCustomers = async (
  access: StageAccess,
  { root, directory }: Pick<DemonstrationOptions, 'root' | 'directory'>,
): Promise<void> => {
  const file = join(directory, 'demonstration-customers.csv');
  const text = readFileSync(join(root, documentsFolder, 'customers.csv'), 'utf8');
  writeFileSync(file, text.replaceAll('Europe/Berlin', noonZone(new Date())));
  const { rejected } = await importRows(readRows(file), await access.customers(), undefined);
  if (rejected.length > 0) throw new Error(`${rejected.length} customers of the demonstration were rejected`);
};

/** As `campaign start` does. */
const start = async (access: StageAccess, root: string, campaignId: string): Promise<void> => {
  const file = join(root, documentsFolder, 'campaign.json');
  const asked = { file, readStdin: async () => Buffer.alloc(0) };
  const { exit, lines } = await startCampaign(
    access,
    await openDefinitionRules(access, root),
    campaignId,
    asked,
  );
  if (exit !== 'OK') throw new Error(`the campaign was not started: ${lines.join(' ')}`);
};

const putCommand = async (access: StageAccess, busName: string, file: string): Promise<void> => {
  const command = commandSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const fresh = freshCommand(command, randomUUID(), new Date());
  const [delivery] = await putOnBus([fresh], busName, { ...systemPorts, client: access.bus });
  if (delivery?.status !== 'PUT') throw new Error(`the bus did not take ${file}`);
};
