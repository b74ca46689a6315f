import type { SQSRecord } from 'aws-lambda';
import { fact } from '../journal/command-facts.ts';
import { commandStateOf } from '../journal/command-state.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { causeOf, isSetAside, isWaiting } from '../parking/causes.ts';
import { decideTriage, type TriageDecision, wasReleased } from '../parking/decide-triage.ts';
import type { ParkedMessage } from '../parking/parked-message.ts';
import type { ParkingLot } from '../parking/parking-lot.ts';
import { type DeadLetter, type DeadLetterSource, readDeadLetter } from '../parking/read-dead-letter.ts';
import { type WantDeps, wantRelease } from '../parking/release-wanted.ts';
import { notBeforeOf } from '../parking/road.ts';
import type { Batch } from './batch.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { retryLater, Settled } from './settled.ts';
import { recordFacts } from './steps/record-facts.ts';

export type TriageDeps = QueueHandlerDeps &
  WantDeps & {
    readonly journal: Journal;
    readonly lot: Pick<ParkingLot, 'put'>;
    /** The queue behind a dead-letter queue's ARN; `undefined` for one that is not this function's. */
    readonly sourceOf: (queueArn: string) => DeadLetterSource | undefined;
  };

/**
 * Makes the handler of dead-letter queues: a message is kept aside, then its facts say so, then it leaves the queue; a crash
 * in between does all of it again, with the same result. What cannot be kept stays in its queue. What waits for something
 * that is over by now is released soon.
 */
export const createTriageHandler = (deps: TriageDeps) =>
  createQueueHandler(deps, async (batch) => {
    const received = batch.records.map((record) => ({ record }));
    const read = await batch.pass(received, readRecord(deps));
    const decided = await batch.pass(read, decide(deps));
    await batch.pass(decided, keep(deps));
    await recordFacts(batch, deps.journal);
    for (const pool of waitingIn(batch, decided)) await wantRelease(pool, deps); // a call for what was set aside only
  });

const waitingIn = (batch: Batch, decided: readonly Decided[]): ReadonlySet<string> => {
  const kept = decided.filter(({ record }) => !batch.isGoingBack(record));
  const waiting = kept.filter(({ record }) => isWaiting(causeOf(record.messageAttributes)));
  return new Set(waiting.map(({ source }) => source.pool));
};

type Read = { readonly record: SQSRecord; readonly source: DeadLetterSource; readonly letter: DeadLetter };
type Decided = Read & {
  readonly facts: readonly Fact[];
  readonly decision: Extract<TriageDecision, { kind: 'park' }>;
};

const readRecord =
  ({ sourceOf }: TriageDeps) =>
  ({ record }: { record: SQSRecord }): Read | Settled => {
    const source = sourceOf(record.eventSourceARN);
    if (source === undefined) return retryLater('UNKNOWN_QUEUE');
    return { record, source, letter: readDeadLetter(record.body, source, record.messageId) };
  };

const decide =
  ({ journal, now }: TriageDeps) =>
  async (read: Read): Promise<Decided | Settled> => {
    const { record, source, letter } = read;
    const facts = await journal.read(letter.aggregate);
    const decision = decideTriage({
      state: commandStateOf(facts),
      carries: source.carries,
      released: wasReleased(facts, record.messageId),
      now: now(),
    });
    if (decision.kind === 'park') return { ...read, facts, decision };
    if (decision.kind === 'wait') return retryLater('CLAIMED_ELSEWHERE');
    return new Settled('DUPLICATE', [
      fact('duplicate', letter.aggregate, now(), { intakeId: record.messageId }),
    ]);
  };

const keep =
  ({ lot, now }: TriageDeps) =>
  async ({ record, source, letter, facts, decision }: Decided): Promise<Settled> => {
    const { aggregate, subject, tier } = letter;
    const { attempt } = decision;
    const cause = causeOf(record.messageAttributes);
    const intakeId = record.messageId;
    const parkedAt = parkedAtOf(record);
    const parked: ParkedMessage = {
      id: intakeId,
      pool: source.pool,
      tier,
      parkedAt,
      notBefore: notBeforeOf(facts, { parkedAt, cause }),
      cause,
      attempt,
      aggregate,
      subject,
    };
    await lot.put(parked, record.body);
    const at = now();
    return new Settled(isWaiting(cause) ? 'SET_ASIDE' : 'PARKED', [
      ...(decision.ownerLost
        ? [fact('unknown', aggregate, at, { ...subject, attempt, cause: 'OWNER_LOST' })]
        : []),
      fact('parked', aggregate, at, { ...subject, attempt, intakeId, cause }),
    ]);
  };

/** When it was set aside, or first seen here: the same at every receive, so that a message is listed once. */
const parkedAtOf = ({ attributes, messageAttributes }: SQSRecord): number =>
  Number(
    isSetAside(messageAttributes) ? attributes.SentTimestamp : attributes.ApproximateFirstReceiveTimestamp,
  );
