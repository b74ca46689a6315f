import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type LambdaClient,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { type Bundle, openBundle, putTemplates } from './bundle.ts';
import type { DeployedFolder } from './deployed-functions.ts';
import { changesBetween, type Snapshot, snapshotOf } from './file-changes.ts';

export type WatchOptions = {
  /** The checkout. */
  readonly root: string;
  /** Where bundles are kept; the engine reads them from here, so it must see the same path. */
  readonly directory: string;
  readonly functions: readonly DeployedFolder[];
  readonly client: LambdaClient;
  readonly signal: AbortSignal;
  /** What happens, a line at a time. */
  readonly say: (line: string) => void;
};

/** Folders whose files functions are made from. */
const WATCHED = ['functions', 'shared', 'config'] as const;
const TEMPLATES = 'config/templates/';
/** Milliseconds between two looks. */
const LOOK_EVERY_MS = 200;

type Watched = DeployedFolder & {
  readonly bundle: Bundle;
  readonly output: string;
  inputs: ReadonlySet<string>;
};

/**
 * Points deployed functions at bundles of their own on this machine, and builds those anew whose files change, until it is
 * stopped. LocalStack starts a function afresh when its bundle has changed (hot reloading).
 */
export const watchFunctions = async (options: WatchOptions): Promise<void> => {
  const { root, signal, say } = options;
  let seen = snapshotOf(root, WATCHED);
  const watched = await Promise.all(options.functions.map((folder) => open(folder, options)));
  try {
    for (const each of watched) await pointAtBundle(each, options.client);
    say(`watching ${WATCHED.join('/, ')}/; each change is in the next invocation`);
    while (await nextLook(signal)) {
      const began = performance.now();
      const now = await settled(root, seen);
      const changes = changesBetween(seen, now);
      seen = now;
      if (changes.length > 0) await redeploy(changes, watched, began, options);
    }
  } finally {
    await Promise.all(watched.map(({ bundle }) => bundle.close()));
  }
};

const open = async (deployed: DeployedFolder, { root, directory }: WatchOptions): Promise<Watched> => {
  const output = join(directory, deployed.folder);
  const bundle = await openBundle({ root, folder: deployed.folder, output });
  putTemplates(root, output);
  const built = await bundle.build();
  if (!('problem' in built)) return { ...deployed, bundle, output, inputs: built.inputs };
  await bundle.close();
  throw new Error(`${deployed.folder} does not build: ${built.problem}`);
};

const pointAtBundle = async ({ functionNames, output }: Watched, client: LambdaClient): Promise<void> => {
  for (const FunctionName of functionNames) {
    await client.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: 'hot-reload', S3Key: output }));
    const pace = { client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.3 };
    await waitUntilFunctionUpdatedV2(pace, { FunctionName });
  }
};

/** Whether to look again; false once it is stopped. */
const nextLook = (signal: AbortSignal): Promise<boolean> =>
  sleep(LOOK_EVERY_MS, true, { signal }).catch(() => false);

/** The files once they rest: an editor or a checkout writes many at once. */
const settled = async (root: string, before: Snapshot): Promise<Snapshot> => {
  let last = before;
  let now = snapshotOf(root, WATCHED);
  while (changesBetween(last, now).length > 0) {
    await sleep(50);
    last = now;
    now = snapshotOf(root, WATCHED);
  }
  return now;
};

const redeploy = async (
  changes: readonly string[],
  watched: readonly Watched[],
  /** When the change was seen, in milliseconds of this process. */
  began: number,
  options: WatchOptions,
): Promise<void> => {
  const templates = changes.some((path) => path.startsWith(TEMPLATES));
  const concerned = watched.filter(
    ({ inputs }) => inputs.size === 0 || changes.some((path) => inputs.has(path)),
  );
  await Promise.all(concerned.map((each) => rebuild(each, began, options.say)));
  if (templates) for (const { output } of watched) putTemplates(options.root, output);
  if (templates) options.say(`templates copied in ${secondsSince(began)}`);
  if (concerned.length === 0 && !templates) options.say(`${changes[0]}: no deployed function reads it`);
  const [setting] = changes.filter((path) => /^config\/[^/]+\.ts$/.test(path));
  if (setting) options.say(`${setting}: functions have it; what stacks read of it, npm start deploys`);
};

/** A function whose code does not build keeps the code before, and is built again at the next change, whatever that is. */
const rebuild = async (each: Watched, began: number, say: WatchOptions['say']): Promise<void> => {
  const built = await each.bundle.build();
  each.inputs = 'problem' in built ? new Set() : built.inputs;
  say(
    'problem' in built
      ? `${each.folder} does not build, so it keeps its code: ${built.problem}`
      : `${each.folder} redeployed in ${secondsSince(began)}`,
  );
};

const secondsSince = (began: number): string => `${((performance.now() - began) / 1000).toFixed(2)} s`;
