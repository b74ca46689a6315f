import { createServer } from 'node:net';
import { isDockerAnswering } from './docker.ts';
import { startDockerEngine } from './docker-engine.ts';
import { EngineError } from './engine-error.ts';
import { startHostEngine } from './host-engine.ts';
import type { Engine, EngineOptions } from './running-engine.ts';

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
