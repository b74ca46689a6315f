import { describe, expect, it } from 'vitest';
import { InMemoryLargeBodies } from '../../../shared/lanes/adapters/in-memory-large-bodies.ts';
import { MOST_BYTES } from '../../../shared/lanes/adapters/send-pages.ts';
import { SqsLaneSender } from '../../../shared/lanes/adapters/sqs-lane-sender.ts';
import { type LaneMessage, laneMessageSchema } from '../../../shared/lanes/lane-message.ts';
import { checkIn, checkOut } from '../../../shared/lanes/large-message.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aRenderedText } from '../../support/a-recipient.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { LaneWorld } from '../../support/lane-world.ts';

/** A lane message whose text has exactly so many bytes. */
const aMessageOf = (bytes: number): LaneMessage => {
  const command = aSendEmailCommand();
  const withBallast = (length: number) => aLaneMessage({ ...command, ballast: 'x'.repeat(length) });
  const message = withBallast(bytes - Buffer.byteLength(JSON.stringify(withBallast(0))));
  expect(Buffer.byteLength(JSON.stringify(message))).toBe(bytes);
  return message;
};

const aSender = () => {
  const sent: string[] = [];
  const largeBodies = new InMemoryLargeBodies();
  const send = async ({ input }: { input: { Entries: { MessageBody: string }[] } }) => {
    sent.push(...input.Entries.map(({ MessageBody }) => MessageBody));
    return {};
  };
  const options = { client: { send } as never, random: () => 0, sleep: async () => undefined };
  const laneUrls = { email: { HIGH: 'http://q/high' } };
  const sender = new SqsLaneSender({ ...options, laneUrls, largeBodies });
  const put = async (message: LaneMessage) =>
    sender.send([{ agentType: 'email', tier: 'HIGH', delaySeconds: 0, message }]);
  return { put, sent, largeBodies, sender };
};

describe('a message at the limit of a queue', () => {
  it.each([-1, 0])('goes into its lane whole with %i bytes more', async (more) => {
    const { put, sent, largeBodies } = aSender();
    const message = aMessageOf(MOST_BYTES + more);

    expect(await put(message)).toEqual([{ sent: true }]);

    expect(sent).toEqual([JSON.stringify(message)]);
    expect(largeBodies.texts.size).toBe(0);
  });

  it('is kept beside its lane with one byte more, and its lane says where', async () => {
    const { put, sent, largeBodies } = aSender();
    const message = aMessageOf(MOST_BYTES + 1);

    expect(await put(message)).toEqual([{ sent: true }]);
    expect(await put(message)).toEqual([{ sent: true }]);

    const [body = ''] = sent;
    expect(Buffer.byteLength(body)).toBeLessThan(2000);
    const read = laneMessageSchema.parse(JSON.parse(body));
    expect(read).toMatchObject({ tier: message.tier, message: { messageId: message.message.messageId } });
    expect([...largeBodies.texts]).toEqual([[read.large?.key, JSON.stringify(message.message)]]);
    expect(checkOut(read, largeBodies.texts.get(read.large?.key ?? '') ?? '')).toEqual(message.message);
  });

  it('is not in its lane where it could not be kept', async () => {
    const { put, sent, largeBodies } = aSender();
    largeBodies.put = () => Promise.reject(new Error('no bucket'));

    expect(await put(aMessageOf(MOST_BYTES + 1))).toEqual([{ sent: false, cause: 'LARGE_BODY_NOT_KEPT' }]);

    expect(sent).toEqual([]);
  });
});

describe('checkOut', () => {
  it('lays over what was kept what an operator patched', () => {
    const whole = aLaneMessage();
    const { message, text } = checkIn(whole);
    const patched = {
      ...message,
      message: { ...message.message, command: { ...message.message.command, templateId: 'templ-new' } },
    };

    expect(checkOut(patched, text)).toEqual({
      ...whole.message,
      command: { ...whole.message.command, templateId: 'templ-new' },
    });
  });

  it('takes no other text than the one that was kept', () => {
    const { message, text } = checkIn(aLaneMessage());

    expect(checkOut(message, text.replace('ada@', 'eve@'))).toBeUndefined();
    expect(checkOut(message, 'no JSON')).toBeUndefined();
  });
});

describe('an agent with a message that is kept beside its lane', () => {
  const aKept = async (world: LaneWorld) => {
    const { key, text, message } = checkIn(aLaneMessage());
    await world.largeBodies.put(key, text);
    world.put(message);
    return message.message.messageId;
  };

  it('sends it as any other, made whole first', async () => {
    const carried: unknown[] = [];
    const world = new LaneWorld({
      render: async ({ lane }) => {
        carried.push(lane.message.command.context);
        return { ok: true, value: aRenderedText };
      },
    });
    await aKept(world);

    await world.step();

    expect(carried).toMatchObject([{ customerData: { email: 'ada@example.com' } }]);
    expect(world.accepted).toHaveLength(1);
  });

  it('contacts once, wherever it dies', async () => {
    const calm = new LaneWorld();
    await aKept(calm);
    await calm.drain();
    expect(calm.accepted).toHaveLength(1);
    for (let call = 0; call < calm.portCalls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = new LaneWorld();
        await aKept(world);
        await world.drain({ 0: { call, when } });
        expect(world.accepted.length).toBeLessThanOrEqual(1);
      }
    }
  });

  it('fails it where it is gone, and lets it come back where nobody can say', async () => {
    const gone = new LaneWorld();
    const commandId = await aKept(gone);
    gone.largeBodies.texts.clear();
    await gone.drain();
    expect(gone.journal.all()).toMatchObject([
      { aggregate: `command#${commandId}`, type: 'failed', body: { cause: 'LARGE_BODY_GONE' } },
    ]);

    const away = new LaneWorld();
    await aKept(away);
    const { get } = away.largeBodies;
    away.largeBodies.get = () => Promise.reject(new Error('no answer'));
    await away.step();
    expect(away.journal.all()).toEqual([]);
    away.largeBodies.get = get;
    await away.drain();
    expect(away.accepted).toHaveLength(1);
  });
});
