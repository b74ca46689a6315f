import type { CustomerStore } from '../customers/customer-store.ts';
import type { Journal } from '../journal/journal.ts';
import type { RecordLane } from '../records/record-lane.ts';
import type { RecordMessage } from '../records/record-message.ts';
import { stopAtOnce } from '../records/stop-at-once.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import { type Admitted, type AdmittedRecord, recordSubject } from './admit-command.ts';
import type { SubmitResult } from './submit-result.ts';

export type RecordDeps = {
  readonly journal: Pick<Journal, 'insert'>;
  readonly cipher: Pick<PersonalCipher, 'encrypt'>;
  readonly customers: Pick<CustomerStore, 'get' | 'put' | 'suppress'>;
  readonly recordLane: RecordLane;
  readonly now: () => number;
};

/**
 * Puts the records among admitted commands into their lane, in order, sealed under their customers' keys; refusals are in force
 * before that. Says what became of each, and nothing of other commands. Repeating it is safe; never throws.
 */
export const sendRecords = async (
  admitted: readonly Admitted[],
  deps: RecordDeps,
): Promise<ReadonlyMap<Admitted, SubmitResult>> => {
  const records = admitted.filter((taken): taken is AdmittedRecord => taken.kind === 'record');
  if (records.length === 0) return new Map();
  const prepared = await Promise.all(records.map(async (record) => prepare(record, deps)));
  const entries = prepared.flatMap(({ entry }) => (entry ? [entry] : []));
  const outcomes = await deps.recordLane.send(entries);
  return new Map(
    prepared.map(({ record, entry, cause }) => {
      const outcome = entry && outcomes[entries.indexOf(entry)];
      const lost = outcome?.sent ? undefined : (outcome?.cause ?? 'NOT_ENCRYPTED');
      return [record, resultOf(record, cause ?? lost)];
    }),
  );
};

type Prepared = {
  readonly record: AdmittedRecord;
  readonly entry?: RecordMessage | undefined;
  /** Why it must be submitted again, although it may be in its lane. */
  readonly cause?: string | undefined;
};

/** Neither waits for the other: a refusal that cannot be in force now is still recorded, and submitted again. */
const prepare = async (record: AdmittedRecord, deps: RecordDeps): Promise<Prepared> => {
  const [stopped, entry] = await Promise.all([
    putInForce(record, deps).then(() => undefined, causeOf),
    seal(record, deps.cipher).catch(() => undefined),
  ]);
  return { record, entry, cause: stopped };
};

const causeOf = (error: unknown): string => (error instanceof Error ? error.name : 'UNKNOWN');

const putInForce = async (record: AdmittedRecord, deps: RecordDeps): Promise<void> => {
  const { messageId: commandId, source: recordedBy, command } = record.message;
  if (command.type !== 'REVOKE_CONSENT') return;
  const { customerId, consent } = command;
  const facts = await stopAtOnce({ commandId, customerId, consent, at: saidAtOf(record), recordedBy }, deps);
  if (facts.length > 0) await deps.journal.insert(facts);
};

const seal = async (
  record: AdmittedRecord,
  cipher: Pick<PersonalCipher, 'encrypt'>,
): Promise<RecordMessage> => {
  const { messageId, source, command } = record.message;
  const content = command.type === 'RECORD_PAYMENT' ? command.payment : command.consent;
  const { customerId } = command;
  return {
    v: 1,
    commandId: messageId,
    recordedBy: source,
    saidAt: saidAtOf(record),
    subject: { ...recordSubject(record.message), commandType: command.type, customerId },
    sealed: await cipher.encrypt(customerId, content),
  };
};

/** Never later than now: evidence of a clock that runs ahead would stand against everything newer. */
const saidAtOf = ({ message, acceptedAt }: AdmittedRecord): string =>
  new Date(Math.min(Date.parse(message.timestamp), acceptedAt)).toISOString();

const resultOf = ({ message, tier }: AdmittedRecord, cause: string | undefined): SubmitResult => {
  const { messageId: commandId, target: identity } = message;
  return cause === undefined
    ? { status: 'ACCEPTED', commandId, agentType: RECORD_KEEPER, tier, identity }
    : { status: 'FAILED', commandId, cause };
};

const RECORD_KEEPER = 'record-keeper';
