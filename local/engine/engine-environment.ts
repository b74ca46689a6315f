import path from 'node:path';
import type { EngineOptions } from './running-engine.ts';

/** Settings of LocalStack that host mode and Docker mode share; `localstack.yml` repeats them, a test compares the two. */
export const SHARED_SETTINGS = {
  /** Queue URLs as http://HOST:PORT/…, which need no DNS. */
  SQS_ENDPOINT_STRATEGY: 'path',
  /** A SQLite write per message otherwise; costs a third of the rate. */
  SQS_DISABLE_CLOUDWATCH_METRICS: '1',
  /** DynamoDB's data lives as long as the engine. */
  DYNAMODB_IN_MEMORY: '1',
  /** DynamoDB Local's own streams; LocalStack's default makes no stream record of a PartiQL insert. */
  PROVIDER_OVERRIDE_DYNAMODB: 'v2',
  /** No usage events, no certificate download: nothing beyond this machine is asked for. */
  DISABLE_EVENTS: '1',
  SKIP_SSL_CERT_DOWNLOAD: '1',
  LS_LOG: 'warn',
} as const;

/** Settings of host mode that say how functions and DynamoDB run without Docker. */
export const HOST_SETTINGS = {
  LAMBDA_RUNTIME_EXECUTOR: 'process',
  /** Some machines look like a container to LocalStack, which then keeps its files below /var/lib. */
  OVERRIDE_IN_DOCKER: '0',
  /** The executor has its own limit for the initialisation, counted as on AWS; LocalStack's must never be first. */
  LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: '1000',
  /** Host mode waits within ReceiveMessage, so there is nothing to wait for between two of them. */
  LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: '0.01',
  /** No DNS server on the host. */
  DNS_ADDRESS: '0',
  LANG: 'C.UTF-8',
  PYTHONUNBUFFERED: '1',
} as const;

/** Where a host engine keeps things; all absolute, all but the programs below `stateDir`. */
export type HostFolders = {
  readonly files: string;
  readonly temporary: string;
  readonly home: string;
  readonly logs: string;
};

/** The folders of one run. */
export const hostFolders = (stateDir: string): HostFolders => ({
  files: path.join(stateDir, 'files'),
  temporary: path.join(stateDir, 'tmp'),
  home: path.join(stateDir, 'home'),
  logs: path.join(stateDir, 'logs'),
});

/** The whole environment of a host engine; of the caller's own only PATH is in it. */
export const hostEnvironment = (
  { home, stateDir, port, requestLog = false }: EngineOptions,
  caller: { readonly path: string; readonly node: string },
): Record<string, string> => {
  const folders = hostFolders(stateDir);
  return {
    ...SHARED_SETTINGS,
    ...HOST_SETTINGS,
    ...(requestLog ? { LS_LOG: 'info' } : {}),
    PATH: caller.path,
    HOME: folders.home,
    // TMPDIR would do as well, but LocalStack warns of a setting it once had under that name.
    TEMP: folders.temporary,
    FILESYSTEM_ROOT: folders.files,
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    LOCALSTACK_HOST: `127.0.0.1:${port}`,
    SWITCHBOARD_NODE: caller.node,
    SWITCHBOARD_DYNAMODB_HOME: path.join(home, 'dynamodb'),
    SWITCHBOARD_LOG_DIR: folders.logs,
    /** The pipe that stays open until the reaper has finished, see `host-engine.ts`. */
    SWITCHBOARD_DONE_FD: '3',
  };
};
