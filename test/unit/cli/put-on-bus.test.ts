import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { sendOutcome } from '../../../cli/commands/command-send.ts';
import { putOnBus } from '../../../cli/delivery/put-on-bus.ts';
import { submitDirectly } from '../../../cli/delivery/submit-directly.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';

type Answer = { readonly EventId?: string; readonly ErrorCode?: string };

/** A bus that keeps the calls it gets; `answer` decides on each entry, by its place in all calls. */
const aBus = (answer: (index: number) => Answer = () => ({ EventId: 'e' })) => {
  const calls: PutEventsCommand['input'][] = [];
  let index = 0;
  const send = async (command: unknown): Promise<unknown> => {
    if (!(command instanceof PutEventsCommand)) throw new Error('no PutEvents');
    calls.push(command.input);
    return { Entries: command.input.Entries?.map(() => answer(index++)) };
  };
  const client = { client: { send }, random: () => 0, sleep: async () => undefined } as Parameters<
    typeof putOnBus
  >[2];
  return { calls, client };
};

const commands = (count: number) => Array.from({ length: count }, () => aSendEmailCommand());
const nested = (levels: number): unknown => {
  let document: unknown = {};
  for (let level = 0; level < levels; level += 1) document = { inner: document };
  return document;
};

describe('putOnBus', () => {
  it('puts documents in tens, with their own source and message type', async () => {
    const { calls, client } = aBus();
    const documents = commands(23);

    const deliveries = await putOnBus(documents, 'the-bus', client);

    expect(calls.map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
    expect(calls[0]?.Entries?.[0]).toEqual({
      EventBusName: 'the-bus',
      Source: 'agent-coordinator',
      DetailType: 'COMMAND',
      Detail: JSON.stringify(documents[0]),
    });
    expect(deliveries).toEqual(
      documents.map(({ messageId }, index) => ({ index, commandId: messageId, status: 'PUT' })),
    );
  });

  it('puts big documents in calls that stay below the limit of bytes', async () => {
    const { calls, client } = aBus();
    const big = commands(5).map((command) => ({ ...command, padding: 'x'.repeat(240_000) }));

    await putOnBus(big, 'the-bus', client);

    expect(calls.map(({ Entries }) => Entries?.length)).toEqual([4, 1]);
  });

  it('takes a document of just below 1 MB, and no larger one', async () => {
    const sized = (bytes: number) => {
      const document = { ...aSendEmailCommand(), padding: '' };
      const { source, messageType } = document;
      const empty = Buffer.byteLength(`${source}${messageType}${JSON.stringify(document)}`);
      return { ...document, padding: 'x'.repeat(bytes - empty) };
    };
    const { calls, client } = aBus();

    expect(await putOnBus([sized(999_999)], 'the-bus', client)).toMatchObject([{ status: 'PUT' }]);
    expect(await putOnBus([sized(1_000_000)], 'the-bus', client)).toMatchObject([
      { status: 'REJECTED', issues: [{ rule: expect.stringContaining('--direct') }] },
    ]);
    expect(calls).toHaveLength(1);
  });

  it('puts a failed entry again, and only that one', async () => {
    const { calls, client } = aBus((index) => (index === 3 ? { ErrorCode: 'Throttled' } : { EventId: 'e' }));

    const deliveries = await putOnBus(commands(10), 'the-bus', client);

    expect(calls.map(({ Entries }) => Entries?.length)).toEqual([10, 1]);
    expect(deliveries.every(({ status }) => status === 'PUT')).toBe(true);
  });

  it('reports every entry that fails for good by its index', async () => {
    const { client } = aBus((index) => (index >= 11 ? { ErrorCode: 'InternalFailure' } : { EventId: 'e' }));

    const deliveries = await putOnBus(commands(12), 'the-bus', client);

    expect(deliveries.filter(({ status }) => status !== 'PUT')).toMatchObject([
      { index: 11, status: 'FAILED', cause: 'InternalFailure' },
    ]);
    expect(sendOutcome(deliveries, { direct: false, stage: 'local' }).exit).toBe('FAILED');
  });

  it.each([
    ['no source', { ...aSendEmailCommand(), source: undefined }, 'source'],
    ['a source that is a number', { ...aSendEmailCommand(), source: 7 }, 'source'],
    ['an empty message type', { ...aSendEmailCommand(), messageType: '' }, 'messageType'],
    ['no message id', { ...aSendEmailCommand(), messageId: undefined }, 'messageId'],
    ['a message id that is no UUID', { ...aSendEmailCommand(), messageId: 'cmd-1' }, 'messageId'],
    ['no object at all', 'ada@example.com', ''],
    ['too many levels', nested(100_000), ''],
  ])('puts nothing when a document has %s, and names the field', async (_, broken, path) => {
    const { calls, client } = aBus();

    const deliveries = await putOnBus([aSendEmailCommand(), broken], 'the-bus', client);

    expect(calls).toEqual([]);
    expect(deliveries).toMatchObject([
      { index: 0, status: 'NOT_SENT' },
      { index: 1, status: 'REJECTED', issues: [{ path }] },
    ]);
    const outcome = sendOutcome(deliveries, { direct: false, stage: 'local' });
    expect(outcome.exit).toBe('REJECTED');
    expect(JSON.stringify(outcome)).not.toContain('ada@example.com');
  });

  it('says what went before when the bus goes away between two calls', async () => {
    const { client } = aBus((index) => {
      if (index === 10) throw Object.assign(new Error('gone'), { name: 'TimeoutError' });
      return { EventId: 'e' };
    });

    const deliveries = await putOnBus(commands(25), 'the-bus', client);

    expect(deliveries.map(({ status }) => status)).toEqual([
      ...Array(10).fill('PUT'),
      ...Array(10).fill('FAILED'),
      ...Array(5).fill('NOT_SENT'),
    ]);
  });

  it('throws when the bus answers nothing at all', async () => {
    const { client } = aBus(() => {
      throw new Error('gone');
    });

    await expect(putOnBus(commands(1), 'the-bus', client)).rejects.toThrow('gone');
  });
});

describe('submitDirectly', () => {
  it('tells of each document what the front door said', async () => {
    const [taken, refused, lost] = commands(3);
    const id = taken?.messageId ?? '';
    const issues = [{ path: 'target', rule: 'names no agent' }];

    const deliveries = await submitDirectly(
      [taken, refused, lost],
      {
        submit: async () => [
          {
            status: 'ACCEPTED',
            commandId: id,
            agentType: 'email',
            tier: 'HIGH',
            identity: 'email-agent-001',
          },
          { status: 'REJECTED', issues },
        ],
      },
      () => 'intake',
    );

    expect(deliveries).toEqual([
      { index: 0, commandId: id, status: 'ACCEPTED', lane: 'email HIGH', identity: 'email-agent-001' },
      { index: 1, status: 'REJECTED', issues },
      { index: 2, status: 'FAILED', cause: 'NO_ANSWER' },
    ]);
    const { lines } = sendOutcome(deliveries, { direct: true, stage: 'dev' });
    expect(lines).toEqual([
      '1 of 3 documents are in their lanes.',
      `  1  ${id}  ACCEPTED  email HIGH, as email-agent-001`,
      '  2  (no usable messageId)  REJECTED',
      '       target: names no agent',
      '  3  (no usable messageId)  FAILED  NO_ANSWER: send it again, with the same id it is delivered once',
      `Follow with: npx switchboard command status ${id} --stage dev --wait 60`,
    ]);
  });
});
