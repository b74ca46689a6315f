import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateReport } from '../../../cli/commands/report-generate.ts';
import { importRows } from '../../../cli/customers/import-rows.ts';
import { readRows } from '../../../cli/customers/read-rows.ts';
import { putOnBus } from '../../../cli/delivery/put-on-bus.ts';
import { openStage, type StageAccess } from '../../../cli/stage-access.ts';
import { wholeBatchSchema } from '../../../shared/messages/batch-message.ts';
import type { Event } from '../../../shared/messages/event.ts';
import { systemPorts } from '../../../shared/runtime/system-ports.ts';
import { createSandboxClient } from '../../provider-sandbox/sandbox-client.ts';
import { readStageFile } from '../../stage-file.ts';
import type { LocalStage } from '../bring-up.ts';
import { listenToBus } from '../event-listener.ts';
import { acts } from './acts.ts';
import { CAMPAIGN, documentsFolder } from './cast.ts';
import { eventLine } from './event-line.ts';
import { missingHappenings } from './happenings.ts';
import { noonZone } from './noon-zone.ts';
import { problemsOfCounts, twiceContacted } from './problems.ts';
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
 * Contacts 20 customers over three channels, shows what happens on the bus as it comes, and ends with the report of it. Throws
 * where nothing comes for too long.
 */
export const demonstrate = async (options: DemonstrationOptions): Promise<DemonstrationEnd> => {
  const { root, stage, signal, write } = options;
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const campaignId = `${CAMPAIGN}-${randomUUID().slice(0, 8)}`;
  const access = openStage({ name: 'local', running: readStageFile(root) });
  const [busName = ''] = await access.parameters([access.names.busName]);
  const listener = await listenToBus(stage.endpoint, busName, `demonstration-${randomUUID()}`);
  const watch = watchBus(listener, {
    ...{ campaignId, signal, timeoutMs: TIMEOUT_MS, now: Date.now },
    show: (event: Event) => write(`  ${eventLine(event, seconds())}`),
  });
  const sandbox = createSandboxClient(stage.sandboxEndpoint);
  const put = (file: string) =>
    putBatch(access, busName, { file: join(root, documentsFolder, file), campaignId });
  const say = (line: string) => write(`  ${seconds().toFixed(1).padStart(6)} s  ── ${line}`);
  try {
    write(`Campaign ${campaignId}: 20 customers, three channels (${documentsFolder}):`);
    await importCustomers(access, options);
    for (const act of acts) await act({ put, watch, sandbox, say, signal });
    const problems = [
      ...missingHappenings(watch.events),
      ...(await showReport(access, campaignId, options)),
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

const putBatch = async (
  access: StageAccess,
  busName: string,
  { file, campaignId }: { readonly file: string; readonly campaignId: string },
): Promise<void> => {
  const read = wholeBatchSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const batchMessage = { ...read.batchMessage, batchId: `batch-${randomUUID()}`, campaignId };
  const [delivery] = await putOnBus([{ ...read, batchMessage }], busName, {
    ...systemPorts,
    client: access.bus,
  });
  if (delivery?.status !== 'PUT') throw new Error(`the bus did not take ${file}`);
};

/** Shows the campaign's report, once it has all commands; gives what does not add up in it. */
const showReport = async (
  access: StageAccess,
  campaignId: string,
  { signal, write }: Pick<DemonstrationOptions, 'signal' | 'write'>,
): Promise<readonly string[]> => {
  const from = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const ask = () => generateReport(access, { ...systemPorts, campaign: campaignId, from, wait: true });
  const end = Date.now() + REPORT_MS;
  for (;;) {
    const { json, lines } = await ask();
    const problems = problemsOfCounts(json);
    signal.throwIfAborted();
    if (problems.length > 0 && Date.now() < end) continue;
    for (const line of ['', ...lines]) write(line);
    return problems;
  }
};

const DAY_MS = 86_400_000;
/** Receipts and the index come a moment after the events. */
const REPORT_MS = 60_000;
