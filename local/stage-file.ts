import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const stageFileSchema = z.object({
  stage: z.literal('local'),
  engine: z.enum(['host', 'docker']),
  /** LocalStack's endpoint. */
  endpoint: z.url(),
  region: z.string().min(1),
  /** The provider sandbox's endpoint. */
  sandbox: z.url(),
  /** The process that runs the stage and ends it. */
  pid: z.int().positive(),
  /** ISO 8601. */
  startedAt: z.iso.datetime(),
});

/** What runs on this machine for a checkout, so that a second terminal finds it. */
export type StageFile = z.infer<typeof stageFileSchema>;

const fileOf = (root: string): string => path.join(root, '.switchboard', 'stage.json');

/** Remembers the running local stage of a checkout. */
export const writeStageFile = (root: string, stage: StageFile): void => {
  const file = fileOf(root);
  mkdirSync(path.dirname(file), { recursive: true });
  // A reader must never see half a file.
  writeFileSync(`${file}.new`, JSON.stringify(stage, undefined, 2));
  renameSync(`${file}.new`, file);
};

/** The local stage that runs for a checkout; `undefined` when none does, a stage whose process is gone included. */
export const readStageFile = (root: string): StageFile | undefined => {
  try {
    const stage = stageFileSchema.parse(JSON.parse(readFileSync(fileOf(root), 'utf8')));
    process.kill(stage.pid, 0);
    return stage;
  } catch {
    return undefined;
  }
};

/** Forgets the local stage of a checkout, when it is the one of this process. */
export const removeStageFile = (root: string, pid: number): void => {
  if (readStageFile(root)?.pid === pid) rmSync(fileOf(root), { force: true });
};
