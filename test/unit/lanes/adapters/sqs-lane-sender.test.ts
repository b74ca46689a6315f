import { describe, expect, it } from 'vitest';
import { SqsLaneQueue } from '../../../../shared/lanes/adapters/sqs-lane-queue.ts';
import { SqsLaneSender } from '../../../../shared/lanes/adapters/sqs-lane-sender.ts';
import type { LaneEntry } from '../../../../shared/lanes/lane-sender.ts';
import { aLaneMessage } from '../../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../../support/a-send-email-command.ts';

type Entry = {
  Id: string;
  MessageBody: string;
  DelaySeconds?: number;
  MessageGroupId?: string;
  VisibilityTimeout?: number;
  MessageAttributes?: unknown;
};
type Call = { QueueUrl: string; Entries: Entry[] };

const anEntry = (choices: Partial<LaneEntry> = {}): LaneEntry => ({
  agentType: 'email',
  tier: 'HIGH',
  delaySeconds: 0,
  groupId: 'camp-123',
  message: aLaneMessage(),
  ...choices,
});

/** A client that answers with `answer`, and keeps what it was asked. */
const answering = (answer: (call: Call, at: number) => object) => {
  const calls: Call[] = [];
  const client = { send: async ({ input }: { input: Call }) => answer(input, calls.push(input)) };
  return { calls, access: { client: client as never, random: () => 0, sleep: async () => undefined } };
};

const aSender = (answer: (call: Call, at: number) => object = () => ({})) => {
  const { calls, access } = answering(answer);
  const laneUrls = { email: { CRITICAL: 'http://q/critical', HIGH: 'http://q/high' } };
  return {
    calls,
    sender: new SqsLaneSender({ ...access, laneUrls }),
  };
};

describe('SqsLaneSender', () => {
  it('sends in tens, each to its lane', async () => {
    const { calls, sender } = aSender();

    const outcomes = await sender.send([
      ...Array.from({ length: 12 }, () => anEntry()),
      anEntry({ tier: 'CRITICAL' }),
    ]);

    expect(calls.map(({ QueueUrl, Entries }) => [QueueUrl, Entries.length])).toEqual([
      ['http://q/high', 10],
      ['http://q/high', 2],
      ['http://q/critical', 1],
    ]);
    expect(outcomes).toEqual(Array(13).fill({ sent: true }));
  });

  it('sends no more bytes at once than SQS takes', async () => {
    const { calls, sender } = aSender();
    const large = () => {
      const command = aSendEmailCommand();
      command['ballast'] = 'x'.repeat(400_000);
      return anEntry({ message: aLaneMessage(command) });
    };

    await sender.send([large(), large(), large(), anEntry()]);

    expect(calls.map(({ Entries }) => Entries.length)).toEqual([2, 2]);
  });

  it('gives the tenant and the delay that an EventBridge target cannot', async () => {
    const { calls, sender } = aSender();

    await sender.send([anEntry({ delaySeconds: 600 })]);

    expect(calls[0]?.Entries[0]).toMatchObject({ DelaySeconds: 600, MessageGroupId: 'camp-123' });
  });

  it('tries failed entries again, and only those', async () => {
    const { calls, sender } = aSender(({ Entries }, at) =>
      at === 1 ? { Failed: [{ Id: Entries[1]?.Id, Code: 'InternalError' }] } : {},
    );

    expect(await sender.send([anEntry(), anEntry(), anEntry()])).toEqual(Array(3).fill({ sent: true }));

    expect(calls.map(({ Entries }) => Entries.length)).toEqual([3, 1]);
  });

  it('returns what fails for good, what has no lane, and what is too large', async () => {
    const { calls, sender } = aSender(({ Entries }) => ({
      Failed: [{ Id: Entries[0]?.Id, Code: 'InvalidMessageContents', SenderFault: true }],
    }));
    const large = aSendEmailCommand();
    large['ballast'] = 'x'.repeat(1_048_576);

    const outcomes = await sender.send([
      anEntry(),
      anEntry({ agentType: 'fax' }),
      anEntry({ message: aLaneMessage(large) }),
    ]);

    expect(outcomes.map((outcome) => ('cause' in outcome ? outcome.cause : ''))).toEqual([
      'InvalidMessageContents',
      'NO_LANE',
      'TOO_LARGE',
    ]);
    expect(calls).toHaveLength(1);
  });

  it('says that an entry is not sent when every call throws', async () => {
    const { calls, sender } = aSender(() => {
      throw Object.assign(new Error('no network'), { name: 'TimeoutError' });
    });

    expect(await sender.send([anEntry()])).toEqual([{ sent: false, cause: 'TimeoutError' }]);
    expect(calls).toHaveLength(4);
  });
});

