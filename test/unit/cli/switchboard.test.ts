import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeStageFile } from '../../../local/stage-file.ts';
import { freePort } from '../../../local/start/ports.ts';
import { runCli } from '../../support/run-cli.ts';

const binary = fileURLToPath(new URL('../../../cli/switchboard.mjs', import.meta.url));
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'switchboard-cli-'));
});

afterAll(() => rmSync(root, { recursive: true }));

/** Runs the command in an empty checkout. */
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => runCli(root, args, env);

/** Runs the real binary there, as a user does. */
const runBinary = (args: readonly string[], at = binary) => {
  const env = { ...process.env, SWITCHBOARD_ROOT: root, SWITCHBOARD_STAGE: undefined };
  return spawnSync(process.execPath, [at, ...args], { cwd: root, env, encoding: 'utf8', input: '' });
};

describe('the binary', () => {
  it('gives on what the command says and its exit code', () => {
    const { status, stdout, stderr } = runBinary(['lane', 'list', '--json']);

    expect(status).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ error: { name: 'NO_STAGE' } });
    expect(stderr).toContain('The local stage is not running. Start it with npm start.');
  });

  it('ends with 2 where it is used wrongly, on one stream and without a stack', () => {
    const { status, stdout, stderr } = runBinary(['command', 'fly']);

    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe("error: unknown command 'fly'\n(switchboard --help says what there is)\n");
  });

  it('says what to do in a checkout that is not installed', () => {
    const cli = join(root, 'copy', 'cli');
    mkdirSync(cli, { recursive: true });
    copyFileSync(binary, join(cli, 'switchboard.mjs'));

    const { status, stderr } = runBinary(['lane', 'list'], join(cli, 'switchboard.mjs'));

    expect(status).toBe(1);
    expect(stderr).toContain('this checkout is not installed; run npm start first');
  });
});

describe('switchboard', () => {
  it('prints its exit codes with --help', async () => {
    const { status, stdout } = await run(['--help']);

    expect(status).toBe(0);
    expect(stdout).toMatch(/Exit codes:\n {2}0 {2}ok\n(.|\n)* {2}4 {2}the stage is not running/);
  });

  it.each([
    ['nothing', []],
    ['a noun without its verb', ['command']],
    ['a verb that does not exist', ['command', 'fly']],
    ['a breaker of a service that an agent type does not have', ['breaker', 'open', 'email/other']],
    ['no file', ['command', 'send']],
    ['an option that does not exist', ['lane', 'list', '--nope']],
    ['an id with blanks', ['command', 'status', 'a b']],
    ['a wait that is no number', ['command', 'status', 'a', '--wait', 'long']],
    ['a stage that does not exist', ['lane', 'list', '--stage', 'moon']],
    ['a profile that does not exist', ['capacity', '--profile', 'huge']],
    ['a burst of no tier', ['capacity', '--burst', 'URGENT=5']],
    ['a plan for an agent type that does not exist', ['capacity', '--agent', 'fax']],
    ['a fault that is none', ['sandbox', 'fault', 'add', 'error', '--status', 'x']],
    ['the faults of a stage on AWS', ['sandbox', 'fault', 'list', '--stage', 'prod']],
    ['an answer without a channel', ['sandbox', 'reply', 'Hello']],
    ['a stop without a reason', ['contact', 'stop']],
    ['a reason of blanks', ['contact', 'stop', '--reason', ' ']],
    ['a reason of two lines', ['customer', 'stop', 'cust-1', '--reason', 'a\nb']],
    ['a customer whose id has blanks', ['customer', 'resume', 'a b']],
    ['a result in words', ['task', 'close', 't-1', '--result', 'all is well']],
    ['tasks of a status that there is not', ['task', 'list', '--status', 'LATE']],
    ['the inbox of a stage on AWS', ['inbox', 'list', '--stage', 'prod']],
  ])('ends with 2 for %s', async (_, args) => {
    const { status, stderr, stdout } = await run(args);

    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it('refuses a stage on AWS that only the environment names', async () => {
    const { status, stderr } = await run(['lane', 'list'], { SWITCHBOARD_STAGE: 'prod' });

    expect(status).toBe(2);
    expect(stderr).toContain('Add --stage prod when you mean it');
  });

  it.each([
    [['command', 'send', 'x.json']],
    [['command', 'send', '-', '--direct']],
    [['command', 'status', 'x']],
    [['lane', 'list']],
    [['top']],
    [['inbox', 'list']],
    [['unknown', 'list']],
    [['contact', 'stop', '--reason', 'x']],
    [['contact', 'status']],
    [['customer', 'stop', 'cust-1', '--reason', 'x']],
    [['command', 'explain', 'x.json']],
    [['sandbox', 'fault', 'add', 'throttle']],
    [['sandbox', 'fault', 'clear']],
    [['sandbox', 'reply', '--channel', 'sms', '--from', '+14255550182', '--to', 'phone-1', 'Hello']],
  ])('says of %j that the stage does not run, and ends with 4', async (args) => {
    const { status, stdout, stderr } = await run([...args, '--json']);

    expect(status).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ stage: 'local', ok: false, error: { name: 'NO_STAGE' } });
    expect(stderr).toBe(
      'stage: local (not running)\nswitchboard: The local stage is not running. Start it with npm start.\n',
    );
  });

  it('says that a stage does not answer whose process is there, and ends with 4', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    writeStageFile(root, {
      stage: 'local',
      engine: 'host',
      endpoint,
      region: 'us-east-1',
      sandbox: endpoint,
      pid: process.pid,
      startedAt: new Date().toISOString(),
    });

    const answers = [await run(['lane', 'list']), await run(['inbox', 'list'])];

    rmSync(join(root, '.switchboard'), { recursive: true });
    for (const { status, stdout, stderr } of answers) {
      expect(status).toBe(4);
      expect(stdout).toBe('');
      expect(stderr).toContain(`The local stage does not answer (engine ${endpoint}`);
    }
  });

  it('names what is not well with doctor, and ends with 1', async () => {
    const { status, stdout } = await run(['doctor']);

    expect(status).toBe(1);
    expect(stdout).toMatch(/✗ {2}local stage +The local stage is not running\. +npm start/);
  });
});
