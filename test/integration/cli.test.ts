import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { agents } from '../../config/agents.ts';
import { lanes } from '../../config/lanes.ts';
import { writeStageFile } from '../../local/stage-file.ts';
import { admitCommand } from '../../shared/client/admit-command.ts';
import { commandAggregate, fact } from '../../shared/journal/command-facts.ts';
import type { Command } from '../../shared/messages/command.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { badCommands } from '../support/bad-commands.ts';
import { openLocalStage, until } from '../support/local-stage.ts';

const binary = fileURLToPath(new URL('../../cli/switchboard.mjs', import.meta.url));
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'switchboard-cli-'));
  writeStageFile(root, {
    stage: 'local',
    engine: 'host',
    endpoint: inject('endpoint'),
    region: 'us-east-1',
    sandbox: inject('sandbox'),
    pid: process.pid,
    startedAt: new Date().toISOString(),
  });
});

afterAll(() => rmSync(root, { recursive: true }));

/** Runs the real binary. */
const run = async (args: readonly string[], input = '') => {
  const env = { ...process.env, SWITCHBOARD_ROOT: root, SWITCHBOARD_STAGE: undefined };
  const child = spawn(process.execPath, [binary, ...args], { cwd: root, env });
  child.stdin.end(input);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await closed, stdout, stderr };
};

/** Runs the real binary with --json and checks its document by `schema`. */
const switchboard = async <T>(schema: z.ZodType<T>, args: readonly string[], input = '') => {
  const { code, stdout } = await run([...args, '--json'], input);
  return {
    code,
    stage: z.object({ stage: z.string() }).parse(JSON.parse(stdout)).stage,
    json: schema.parse(JSON.parse(stdout)),
  };
};

const sendSchema = z.object({
  via: z.enum(['bus', 'direct']),
  results: z.array(
    z.object({
      index: z.number(),
      commandId: z.string().optional(),
      status: z.string(),
      issues: z.array(z.object({ path: z.string(), rule: z.string() })).optional(),
    }),
  ),
});
const statusSchema = z.object({ status: z.string(), timeline: z.array(z.object({ fact: z.string() })) });

/** SENT is an end too; the receipt comes a moment later. */
const untilDelivered = (id: string) =>
  until(`${id} to be delivered`, async () => {
    const answer = await switchboard(statusSchema, ['command', 'status', id, '--wait', '240']);
    expect(answer.code).toBe(0);
    return answer.json.status === 'DELIVERED' ? answer.json : undefined;
  });

const fileWith = (name: string, documents: readonly unknown[]): string => {
  const file = join(root, name);
  writeFileSync(file, documents.map((document) => JSON.stringify(document)).join('\n'));
  return file;
};

