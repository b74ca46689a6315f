import { join } from 'node:path';
import { deploy, type LocalDeployment, synthesize } from '../deploy.ts';
import { isDockerAnswering } from '../engine/docker.ts';
import { startEngine } from '../engine/engine.ts';
import { engineHome } from '../engine/install.mjs';
import type { Engine } from '../engine/running-engine.ts';
import { startSandbox } from '../provider-sandbox/sandbox.ts';
import { step } from '../setup/steps.mjs';
import { localRegion } from './aws-settings.ts';
import { leaveFolder, takeFolder } from './other-stage.ts';
import type { Ports } from './ports.ts';
import type { Shutdown } from './shutdown.ts';
import { prepareStorage } from './storage.ts';

export type LocalStageOptions = {
  /** The checkout. */
  readonly root: string;
  /** Assembly, logs and engine files of this run; emptied first. */
  readonly directory: string;
  readonly ports: Ports;
  /** Gets a step for all that is started. */
  readonly shutdown: Shutdown;
  /** Whether the engine logs each request to AWS. @default false */
  readonly requestLog?: boolean;
};

export type LocalStage = {
  readonly engine: Engine;
  readonly endpoint: string;
  readonly sandboxEndpoint: string;
  /** Seconds that the parts of coming up took; engine and synth run side by side. */
  readonly seconds: { readonly engine: number; readonly synth: number; readonly deploy: number };
};

/** Starts the engine and the provider sandbox and deploys the app on them. Throws one sentence about what failed. */
export const bringUp = async (options: LocalStageOptions): Promise<LocalStage> => {
  const { root, directory, ports, shutdown } = options;
  takeFolder(directory);
  shutdown.add(() => leaveFolder(directory));
  const endpoint = `http://127.0.0.1:${ports.engine}`;
  const inDocker = await isDockerChosen();
  const deployment: LocalDeployment = {
    root,
    directory,
    endpoint,
    sandboxEndpoint: `http://${inDocker ? 'host.docker.internal' : '127.0.0.1'}:${ports.sandbox}`,
    signal: shutdown.requested,
  };
  const sandbox = await startSandbox({
    port: ports.sandbox,
    host: inDocker ? '0.0.0.0' : '127.0.0.1',
    awsEndpoint: endpoint,
    region: localRegion,
  });
  shutdown.add(() => sandbox.stop());

  const starting = startEngineOf(options);
  const [engine, synth] = await settled([
    timed(() => starting).then(async (started) => {
      await prepareStorage(endpoint);
      return started;
    }),
    timed(() => step('synthesize the stacks', () => synthesize(deployment))),
  ]);
  shutdown.requested.throwIfAborted();

  const deployed = await timed(() =>
    step('deploy the stacks with CDK', (note) => unlessDead(engine.value, deploy(deployment, note))),
  );
  return {
    engine: engine.value,
    endpoint,
    sandboxEndpoint: sandbox.endpoint,
    seconds: { engine: engine.seconds, synth: synth.seconds, deploy: deployed.seconds },
  };
};

/** Settles as the work does, or rejects when the engine ends before. */
export const unlessDead = <T>(engine: Pick<Engine, 'exited' | 'logFile'>, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    engine.exited.then(({ code }) => {
      throw new Error(
        `LocalStack ended unexpectedly (exit code ${code}); start again, the log is ${engine.logFile}`,
      );
    }),
  ]);

const startEngineOf = ({
  root,
  directory,
  ports,
  shutdown,
  requestLog,
}: LocalStageOptions): Promise<Engine> => {
  const starting: Promise<Engine> = step(`start LocalStack on port ${ports.engine}`, (note) =>
    startEngine({
      home: engineHome(root),
      stateDir: join(directory, 'engine'),
      port: ports.engine,
      requestLog,
      onProgress: note,
    }),
  );
  shutdown.add(() =>
    starting.then(
      (engine) => engine.stop(),
      () => undefined,
    ),
  );
  return starting;
};

/** Functions in Docker have a network of their own, from which this machine has another name. */
const isDockerChosen = async (): Promise<boolean> =>
  process.env['SWITCHBOARD_ENGINE'] !== 'host' && (await isDockerAnswering());

/** Waits for both, so that nothing runs on unseen, and then throws the first error. */
const settled = async <A, B>(work: readonly [Promise<A>, Promise<B>]): Promise<[A, B]> => {
  await Promise.allSettled(work);
  return Promise.all(work);
};

const timed = async <T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> => {
  const started = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - started) / 1000 };
};
