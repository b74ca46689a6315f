import { beforeAll, describe, expect, inject, it } from 'vitest';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { commandStateOf, isTerminal } from '../../shared/journal/command-state.ts';
import type { ContactCommand } from '../../shared/messages/command.ts';
import { pagesOf } from '../../shared/messages/pages-of.ts';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import { aPlaceCallCommand, aSendSmsCommand } from '../support/a-phone-command.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { functionProcesses, kill } from '../support/kill-functions.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';

const COMMANDS = 300;
const KILLS = 24;
const MS_BETWEEN_KILLS = 1500;
/** How long a message of a killed function stays hidden; on AWS 36 s to 90 s, too long to wait for. */
const VISIBILITY_SECONDS = 12;
const SANDBOX_READS_AT_ONCE = 20;

const POOLS = ['coordinator', 'email', 'sms', 'phone'] as const;
const BUILDERS = [aSendEmailCommand, aSendSmsCommand, aPlaceCallCommand] as const;

let stage: LocalStage;
const sandbox = sandboxClient();

beforeAll(async () => {
  stage = await openLocalStage();
  for (const pool of POOLS) {
    for (const tier of priorities) {
      await stage.setVisibilityTimeout(await stage.laneUrl(pool, tier), VISIBILITY_SECONDS);
    }
  }
});

describe('a stage whose functions die at random', () => {
  it('loses no command and contacts nobody twice', { timeout: 900_000 }, async () => {
    const commands = Array.from({ length: COMMANDS }, (_, at) => aCommand(at));

    const [, kills] = await Promise.all([putSlowly(commands), killAtRandom()]);

    const open = new Set(commands.map(({ messageId }) => messageId));
    await until('every command to end, or to be listed as UNKNOWN', async () => {
      for (const id of open) if (await isAccountedFor(id)) open.delete(id);
      return open.size === 0 ? true : undefined;
    });
    const taken = await acceptancesOf(commands);
    const statuses = await statusesOf(commands);
    console.info(`drill: ${kills} processes killed, ${JSON.stringify(statuses)}`);
    expect(kills).toBeGreaterThan(KILLS / 2);
    expect(taken.filter(({ times }) => times > 1)).toEqual([]);
    // Whoever was told that a command was sent finds it at the provider.
    expect(taken.filter(({ times, status }) => times === 0 && /SENT|DELIVERED/.test(status))).toEqual([]);
    expect(statuses['DELIVERED'] ?? 0).toBeGreaterThan(COMMANDS / 2);
  });
});

const aCommand = (at: number): ContactCommand => {
  const build = BUILDERS[at % BUILDERS.length] ?? aSendEmailCommand;
  const priority: Priority = priorities[Math.floor(at / BUILDERS.length) % priorities.length] ?? 'LOW';
  return build({ priority, ...(build === aSendEmailCommand ? { target: 'email-agent' } : {}) });
};

/** So that there is work in every function all the time. */
const putSlowly = async (commands: readonly ContactCommand[]): Promise<void> => {
  const pages = pagesOf(commands, Math.ceil(commands.length / KILLS));
  for (const page of pages) {
    await stage.put(page);
    await sleep(MS_BETWEEN_KILLS);
  }
};

const killAtRandom = async (): Promise<number> => {
  let kills = 0;
  for (let turn = 0; turn < KILLS; turn += 1) {
    await sleep(MS_BETWEEN_KILLS);
    const pids = functionProcesses(inject('endpoint'), 'switchboard-local-');
    const victim = pids[Math.floor(Math.random() * pids.length)];
    if (victim !== undefined && kill(victim)) kills += 1;
  }
  return kills;
};

const stateOf = async (commandId: string) =>
  commandStateOf(await stage.journal.read(commandAggregate(commandId)));

const isAccountedFor = async (commandId: string): Promise<boolean> => {
  const { status } = await stateOf(commandId);
  if (status !== 'UNKNOWN') return isTerminal(status);
  const listed = await stage.journal.listUnknown(COMMANDS);
  return listed.some(({ aggregate }) => aggregate === commandAggregate(commandId));
};

const acceptancesOf = async (commands: readonly ContactCommand[]) => {
  const found = [];
  for (const page of pagesOf(commands, SANDBOX_READS_AT_ONCE)) {
    const read = page.map(async ({ messageId: commandId }) => {
      const [inbox, { status }] = await Promise.all([sandbox.inbox({ commandId }), stateOf(commandId)]);
      return { commandId, times: inbox.length, status };
    });
    found.push(...(await Promise.all(read)));
  }
  return found;
};

const statusesOf = async (commands: readonly ContactCommand[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { messageId } of commands) {
    const { status } = await stateOf(messageId);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
};

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
