import { createServer } from 'node:net';
import { isDockerAnswering } from './docker.ts';
import { startDockerEngine } from './docker-engine.ts';
import { EngineError } from './engine-error.ts';
import { startHostEngine } from './host-engine.ts';

/** What an engine needs; paths are absolute. */
export type EngineOptions = {
  /** Where LocalStack and DynamoDB Local are installed. */
  home: string;
  /** Files, temporary files and logs of this run, for one engine alone. */
  stateDir: string;
  port: number;
  /** Told in one line what is being waited for. */
  onProgress?: (line: string) => void;
};

/** A running engine. */
export type Engine = {
  kind: 'host' | 'docker';
  /** http://127.0.0.1:PORT */
  endpoint: string;
  pid: number;
  logFile: string;
  /** Resolves when the engine and every process it started are gone; may be called again. */
  stop(): Promise<void>;
  exited: Promise<{ code: number | null }>;
};

/**
 * Starts LocalStack and resolves when it takes requests: in Docker where Docker answers and SWITCHBOARD_ENGINE is not
 * `host`, else as a process of this machine. Rejects with an `EngineError`.
 */
export const startEngine = async (options: EngineOptions): Promise<Engine> => {
  await refuseTakenPort(options.port);
  const inDocker = process.env['SWITCHBOARD_ENGINE'] !== 'host' && (await isDockerAnswering());
  return inDocker ? startDockerEngine(options) : startHostEngine(options);
};

const refuseTakenPort = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause) =>
      reject(
        new EngineError(
          'PORT_TAKEN',
          `Port ${port} of 127.0.0.1 is in use by another program.`,
          'Stop that program, or set SWITCHBOARD_PORT to a free port.',
          { cause },
        ),
      ),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
