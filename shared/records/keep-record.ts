import { CustomersUnavailableError } from '../customers/errors.ts';
import { backoffMs } from '../resilience/backoff.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import { type Decision, decideRecord, refuseRecord } from './decide-record.ts';
import type { RecordMessage } from './record-message.ts';
import type { RecordStore } from './record-store.ts';

export type KeepDeps = {
  readonly records: RecordStore;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

const MOST_TRIES = 8;
const RETRY_BOUNDS = { baseMs: 20, capMs: 1000 };

/**
 * Commits what a command records, or the refusal of it, exactly once: `DUPLICATE` where that was done before. Throws
 * `CustomersUnavailableError`; calling again is safe.
 */
export const keepRecord = async (
  message: RecordMessage,
  deps: KeepDeps,
): Promise<Decision['outcome'] | 'DUPLICATE'> => {
  const content = await deps.cipher.decrypt(message.subject.customerId, message.sealed);
  let isTaken = false;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (tries > 0) await deps.sleep(backoffMs(tries, RETRY_BOUNDS, deps.random));
    const { outcome, commit } = isTaken
      ? refuseRecord(message, [TAKEN], deps.now())
      : decideRecord(message, content, await deps.records.find(message.subject.customerId), deps.now());
    const answer = await deps.records.commit(commit);
    if (answer === 'committed') return outcome;
    if (answer === 'claimed-before') return 'DUPLICATE';
    isTaken = answer === 'row-taken';
  }
  throw new CustomersUnavailableError('records: the customer was changed by others at every try');
};

const TAKEN = { path: 'command.payment.paymentId', rule: 'must not be that of a payment recorded before' };
