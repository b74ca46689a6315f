import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStageFile } from '../stage-file.ts';
import { exampleFile } from './send-example.ts';

/** Throws one sentence when a stage of this checkout runs already, or is coming up in the same folder. */
export const requireNoOtherStage = (root: string, directory: string): void => {
  const running = readStageFile(root);
  if (running !== undefined) {
    throw new Error(
      `this checkout has a stage already, on ${running.endpoint} (process ${running.pid}); use it with ` +
        `\`npx switchboard command send ${exampleFile} --fresh\`, or stop it with Ctrl-C in its terminal`,
    );
  }
  const starting = ownerOf(directory);
  if (starting === undefined) return;
  throw new Error(`process ${starting} of this checkout is at work in ${directory}; wait for it or stop it`);
};

/** Empties a run's folder and notes that it is this process's. */
export const takeFolder = (directory: string): void => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'pid'), String(process.pid));
};

/** Gives the folder back; logs stay. */
export const leaveFolder = (directory: string): void => rmSync(join(directory, 'pid'), { force: true });

const ownerOf = (directory: string): number | undefined => {
  try {
    const pid = Number(readFileSync(join(directory, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return pid === process.pid ? undefined : pid;
  } catch {
    return undefined;
  }
};
