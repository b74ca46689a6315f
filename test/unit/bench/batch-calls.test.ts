import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBatches } from '../../bench/batch-calls.ts';

/** What is read once a second or once an hour may fall into a batch or beside it. */
const MOST_BY_TIME = 1;

describe('a batch of 10', () => {
  let batches: Awaited<ReturnType<typeof openBatches>>;

  beforeAll(async () => {
    batches = await openBatches();
  });

  afterAll(() => batches.close());

  it.each([
    ['email', 'SEND_EMAIL', 'SES SendEmail'],
    ['sms', 'SEND_SMS', 'EndUserMessaging SendTextMessage'],
    ['phone', 'PLACE_CALL', 'EndUserMessaging SendVoiceMessage'],
  ] as const)(
    'takes one claim, one record call and nothing for a message but its provider call: %s',
    async (agentType, commandType, providerCall) => {
      await batches.calls(agentType, commandType, 1); // the branch key comes once an hour
      const one = await batches.calls(agentType, commandType, 1);
      const ten = await batches.calls(agentType, commandType, 10);

      const { [providerCall]: sent, ...shared } = ten.operations;
      const more = Object.entries(shared).filter(
        ([operation, count]) => count > (one.operations[operation] ?? 0) + MOST_BY_TIME,
      );
      expect(ten.inserts.filter(({ claimed }) => claimed !== undefined)).toEqual([{ claimed: 10 }]);
      expect(ten.inserts.filter(({ sent }) => sent !== undefined)).toEqual([{ sent: 10 }]);
      expect(sent).toBe(10);
      expect(more).toEqual([]);
    },
  );
});
