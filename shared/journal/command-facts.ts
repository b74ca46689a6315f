import { createHash } from 'node:crypto';
import type { Fact, FactBodies, FactOf, FactType } from './fact.ts';
import { campaignRanks } from './facts/campaign-facts.ts';
import { coordinationRanks } from './facts/coordination-facts.ts';
import { pipelineRanks } from './facts/pipeline-facts.ts';
import { policyRanks } from './facts/policy-facts.ts';
import { reportRanks } from './facts/report-facts.ts';
import { sagaRanks } from './facts/saga-facts.ts';
import { taskRanks } from './facts/task-facts.ts';
import { timerRanks } from './facts/timer-facts.ts';

/** The aggregate of a command. */
export const commandAggregate = (commandId: string): string => `command#${commandId}`;

/** The command id of a command's aggregate; `undefined` for another kind of aggregate. */
export const commandIdOf = (aggregate: string): string | undefined =>
  aggregate.startsWith('command#') ? aggregate.slice('command#'.length) : undefined;

/** The aggregate of a batch. */
export const batchAggregate = (batchId: string): string => `batch#${batchId}`;

/** The batch id of a batch's aggregate; `undefined` for another kind of aggregate. */
export const batchIdOf = (aggregate: string): string | undefined =>
  aggregate.startsWith('batch#') ? aggregate.slice('batch#'.length) : undefined;

/** The aggregate of something that could not be tied to a command. */
export const rejectionAggregate = (intakeId: string): string => `rejection#${intakeId}`;

/** The aggregate of a customer. */
export const customerAggregate = (customerId: string): string => `customer#${customerId}`;

/** The aggregate of an EVENT that came in. */
export const eventAggregate = (messageId: string): string => `event#${messageId}`;

/** The aggregate of a breaker. */
export const breakerAggregate = (of: { readonly agentType: string; readonly service: string }): string =>
  `breaker#${of.agentType}/${of.service}`;

/** The aggregate of the switch that stops all contacts. */
export const stopAggregate = 'stop#stage';

/**
 * Place of a fact in the order of cause and effect: 10 for each attempt, receipts after all attempts, replies after those. Of
 * facts that exclude each other the one that wins on the outcome ladder is the later one, so that whoever goes by sequence
 * ends with the journal's status.
 */
const rank = {
  accepted: () => 1,
  rejected: () => 1,
  duplicate: () => 1,
  'deadline-missed': () => 3,
  expired: ({ after = 0 }) => (after === 0 ? 4 : 10 * after + 7),
  suppressed: ({ after = 0 }) => (after === 0 ? 5 : 10 * after + 8),
  cancelled: ({ insteadOf = 1, after = 0 }) =>
    after > 0 ? 10 * after + 9 : insteadOf === 1 ? 6 : 10 * insteadOf,
  erased: () => 7,
  performed: () => 8,
  committed: () => 8,
  'consent-recorded': () => 9,
  'consent-revoked': () => 9,
  'payment-recorded': () => 9,
  parked: ({ attempt }) => (attempt === 0 ? 2 : 10 * attempt + 9),
  released: ({ attempt }) => (attempt === 0 ? 2 : 10 * attempt + 9),
  claimed: ({ attempt }) => 10 * attempt,
  unknown: ({ attempt }) => 10 * attempt + 1,
  'not-accepted': ({ attempt }) => 10 * attempt + 2,
  sent: ({ attempt }) => 10 * attempt + 3,
  failed: ({ attempt }) => (attempt === 0 ? 3 : 10 * attempt + 4),
  'fell-back': ({ attempt }) => (attempt === 0 ? 2 : 10 * attempt + 6),
  confirmed: ({ attempt }) => 10 * attempt + 5,
  delivered: () => 1_000_001,
  complained: () => 1_000_002,
  bounced: () => 1_000_003,
  responded: () => 1_000_004,
  'receipt-rejected': () => 1,
  'event-received': () => 1,
  'context-updated': ({ version }) => version,
  suppressing: () => 1,
  'suppression-lifted': () => 2,
  'batch-accepted': () => 1,
  'member-ended': () => 2,
  'batch-completed': () => 3,
  'breaker-opened': ({ term }) => term,
  'breaker-half-opened': ({ term }) => term,
  'breaker-closed': ({ term }) => term,
  'contact-stopped': ({ term }) => term,
  'contact-resumed': ({ term }) => term,
  ...timerRanks,
  ...policyRanks,
  ...taskRanks,
  ...coordinationRanks,
  ...pipelineRanks,
  ...sagaRanks,
  ...campaignRanks,
  ...reportRanks,
} as const satisfies { [T in FactType]: (body: FactBodies[T]) => number };

/** What tells facts of one type and aggregate apart. */
const suffixOf = (type: FactType, body: object): string | number | undefined => {
  const { attempt, intakeId, evidenceId, parking, term, member, to, nth } = body as {
    readonly attempt?: number;
    readonly intakeId?: string;
    readonly evidenceId?: string;
    readonly parking?: string;
    readonly term?: number;
    readonly member?: number;
    readonly to?: string;
    readonly nth?: number;
  };
  if (type === 'cancelled') return (body as FactBodies['cancelled']).insteadOf;
  if (type === 'fell-back') return `${attempt}#${to}`;
  if (type === 'parked' && intakeId !== undefined) return `${attempt}#${intakeId}`;
  return parking ?? attempt ?? intakeId ?? evidenceId ?? term ?? member ?? nth;
};

/** A cancellation may have the key of the next claim: whichever of them comes first keeps the other one out. */
const keyOf = (type: FactType, suffix: string | number | undefined): string => {
  if (suffix === undefined) return type;
  return `${type === 'cancelled' ? 'claimed' : type}#${suffix}`;
};

/** What a person is shown of a fact: its key, but of a cancellation, which has the key of a claim. */
export const nameOfFact = ({ type, key }: Pick<Fact, 'type' | 'key'>): string =>
  type === 'cancelled' ? type : key;

/** Makes a fact: key and sequence follow from its type, attempt and intake id, so that a repeated write is the same fact. */
export const fact = <T extends FactType>(
  type: T,
  aggregate: string,
  at: number,
  body: FactOf<T>['body'],
): FactOf<T> => {
  const suffix = suffixOf(type, body);
  const sequenceOf = rank[type] as (body: FactOf<T>['body']) => number;
  return {
    aggregate,
    key: keyOf(type, suffix),
    type,
    at,
    sequence: sequenceOf(body),
    body,
  } as unknown as FactOf<T>;
};

/** The fact of a refused document: kept with its command where it names one, else by the id under which it came in. */
export const rejectedFact = (
  commandId: string | undefined,
  at: number,
  body: FactOf<'rejected'>['body'],
): FactOf<'rejected'> => {
  const aggregate = commandId === undefined ? rejectionAggregate(body.intakeId) : commandAggregate(commandId);
  return fact('rejected', aggregate, at, body);
};

/** The id that an event about a fact has, however often it is made: a UUID from the fact's key. */
export const eventIdOf = (of: Pick<Fact, 'aggregate' | 'key'>): string => {
  const hash = createHash('sha256').update(`${of.aggregate}\n${of.key}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};
