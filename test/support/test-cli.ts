import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import * as z from 'zod';
import { writeStageFile } from '../../local/stage-file.ts';

const binary = fileURLToPath(new URL('../../cli/switchboard.mjs', import.meta.url));

/** The real `switchboard` binary on the stage of the tests, with a folder of its own for files. */
export const openTestCli = () => {
  const root = mkdtempSync(join(tmpdir(), 'switchboard-cli-'));
  writeStageFile(root, {
    stage: 'local',
    engine: 'host',
    endpoint: inject('endpoint'),
    region: 'us-east-1',
    sandbox: inject('sandbox'),
    pid: process.pid,
    startedAt: new Date().toISOString(),
  });
  return {
    root,
    /** Runs it with --json: its exit code and its document. */
    json: async (args: readonly string[]) => {
      const env = { ...process.env, SWITCHBOARD_ROOT: root, SWITCHBOARD_STAGE: undefined };
      const child = spawn(process.execPath, [binary, ...args, '--json'], { cwd: root, env });
      const closed = new Promise((resolve) => child.once('close', resolve));
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const json = z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
      return { code: await closed, json, stderr };
    },
    remove: () => rmSync(root, { recursive: true }),
  };
};

export type TestCli = ReturnType<typeof openTestCli>;
