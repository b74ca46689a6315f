import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { descendantsIn } from '../../local/setup/descendants.mjs';
import { freePort } from '../../local/start/ports.ts';
import { copyCheckout } from '../support/copy-checkout.ts';

const descendantsOf = (pid: number): number[] =>
  descendantsIn(pid, spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).stdout);

/** Those that still run, with their program; one that has ended and waits to be reaped does not. */
const stillRunning = (pids: readonly number[]): string[] =>
  spawnSync('ps', ['-o', 'pid=,stat=,args=', '-p', pids.join(',')], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.trim() !== '' && !/^\s*\d+\s+Z/.test(line));

const answers = async (port: number): Promise<boolean> => {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

describe('npm start', () => {
  let checkout: string;
  let ports: { engine: number; sandbox: number };
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    checkout = copyCheckout();
    ports = { engine: await freePort(), sandbox: await freePort() };
  });
  afterAll(() => {
    for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(checkout, { recursive: true, force: true });
  });

  const start = (...args: string[]) => {
    const child = spawn('node', ['local/run.mjs', 'start', ...args], {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        SWITCHBOARD_PORT: String(ports.engine),
        SWITCHBOARD_SANDBOX_PORT: String(ports.sandbox),
      },
    });
    started.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const ended: Promise<number | null> = new Promise((end) => child.once('close', end));
    return { child, ended, output: () => output };
  };

  it('--once delivers one command, shows its way and ends with 0', async () => {
    const run = start('--once');

    const code = await run.ended;

    expect(run.output()).toMatch(/coordinator +fact accepted: email lane HIGH/);
    expect(run.output()).toMatch(/provider-receipts +fact delivered/);
    expect(run.output()).toMatch(/bus +EVENT EMAIL_SENT DELIVERED came back/);
    expect(run.output()).toContain('To: ada@example.com');
    expect(run.output()).toMatch(/from npm start to the delivered mail: \d+\.\d s/);
    expect(code).toBe(0);
  });

  describe('until Ctrl-C', () => {
    let run: ReturnType<typeof start>;

    beforeAll(async () => {
      run = start();
      await vi.waitFor(() => expect(run.output()).toContain('stays up until Ctrl-C'), { timeout: 240_000 });
    });

    it('refuses a second one', async () => {
      const second = start();
      const code = await second.ended;

      expect(code).toBe(1);
      expect(second.output()).toContain('this checkout has a stage already');
    });

    it('runs a campaign: answers, an opt-out, a bounce, a breaker, a saga and one rolled back; counts that add up, nobody twice', async () => {
      await expect.poll(run.output, { timeout: 540_000 }).toMatch(/The campaign took|broke off/);

      const output = run.output();
      // Missing happenings, counts that do not add up and second contacts are all told so.
      expect(output).not.toContain('npm start: ');
      for (const [channel, customer, words] of [
        ['email', '02', 'the answer means PAYMENT_PROMISE'],
        ['', '02', 'SAGA customer-response is COMPLETE'],
        ['', '06', 'SAGA customer-response is ROLLED BACK: generate-follow-up failed'],
        ['email', '03', 'failed: Permanent'],
        ['sms', '03', 'delivered'],
        ['sms', '08', 'answered'],
        ['sms', '09', 'opted out'],
        ['sms', '09', 'not contacted: OPTED_OUT'],
        ['phone', '20', 'delivered'],
      ])
        expect(output).toMatch(new RegExp(` s +${channel} +cust-demo-${customer} +${words}`));
      expect(output).toMatch(
        /update-profile +done.*update-profile +undone.*the profile of cust-demo-06 is as it was/s,
      );
      expect(output).toMatch(
        /BREAKER of voice OPENS.*BREAKER of voice lets one call try.*BREAKER of voice CLOSES/s,
      );
      expect(output).toMatch(/mail +email +CLOSED +20 /);
      expect(output).toMatch(/sagas +1 complete, 1 rolled back, 0 unresolved/);
    }, 600_000);

    it('leaves no process when it ends', async () => {
      const processes = [run.child.pid ?? 0, ...descendantsOf(run.child.pid ?? 0)];

      run.child.kill('SIGINT');
      const code = await run.ended;

      expect(code).toBe(0);
      expect(processes.length).toBeGreaterThan(3);
      expect(stillRunning(processes)).toEqual([]);
      expect(await Promise.all([answers(ports.engine), answers(ports.sandbox)])).toEqual([false, false]);
      expect(existsSync(join(checkout, '.switchboard/stage.json'))).toBe(false);
    });
  });
});
