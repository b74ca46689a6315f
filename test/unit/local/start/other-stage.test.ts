import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeStageFile } from '../../../../local/stage-file.ts';
import { leaveFolder, requireNoOtherStage, takeFolder } from '../../../../local/start/other-stage.ts';

/** A process that surely lives, and one that surely does not. */
const alive = process.ppid;
const gone = 2 ** 22 + 1;

describe('requireNoOtherStage', () => {
  let root: string;
  const directory = () => join(root, '.switchboard', 'start');
  const remember = (pid: number) =>
    writeStageFile(root, {
      stage: 'local',
      engine: 'host',
      endpoint: 'http://127.0.0.1:4566',
      region: 'us-east-1',
      sandbox: 'http://127.0.0.1:4580',
      pid,
      startedAt: '2026-01-15T10:30:00Z',
    });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'checkout-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('names the stage that runs, and how to use it', () => {
    remember(alive);

    expect(() => requireNoOtherStage(root, directory())).toThrow(
      /stage already, on http:\/\/127\.0\.0\.1:4566 \(process \d+\); use it with `npx switchboard command send/,
    );
  });

  it('names the process that is coming up in the folder', () => {
    takeFolder(directory());
    writeFileSync(join(directory(), 'pid'), String(alive));

    expect(() => requireNoOtherStage(root, directory())).toThrow(
      `process ${alive} of this checkout is at work`,
    );
  });

  it('does not mind what a killed run left behind', () => {
    remember(gone);
    takeFolder(directory());
    writeFileSync(join(directory(), 'pid'), String(gone));

    expect(() => requireNoOtherStage(root, directory())).not.toThrow();
  });

  it('leaves the folder’s logs and takes its claim back', () => {
    takeFolder(directory());
    writeFileSync(join(directory(), 'deploy.log'), '');

    leaveFolder(directory());

    expect(existsSync(join(directory(), 'deploy.log'))).toBe(true);
    expect(existsSync(join(directory(), 'pid'))).toBe(false);
  });
});
