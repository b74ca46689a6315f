import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { Attempt, ChannelOutcome } from '../../../shared/channels/channel.ts';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { InMemoryLargeBodies } from '../../../shared/lanes/adapters/in-memory-large-bodies.ts';
import { InMemoryCapLedger } from '../../../shared/policy/adapters/in-memory-cap-ledger.ts';
import { breakerControl, breakerStateOf } from '../../../shared/resilience/breaker-record.ts';
import { createAgentHandler } from '../../../shared/runtime/create-agent-handler.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import { InMemoryTimers } from '../../../shared/timers/adapters/in-memory-timers.ts';
import { aBalancer } from '../../support/a-balancer.ts';
import { aBreaker, aService, aStandby } from '../../support/a-breaker.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aRenderedText } from '../../support/a-recipient.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { allowed } from '../../support/a-verdict.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { recordingPorts } from '../../support/recording-ports.ts';
import { someTurns } from '../../support/some-turns.ts';

const OUTAGE_SECONDS = 600;
const COMMANDS_PER_SECOND = 20;
const PROCESSES = 4;
const VISIBILITY_MS = 36_000;

/** How a provider fails that is down: it answers 5xx, it does not answer, or nobody listens. */
const failures: readonly ChannelOutcome[] = [
  { kind: 'not-accepted', cause: 'ServiceUnavailable', blame: 'provider' },
  { kind: 'unknown', cause: 'TimeoutError', blame: 'provider' },
  { kind: 'not-accepted', cause: 'ECONNREFUSED', blame: 'provider' },
];

type Waiting = { readonly id: string; readonly body: unknown; receives: number; visibleAt: number };

/** One lane over several processes, each with its own memory, in virtual time. */
const aStage = (withStandby: boolean) => {
  const controls = new InMemoryControlStore();
  const journal = new InMemoryJournal();
  const lane = new Map<string, Waiting>();
  const aside: string[] = [];
  const calls: Attempt[] = [];
  const accepted: string[] = [];
  const time = { now: 1_700_000_000_000, isDown: true };
  const now = () => time.now;
  const send = async (_: string, attempt: Attempt): Promise<ChannelOutcome> => {
    calls.push(attempt);
    const failure = failures[calls.length % failures.length];
    if (time.isDown && failure !== undefined) return failure;
    accepted.push(attempt.commandId);
    return { kind: 'accepted', providerMessageId: randomUUID() };
  };
  const process = () =>
    createAgentHandler<string>({
      ...recordingPorts(),
      dimensions: {},
      groupMs: 4500,
      providerTimeoutMs: 3000,
      balancer: aBalancer({ now }),
      turns: someTurns({ now }),
      caps: new InMemoryCapLedger(),
      timers: new InMemoryTimers(),
      largeBodies: new InMemoryLargeBodies(),
      random: () => 0.5,
      now,
      newId: () => randomUUID(),
      journal,
      queue: {
        delete: async (receipts) => {
          for (const { receiptHandle } of receipts) lane.delete(receiptHandle.replace('receipt-', ''));
        },
        returnLater: async (returns) => {
          for (const { receiptHandle, delaySeconds } of returns) {
            const message = lane.get(receiptHandle.replace('receipt-', ''));
            if (message) message.visibleAt = time.now + delaySeconds * 1000;
          }
        },
        setAside: async (messages) => {
          aside.push(...messages.map(({ body }) => body));
          return messages.map(() => true);
        },
      },
      customers: new InMemoryCustomerStore(),
      cipher: fakeCipher(),
      authoriser: () => ({ allowed: true }),
      contactPolicy: async () => allowed,
      render: async () => ({ ok: true, value: aRenderedText }),
      channel: { send },
      breaker: aBreaker({ now, store: controls }),
      standby: withStandby
        ? { name: 'second', channel: { send }, breaker: aBreaker({ name: aStandby, now, store: controls }) }
        : undefined,
    });
  const processes = Array.from({ length: PROCESSES }, process);
  const put = (body: unknown) => {
    const id = randomUUID();
    lane.set(id, { id, body, receives: 0, visibleAt: time.now });
  };
  const receive = (): SQSRecord[] => {
    const visible = [...lane.values()].filter(({ visibleAt }) => visibleAt <= time.now).slice(0, 10);
    return visible.map((message) => {
      message.receives += 1;
      message.visibleAt = time.now + VISIBILITY_MS;
      return anSqsRecord(message.body, message.receives, message.id);
    });
  };
  /** A second of all processes. */
  const second = async () => {
    for (const handler of processes) {
      const records = receive();
      if (records.length === 0) continue;
      const answer = await handler({ Records: records }, { getRemainingTimeInMillis: () => 6000 });
      const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { messageId } of records) if (!failed.has(messageId)) lane.delete(messageId);
    }
    time.now += 1000;
  };
  return { controls, journal, lane, aside, calls, accepted, time, put, second };
};

describe('an outage of all providers of a channel', () => {
  it.each([false, true])(
    'costs at most 1.2 calls a command in 600 s, loses nothing and ends by itself (standby: %s)',
    async (withStandby) => {
      const stage = aStage(withStandby);
      const ids: string[] = [];
      for (let at = 0; at < OUTAGE_SECONDS; at += 1) {
        for (let nth = 0; nth < COMMANDS_PER_SECOND; nth += 1) {
          const command = aSendEmailCommand();
          ids.push(command.messageId);
          stage.put(aLaneMessage(command));
        }
        await stage.second();
      }
      const ratio = stage.calls.length / ids.length;
      expect(stage.accepted).toEqual([]);

      stage.time.isDown = false;
      for (const body of stage.aside.splice(0)) stage.put(JSON.parse(body));
      for (let at = 0; at < 3600 && stage.lane.size > 0; at += 1) {
        await stage.second();
        for (const body of stage.aside.splice(0)) stage.put(JSON.parse(body));
      }

      const listed = stage.journal.all().filter(({ type }) => type === 'unknown');
      const ended = [...stage.accepted, ...listed.map(({ aggregate }) => aggregate.replace('command#', ''))];
      const breakers = await stage.controls.read(
        [aService, ...(withStandby ? [aStandby] : [])].map(breakerControl),
      );
      expect(ratio).toBeGreaterThan(0);
      expect(ratio).toBeLessThanOrEqual(1.2);
      expect(ended.toSorted()).toEqual(ids.toSorted());
      expect(
        breakers.map((control) => breakerStateOf(control)).map(({ state, cause }) => [state, cause]),
      ).toEqual(breakers.map(() => ['CLOSED', 'PROBE_SUCCEEDED']));
    },
    120_000,
  );
});