describe('the switchboard command on the real stack', () => {
  it('sends a file by the bus and follows it to its delivery', async () => {
    const command = aSendEmailCommand();

    const sent = await switchboard(sendSchema, ['command', 'send', fileWith('one.json', [command])]);

    expect(sent).toMatchObject({ code: 0, stage: 'local', json: { via: 'bus' } });
    expect(sent.json.results).toEqual([{ index: 0, commandId: command.messageId, status: 'PUT' }]);
    const { timeline } = await untilDelivered(command.messageId);
    expect(timeline.map(({ fact }) => fact)).toEqual(['accepted', 'claimed#1', 'sent#1', 'delivered']);
    const schema = z.object({ messages: z.array(z.object({ tags: z.record(z.string(), z.string()) })) });
    const inbox = await switchboard(schema, ['inbox', 'list', '--to', 'ada@example.com']);
    expect(inbox.json.messages.flatMap(({ tags }) => Object.values(tags))).toContain(command.messageId);
  });

  it('says its stage on stderr and, as text, how to follow a command', async () => {
    const command = aSendEmailCommand();

    const sent = await run(['command', 'send', fileWith('text.json', [command])]);
    const followed = await run(['command', 'status', command.messageId, '--wait', '240']);

    expect(sent).toEqual({
      code: 0,
      stdout: [
        '1 of 1 document is on the bus.',
        `  1  ${command.messageId}  PUT`,
        `Follow with: npx switchboard command status ${command.messageId} --wait 60`,
        '',
      ].join('\n'),
      stderr: `stage: local (${inject('endpoint')})\n`,
    });
    expect(followed.stdout).toMatch(/^(SENT|DELIVERED), 1 attempt\n/);
    expect(followed.stdout).not.toContain('ada@example.com');
    for (const list of ['lane', 'inbox', 'unknown']) {
      expect(await run([list, 'list']), list).toMatchObject({ code: 0, stderr: sent.stderr });
    }
  });

  it('sends from standard input straight into the lane', async () => {
    const commands: Command[] = [aSendEmailCommand(), aSendEmailCommand({ priority: 'CRITICAL' })];

    const sent = await switchboard(
      sendSchema,
      ['command', 'send', '-', '--direct', '--fresh'],
      JSON.stringify(commands),
    );

    expect(sent.code).toBe(0);
    expect(sent.json.results.map(({ status }) => status)).toEqual(['ACCEPTED', 'ACCEPTED']);
    const ids = sent.json.results.map(({ commandId }) => commandId ?? '');
    expect(ids).not.toContain(commands[0]?.messageId);
    for (const id of ids) await untilDelivered(id);
  });

  it('rejects bad input at the front door and names its field', async () => {
    const rules = { agents, laneTable: lanes, allowPlainContext: true };
    const bad = badCommands().filter(({ document }) => !admitCommand(document, Date.now(), rules).ok);
    const file = fileWith(
      'bad.jsonl',
      bad.map(({ document }) => document),
    );

    const sent = await switchboard(sendSchema, ['command', 'send', file, '--direct']);

    expect(sent.code).toBe(3);
    expect(sent.json.results.map(({ status }) => status)).toEqual(bad.map(() => 'REJECTED'));
    for (const [at, { name, path }] of bad.entries()) {
      expect(
        sent.json.results[at]?.issues?.map((issue) => issue.path),
        name,
      ).toContain(path);
    }
  });

  it('shows every rejection that only the agent can make by its status', async () => {
    const rules = { agents, laneTable: lanes, allowPlainContext: true };
    const bad = badCommands().filter(({ document }) => admitCommand(document, Date.now(), rules).ok);
    const file = fileWith(
      'content.jsonl',
      bad.map(({ document }) => document),
    );

    const sent = await switchboard(sendSchema, ['command', 'send', file, '--direct']);

    expect(bad.length).toBeGreaterThan(0);
    for (const [at, { name, path }] of bad.entries()) {
      const id = sent.json.results[at]?.commandId ?? '';
      const answer = await switchboard(
        z.object({ status: z.string(), timeline: z.array(z.object({ cause: z.string() })) }),
        ['command', 'status', id, '--wait', '240'],
      );
      expect(answer, name).toMatchObject({ code: 1, json: { status: 'FAILED' } });
      expect(answer.json.timeline.map(({ cause }) => cause).join(' '), name).toContain(path);
    }
  });

  it('says that it knows no command of an unknown id', async () => {
    const answer = await switchboard(z.object({ error: z.object({ name: z.string() }) }), [
      'command',
      'status',
      '00000000-0000-4000-8000-000000000000',
    ]);

    expect(answer).toMatchObject({ code: 1, json: { error: { name: 'FAILED' } } });
  });

  it('lists every lane of every pool, and that of records', async () => {
    const schema = z.object({ lanes: z.array(z.object({ pool: z.string(), deadLetters: z.int() })) });

    const answer = await switchboard(schema, ['lane', 'list']);

    expect(answer.code).toBe(0);
    expect(answer.json.lanes.map(({ pool }) => pool)).toEqual([
      ...Object.entries(lanes).flatMap(([pool, rows]) => Object.keys(rows).map(() => pool)),
      'record-keeper',
    ]);
  });

  it('lists what is UNKNOWN and leaves out what was resolved', async () => {
    const stage = await openLocalStage();
    const [open, resolved] = [aSendEmailCommand().messageId, aSendEmailCommand().messageId];
    const subject = {
      agentType: 'email',
      identity: 'email-agent-001',
      commandType: 'SEND_EMAIL',
      customerId: 'cust-456',
    };
    const at = Date.now();
    const unknownFacts = (id: string) => [
      fact('claimed', commandAggregate(id), at, { ...subject, attempt: 1, owner: 'test', deadlineAt: at }),
      fact('unknown', commandAggregate(id), at, { ...subject, attempt: 1, cause: 'TIMEOUT' }),
    ];
    const receipt = { ...subject, providerMessageId: 'p-1', occurredAt: new Date(at).toISOString() };
    await stage.journal.insert([
      ...unknownFacts(open),
      ...unknownFacts(resolved),
      fact('delivered', commandAggregate(resolved), at, receipt),
    ]);
    const schema = z.object({ unknown: z.array(z.object({ commandId: z.string() })) });

    const listed = await until('the open command on the list', async () => {
      const { json } = await switchboard(schema, ['unknown', 'list']);
      const ids = json.unknown.map(({ commandId }) => commandId);
      return ids.includes(open) ? ids : undefined;
    });

    expect(listed).not.toContain(resolved);
  });

  it('finds nothing wrong with the running stage', async () => {
    const schema = z.object({ checks: z.array(z.object({ name: z.string(), state: z.string() })) });

    const answer = await switchboard(schema, ['doctor']);

    const stateOf = new Map(answer.json.checks.map(({ name, state }) => [name, state]));
    for (const name of [
      'local stage',
      'engine',
      'provider sandbox',
      'parameter store',
      'parameters',
      'message bus',
      'journal table',
      'lanes',
    ]) {
      expect(stateOf.get(name), name).toBe('ok');
    }
    expect(answer.code).toBe(answer.json.checks.some(({ state }) => state === 'failed') ? 1 : 0);
  });
});