describe('SqsLaneQueue', () => {
  const receipt = (queue: string) => ({
    queueArn: `arn:aws:sqs:us-east-1:1:${queue}`,
    receiptHandle: `receipt-of-${queue}`,
  });

  it('returns messages to their own queues after their delays', async () => {
    const { calls, access } = answering(() => ({}));
    const queue = new SqsLaneQueue({ ...access, queueUrls: ['http://q/1/high', 'http://q/1/low'] });

    await queue.returnLater([
      { ...receipt('high'), delaySeconds: 3 },
      { ...receipt('low'), delaySeconds: 99_999 },
    ]);

    expect(calls.map(({ QueueUrl, Entries }) => [QueueUrl, Entries[0]?.VisibilityTimeout])).toEqual([
      ['http://q/1/high', 3],
      ['http://q/1/low', 43_200],
    ]);
  });

  it('sets messages aside in the dead-letter queues of their own queues, with the cause, and says which are there', async () => {
    const { calls, access } = answering(({ Entries }) => ({
      Failed: Entries.slice(1).map(({ Id }) => ({ Id, SenderFault: true })),
    }));
    const queue = new SqsLaneQueue({
      ...access,
      queueUrls: ['http://q/1/high', 'http://q/1/low'],
      deadLetterUrls: ['http://q/1/high-dead', 'http://q/1/low-dead'],
    });
    const aside = (name: string, body: string) => ({ ...receipt(name), body, cause: 'BREAKER_OPEN' });

    expect(await queue.setAside([aside('low', 'a'), aside('high', 'b'), aside('low', 'c')])).toEqual([
      true,
      true,
      false,
    ]);

    const MessageAttributes = { 'switchboard-cause': { DataType: 'String', StringValue: 'BREAKER_OPEN' } };
    expect(calls).toEqual([
      {
        QueueUrl: 'http://q/1/low-dead',
        Entries: [
          { Id: '0', MessageBody: 'a', MessageAttributes },
          { Id: '2', MessageBody: 'c', MessageAttributes },
        ],
      },
      { QueueUrl: 'http://q/1/high-dead', Entries: [{ Id: '1', MessageBody: 'b', MessageAttributes }] },
    ]);
  });

  it('sets aside no more at once than SQS takes, in entries and in bytes', async () => {
    const { calls, access } = answering(() => ({}));
    const deadLetterUrls = ['http://q/1/high-dead'];
    const queue = new SqsLaneQueue({ ...access, queueUrls: ['http://q/1/high'], deadLetterUrls });
    const bodies = [...Array(11).fill('small'), 'x'.repeat(600_000), 'y'.repeat(600_000)];

    await queue.setAside(bodies.map((body) => ({ ...receipt('high'), body, cause: 'BREAKER_OPEN' })));

    expect(calls.map(({ Entries }) => Entries.length)).toEqual([10, 2, 1]);
  });

  it('sets aside again only what was not taken, and says so of what never was', async () => {
    const { calls, access } = answering(({ Entries }) => ({
      Failed: Entries.filter(({ MessageBody }) => MessageBody === 'b').map(({ Id }) => ({
        Id,
        Code: 'Busy',
      })),
    }));
    const deadLetterUrls = ['http://q/1/high-dead'];
    const queue = new SqsLaneQueue({ ...access, queueUrls: ['http://q/1/high'], deadLetterUrls });
    const aside = (body: string) => ({ ...receipt('high'), body, cause: 'BREAKER_OPEN' });

    expect(await queue.setAside([aside('a'), aside('b'), aside('c')])).toEqual([true, false, true]);

    expect(calls.map(({ Entries }) => Entries.length)).toEqual([3, 1, 1, 1]);
  });

  it('says so when a message could not be removed', async () => {
    const { access } = answering(() => ({ Failed: [{ Id: '0' }] }));

    await expect(
      new SqsLaneQueue({ ...access, queueUrls: ['http://q/1/high'] }).delete([receipt('high')]),
    ).rejects.toThrow('1 messages not deleted');
  });
});
