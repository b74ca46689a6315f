import {
  BatchExecuteStatementCommand,
  type BatchStatementResponse,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { backoffMs } from '../../resilience/backoff.ts';
import { JournalRefusedError, JournalUnavailableError } from '../errors.ts';
import type { Fact } from '../fact.ts';
import type { InsertOutcome, Journal } from '../journal.ts';
import type { Statement } from './due-item.ts';
import { insertParameters, insertStatement } from './fact-item.ts';

const MOST_TRIES = 5;
const RETRY_BOUNDS = { baseMs: 40, capMs: 1000 };

/** Codes of a failed statement that say nothing about the fact: try again. */
const PASSING_CODES = new Set([
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'InternalServerError',
  'TransactionConflict',
]);

export type DynamoDbJournalOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** The table of state, where due claims lie. @default none, and no call may open or settle any */
  readonly dueTableName?: string | undefined;
  /** Days until a fact's item may expire. */
  readonly retentionDays: number;
  /** A random number of [0, 1), for the jitter of retries. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/**
 * Inserts facts of distinct keys in one call, beside statements that may be repeated, up to 25 in all, and looks at every
 * statement's own result. What stays unknown of a fact (the call threw, or it was a repeat) is read back: a stored fact that
 * equals ours is ours.
 */
export const insertPage = async (
  facts: readonly Fact[],
  options: DynamoDbJournalOptions,
  journal: Pick<Journal, 'get'>,
  beside: readonly Statement[] = [],
): Promise<Map<Fact, InsertOutcome>> => {
  const outcomes = new Map<Fact, InsertOutcome>();
  let pending = facts;
  let pendingBeside = beside;
  let cause: unknown;
  for (let tries = 0; tries < MOST_TRIES && pending.length + pendingBeside.length > 0; tries += 1) {
    if (tries > 0) await options.sleep(backoffMs(tries, RETRY_BOUNDS, options.random));
    const answer = await tryInsert(pending, pendingBeside, options);
    cause = answer.cause;
    const doubtful = answer.failed || tries > 0 || answer.repeated ? answer.doubtful : [];
    const stored = doubtful.length > 0 ? await journal.get(doubtful) : [];
    for (const [index, fact] of doubtful.entries()) {
      const found = stored[index];
      if (found !== undefined) outcomes.set(fact, isOurs(found, fact) ? 'inserted' : 'exists');
    }
    for (const [fact, outcome] of answer.certain) if (!outcomes.has(fact)) outcomes.set(fact, outcome);
    pending = pending.filter((fact) => !outcomes.has(fact));
    pendingBeside = answer.besideLeft;
  }
  if (pending.length + pendingBeside.length > 0) {
    throw new JournalUnavailableError(`journal: ${pending.length} facts of ${facts.length} not written`, {
      cause,
    });
  }
  return outcomes;
};

type Answer = {
  /** Facts whose outcome the answer tells. */
  readonly certain: ReadonlyMap<Fact, InsertOutcome>;
  /** Facts that may have been written by an earlier, lost try of ours. */
  readonly doubtful: readonly Fact[];
  /** Statements beside the facts that must be tried again. */
  readonly besideLeft: readonly Statement[];
  readonly failed: boolean;
  /** The SDK sent the request more than once. */
  readonly repeated: boolean;
  readonly cause?: unknown;
};

const tryInsert = async (
  facts: readonly Fact[],
  beside: readonly Statement[],
  options: DynamoDbJournalOptions,
): Promise<Answer> => {
  const { client, tableName, retentionDays } = options;
  const inserts = facts.map((fact) => ({
    Statement: insertStatement(tableName, fact),
    Parameters: insertParameters(fact, retentionDays),
  }));
  try {
    const answer = await client.send(
      new BatchExecuteStatementCommand({ Statements: [...inserts, ...beside] }),
    );
    const responses = answer.Responses ?? [];
    return {
      ...readAnswer(facts, responses),
      besideLeft: beside.filter((_, index) => !isDone(responses[facts.length + index])),
      failed: false,
      repeated: (answer.$metadata.attempts ?? 1) > 1,
    };
  } catch (cause) {
    if (cause instanceof JournalRefusedError || isRefusal(cause)) {
      throw new JournalRefusedError('journal: refused', { cause });
    }
    return {
      certain: new Map(),
      doubtful: facts,
      besideLeft: beside,
      failed: true,
      repeated: false,
      cause,
    };
  }
};

const readAnswer = (
  facts: readonly Fact[],
  responses: readonly BatchStatementResponse[],
): Pick<Answer, 'certain' | 'doubtful'> => {
  const certain = new Map<Fact, InsertOutcome>();
  const doubtful: Fact[] = [];
  for (const [index, fact] of facts.entries()) {
    const code = codeOf(responses[index]);
    if (code === undefined) certain.set(fact, 'inserted');
    else if (code === 'DuplicateItem') {
      certain.set(fact, 'exists');
      doubtful.push(fact);
    } else if (!PASSING_CODES.has(code)) {
      throw new JournalRefusedError(`journal: statement for ${fact.key} refused with ${code}`);
    }
  }
  return { certain, doubtful };
};

/** An id is used once: what is there already was written by a try of ours. */
const isDone = (response: BatchStatementResponse | undefined): boolean => {
  const code = codeOf(response);
  if (code !== undefined && code !== 'DuplicateItem' && !PASSING_CODES.has(code)) {
    throw new JournalRefusedError(`journal: statement of due claims refused with ${code}`);
  }
  return code === undefined || code === 'DuplicateItem';
};

const codeOf = (response: BatchStatementResponse | undefined): string | undefined =>
  response === undefined ? 'InternalServerError' : response.Error?.Code;

/** Compared as stored: a body is JSON text, where an undefined field is no field. */
const isOurs = (stored: Fact, fact: Fact): boolean =>
  stored.at === fact.at && JSON.stringify(stored.body) === JSON.stringify(fact.body);

const isRefusal = (cause: unknown): boolean =>
  cause instanceof Error &&
  ['ValidationException', 'AccessDeniedException', 'ResourceNotFoundException'].includes(cause.name);
