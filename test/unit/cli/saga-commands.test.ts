import { describe, expect, it } from 'vitest';
import { listSagas } from '../../../cli/commands/saga-list.ts';
import { startSaga } from '../../../cli/commands/saga-start.ts';
import { showSaga } from '../../../cli/commands/saga-status.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { SagaInputError } from '../../../shared/sagas/adapters/sfn-saga-starter.ts';
import type { SagaStarter } from '../../../shared/sagas/saga-starter.ts';
import { aCorrectAndCall, aCustomerResponse } from '../../support/a-saga-input.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { openSagaWorld, SAGA_ID, START } from '../../support/saga-world.ts';

type Started = Parameters<SagaStarter>[0];

const begin = async (
  saga: string,
  document: unknown,
  answer: () => 'started' | 'exists' = () => 'started',
) => {
  const started: Started[] = [];
  const start: SagaStarter = async (asked) => {
    started.push(asked);
    return answer();
  };
  const readStdin = async () => Buffer.from(JSON.stringify(document));
  const asked = { saga, sagaId: 'answer-1', file: '-', readStdin };
  const outcome = await startSaga(asked, { start, cipher: fakeCipher() }).catch((error: unknown) => ({
    error,
  }));
  return { started, outcome };
};

describe('saga start', () => {
  it('encrypts what is personal before it begins anything', async () => {
    const input = await aCustomerResponse({ answer: { text: 'canary-answer' } });

    const { started, outcome } = await begin('customer-response', input);

    expect(outcome).toMatchObject({ exit: 'OK', json: { sagaId: 'answer-1', begun: 'started' } });
    expect(started).toMatchObject([{ saga: 'customer-response', sagaId: 'answer-1' }]);
    expect(JSON.stringify(started)).not.toContain('canary-answer');
  });

  it.each([
    ['customer-response', { receivedAt: 'yesterday' }, 'receivedAt'],
    ['customer-response', { customerId: undefined }, 'customerId'],
    ['customer-response', { channel: 42 }, 'channel'],
    ['correct-and-call', { message: undefined }, 'message'],
    ['correct-and-call', { call: { type: 'PLACE_CALL', target: 'phone-agent' } }, 'call.templateId'],
    ['correct-and-call', { colour: 'red' }, 'colour'],
  ])('begins no %s with %j, and names field and rule', async (saga, change, field) => {
    const whole = saga === 'correct-and-call' ? aCorrectAndCall() : await aCustomerResponse();

    const { started, outcome } = await begin(saga, { ...whole, ...change });

    expect(started).toEqual([]);
    expect(outcome).toMatchObject({ error: { exit: 'REJECTED', message: expect.stringContaining(field) } });
  });

  it.each([[[]], ['text'], [null]])('begins nothing with %j, which is no object', async (document) => {
    const { started, outcome } = await begin('correct-and-call', document);

    expect([started, 'error' in outcome]).toEqual([[], true]);
  });

  it('refuses an id that another saga has', async () => {
    const { outcome } = await begin('correct-and-call', aCorrectAndCall(), () => {
      throw new SagaInputError('answer-1: another input');
    });

    expect(outcome).toMatchObject({ error: { exit: 'REJECTED', message: 'answer-1: another input.' } });
  });
});

describe('saga status', () => {
  const once = { sagaId: SAGA_ID, waitSeconds: undefined, now: () => START, sleep: async () => undefined };

  it('shows how a saga ended, and fails for one who waited unless it is complete', async () => {
    const world = await openSagaWorld('customer-response');
    await world.run(
      await aCustomerResponse({ followUp: { type: 'SEND_EMAIL', target: 'nobody', templateId: 't' } }),
    );

    expect(await showSaga(world.journal, once)).toMatchObject({
      exit: 'OK',
      json: { saga: 'customer-response', status: 'COMPENSATED', ended: true },
    });
    expect((await showSaga(world.journal, { ...once, waitSeconds: 1 })).exit).toBe('FAILED');
  });

  it('says so where there is no such saga', async () => {
    await expect(showSaga(new InMemoryJournal(), once)).rejects.toMatchObject({
      exit: 'FAILED',
      message: `The journal knows no saga ${SAGA_ID}.`,
    });
  });
});

describe('saga list', () => {
  it('shows the newest of all sagas first, and says so where there is none', async () => {
    const began = (saga: string, startedAt: string) => ({
      saga,
      sagaId: `of-${saga}`,
      status: 'RUNNING',
      startedAt,
      endedAt: undefined,
    });
    const list = async (saga: string) => [began(saga, saga === 'a' ? '2026-11-25' : '2026-11-26')];

    const { json } = await listSagas(['a', 'b'], { list });

    expect(json['sagas']).toMatchObject([{ sagaId: 'of-b' }, { sagaId: 'of-a' }]);
    expect((await listSagas(['a'], { list: async () => [] })).lines).toEqual(['No saga began yet.']);
  });
});
