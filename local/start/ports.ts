import { createServer } from 'node:net';

const DEFAULT_PORT = 4566;
const SANDBOX_OFFSET = 14;
const HIGHEST_PORT = 65_535;

export type Ports = { readonly engine: number; readonly sandbox: number };

/** The ports of a stage: 4566 and 4580, or what `SWITCHBOARD_PORT` and `SWITCHBOARD_SANDBOX_PORT` say. */
export const portsFrom = (env: Readonly<Record<string, string | undefined>>): Ports => {
  const engine = portOf('SWITCHBOARD_PORT', env['SWITCHBOARD_PORT'], DEFAULT_PORT);
  const sandbox = portOf(
    'SWITCHBOARD_SANDBOX_PORT',
    env['SWITCHBOARD_SANDBOX_PORT'],
    engine + SANDBOX_OFFSET,
  );
  if (engine === sandbox) throw new Error('SWITCHBOARD_SANDBOX_PORT: must differ from SWITCHBOARD_PORT');
  return { engine, sandbox };
};

/** Throws one sentence, with the command for other ports, when one of them is taken. */
export const requireFreePorts = async ({ engine, sandbox }: Ports): Promise<void> => {
  for (const port of [engine, sandbox]) {
    if (await isFree(port)) continue;
    throw new Error(
      `port ${port} is taken, perhaps by another LocalStack or checkout; ` +
        `use other ports: SWITCHBOARD_PORT=${engine + 100} npm start`,
    );
  }
};

/** A port that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? 0 : address.port));
    });
  });

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const portOf = (name: string, value: string | undefined, otherwise: number): number => {
  const port = value === undefined ? otherwise : Number(value);
  if (Number.isInteger(port) && port > 0 && port <= HIGHEST_PORT) return port;
  throw new Error(`${name}: must be a port number, 1 to ${HIGHEST_PORT}`);
};
