import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCustomer } from '../support/a-customer.ts';
import { type LocalStage, openLocalStage } from '../support/local-stage.ts';
import { openTestCli } from '../support/test-cli.ts';

const cli = openTestCli();
let stage: LocalStage;

beforeAll(async () => {
  stage = await openLocalStage();
});

afterAll(() => cli.remove());

const sms = { type: 'SEND_SMS', target: 'sms-agent', templateId: 'templ-789' };
const call = { type: 'PLACE_CALL', target: 'phone-agent', templateId: 'templ-789' };

/** A customer of their own, and the id of a saga about them. */
const aCase = async () => {
  const customerId = `cust-${randomUUID()}`;
  await stage.customers.put(aCustomer({ customerId }));
  return { customerId, sagaId: `saga-${randomUUID()}` };
};

/** Begins a saga by the command line, and waits for its end. */
const run = async (name: string, sagaId: string, input: object) => {
  const file = join(cli.root, `${sagaId}.json`);
  writeFileSync(file, JSON.stringify(input));
  const begun = await cli.json(['saga', 'start', name, '--input', file, '--id', sagaId]);
  expect(begun.code, begun.stderr).toBe(0);
  return (await cli.json(['saga', 'status', sagaId, '--wait', '180'])).json;
};

const anAnswer = (customerId: string, followUpTarget: string) => ({
  customerId,
  channel: 'sms',
  receivedAt: new Date().toISOString(),
  answer: { text: 'When will my order come?' },
  followUp: { ...sms, target: followUpTarget },
  correction: sms,
  nextContact: { ...sms, afterHours: 24 },
});

const profileOf = async (customerId: string) => (await stage.customers.get([customerId])).get(customerId);

describe('sagas on the real stack', () => {
  it('complete: profile, intent, follow-up and the next contact, which waits', async () => {
    const { customerId, sagaId } = await aCase();

    const status = await run('customer-response', sagaId, anAnswer(customerId, 'sms-agent'));

    expect(status).toMatchObject({ status: 'COMPLETED' });
    expect((await profileOf(customerId))?.preferredChannel).toBe('sms');
    expect((await stage.conversations.get(customerId))?.context).toMatchObject({ intent: 'QUESTION' });
    const waiting = await cli.json(['timer', 'list', '--customer', customerId]);
    expect(waiting.json).toMatchObject({ waiting: 1 });
  });

  it('roll back all that was done where a step fails', async () => {
    const { customerId, sagaId } = await aCase();
    const before = await profileOf(customerId);

    const status = await run('customer-response', sagaId, anAnswer(customerId, 'nobody'));

    expect(status).toMatchObject({ status: 'COMPENSATED' });
    expect((await profileOf(customerId))?.preferredChannel).toBe(before?.preferredChannel);
    expect((await stage.conversations.get(customerId))?.context['intent']).toBeUndefined();
    const waiting = await cli.json(['timer', 'list', '--customer', customerId]);
    expect(waiting.json).toMatchObject({ waiting: 0 });
  });

  it('command two agents, and are complete when the events of both have come', async () => {
    const { customerId, sagaId } = await aCase();

    const status = await run('correct-and-call', sagaId, { customerId, message: sms, call, correction: sms });

    expect(status).toMatchObject({ status: 'COMPLETED' });
  });

  it('stay one saga when begun again under their id, and refuse another input under it', async () => {
    const { customerId, sagaId } = await aCase();
    const input = anAnswer(customerId, 'sms-agent'); // its words are encrypted anew each time
    const ended = await run('customer-response', sagaId, input);

    const again = await run('customer-response', sagaId, input);
    const file = join(cli.root, `${sagaId}-other.json`);
    writeFileSync(file, JSON.stringify({ ...input, answer: { text: 'Other words' } }));
    const other = await cli.json(['saga', 'start', 'customer-response', '--input', file, '--id', sagaId]);

    expect(again).toEqual(ended);
    expect([other.code === 0, other.stderr]).toEqual([
      false,
      expect.stringContaining('sagaId: must not be used'),
    ]);
  });

  it('correct the message that went out where the call cannot be placed', async () => {
    const { customerId, sagaId } = await aCase();
    const refused = { ...call, target: 'nobody' };

    const status = await run('correct-and-call', sagaId, {
      customerId,
      message: sms,
      call: refused,
      correction: sms,
    });

    expect(status).toMatchObject({ status: 'COMPENSATED' });
    expect(JSON.stringify(status)).toContain('COMMAND_REJECTED');
  });
});
