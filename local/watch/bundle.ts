import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildResult, context } from 'esbuild';
import { MAIN_FIELDS, REQUIRE_BANNER, standIns } from '../../infra/bundle/options.ts';

/** What became of a build: the files that it read, or why there is none; the code before it then stays. */
export type Built = { readonly inputs: ReadonlySet<string> } | { readonly problem: string };

/** One folder's bundle, built again and again; what did not change is not read twice. */
export type Bundle = { build(): Promise<Built>; close(): Promise<void> };

export type BundleOptions = {
  /** The checkout. */
  readonly root: string;
  /** Folder under `functions/`. */
  readonly folder: string;
  /** Gets `index.mjs`, and the users' templates beside it. */
  readonly output: string;
};

/** Bundles a function as `cdk deploy` does, but for the minifying, so that an error's line can be read. */
export const openBundle = async ({ root, folder, output }: BundleOptions): Promise<Bundle> => {
  mkdirSync(output, { recursive: true });
  const builds = await context({
    absWorkingDir: root,
    entryPoints: [`functions/${folder}/handler.ts`],
    outfile: join(output, 'index.mjs'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: [...MAIN_FIELDS],
    banner: { js: REQUIRE_BANNER },
    alias: { ...standIns },
    logLevel: 'silent',
  });
  return {
    build: async () => {
      try {
        const result = await builds.rebuild();
        put(output, result.outputFiles?.[0]?.contents ?? new Uint8Array());
        return { inputs: new Set(Object.keys(result.metafile?.inputs ?? {})) };
      } catch (error) {
        return { problem: problemOf(error) };
      }
    },
    close: () => builds.dispose(),
  };
};

/** Puts the users' templates beside a bundle, where the function looks for them. */
export const putTemplates = (root: string, output: string): void => {
  const target = join(output, 'templates');
  rmSync(target, { recursive: true, force: true });
  cpSync(join(root, 'config/templates'), target, { recursive: true });
};

/** A function that starts now must not load half a file. */
const put = (output: string, code: Uint8Array): void => {
  writeFileSync(`${output}.new`, code);
  renameSync(`${output}.new`, join(output, 'index.mjs'));
};

const problemOf = (error: unknown): string => {
  const [first] = (error as Partial<BuildResult>).errors ?? [];
  if (first === undefined) return error instanceof Error ? error.message : String(error);
  return first.location === null
    ? first.text
    : `${first.location.file}:${first.location.line}: ${first.text}`;
};
