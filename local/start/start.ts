import { step } from '../setup/steps.mjs';
import { removeStageFile, writeStageFile } from '../stage-file.ts';
import { localRegion } from './aws-settings.ts';
import { bringUp, type LocalStage, unlessDead } from './bring-up.ts';
import { demonstrate } from './demonstration/demonstrate.ts';
import { sendFirstCommand } from './first-command.ts';
import { addressLines, hintLines, timeLines } from './hints.ts';
import { requireNoOtherStage } from './other-stage.ts';
import { portsFrom, requireFreePorts } from './ports.ts';
import { exampleFile } from './send-example.ts';
import type { Shutdown } from './shutdown.ts';
import { timelineLines } from './timeline.ts';
import { failureOf } from './walk.ts';

export type StartOptions = {
  /** The checkout. */
  readonly root: string;
  /** Where this run keeps its files. */
  readonly directory: string;
  /** Whether to end after the first command. */
  readonly once: boolean;
  readonly shutdown: Shutdown;
};

/**
 * Everything up, one command on its way, then a campaign; then it stays until it is told to stop. Answers with the exit code.
 */
export const start = async (options: StartOptions): Promise<number> => {
  const { root, directory, once, shutdown } = options;
  const ports = portsFrom(process.env);
  requireNoOtherStage(root, directory);
  await requireFreePorts(ports);
  console.log('Starting the local stage:');
  const stage = await bringUp({ root, directory, ports, shutdown });
  remember(root, stage, shutdown);
  const failure = await unlessDead(stage.engine, showFirstCommand(options, stage));
  if (failure !== undefined)
    console.error(`npm start: ${failure}; LocalStack's log is ${stage.engine.logFile}`);
  if (once) return failure === undefined ? 0 : 1;
  const end = stopped(shutdown.requested);
  // Whatever it waits for then: Ctrl-C ends it too.
  await unlessDead(stage.engine, Promise.race([showDemonstration(options, stage), end]));
  await unlessDead(stage.engine, end);
  return 0;
};

/** Plays the campaign; whatever comes of it, the stage stays up. */
const showDemonstration = async (
  { root, directory, shutdown }: StartOptions,
  stage: LocalStage,
): Promise<void> => {
  const write = (line: string) => console.log(line);
  try {
    write('');
    const signal = shutdown.requested;
    const { problems, seconds } = await demonstrate({ root, directory, stage, signal, write });
    for (const problem of problems) console.error(`npm start: ${problem}`);
    for (const line of addressLines(stage, seconds)) write(line);
  } catch (error) {
    if (shutdown.requested.aborted) return;
    console.error(
      `npm start: the demonstration broke off: ${error instanceof Error ? error.message : error}`,
    );
  }
};

const remember = (
  root: string,
  { engine, endpoint, sandboxEndpoint }: LocalStage,
  shutdown: Shutdown,
): void => {
  writeStageFile(root, {
    stage: 'local',
    engine: engine.kind,
    endpoint,
    region: localRegion,
    sandbox: sandboxEndpoint,
    pid: process.pid,
    startedAt: new Date().toISOString(),
  });
  shutdown.add(() => removeStageFile(root, process.pid));
};

/** Sends the first command and prints all about it. Answers why it was no success. */
const showFirstCommand = async (
  { root, once, shutdown }: StartOptions,
  stage: LocalStage,
): Promise<string | undefined> => {
  const began = performance.now();
  const { walk, busName } = await step('send a command and follow it', () =>
    sendFirstCommand(root, stage, shutdown.requested),
  );
  const walkSeconds = (performance.now() - began) / 1000;
  const setup = Number(process.env['SWITCHBOARD_SETUP_SECONDS'] ?? 0);
  const total = setup + process.uptime();
  const hints = { endpoint: stage.endpoint, busName, commandId: walk.command.messageId };
  const lines = [
    '',
    ...timelineLines(walk),
    ...(once ? [] : [...hintLines(exampleFile, hints), '']),
    ...timeLines({ ...stage.seconds, setup, walk: walkSeconds, total }),
  ];
  for (const line of lines) console.log(line);
  return failureOf(walk);
};

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    // A signal alone does not keep the process alive.
    const timer = setInterval(() => {}, 60_000);
    const stop = () => {
      clearInterval(timer);
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
