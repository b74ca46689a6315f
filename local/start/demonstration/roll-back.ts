import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startSaga } from '../../../cli/commands/saga-start.ts';
import { openSagas } from '../../../cli/open-sagas.ts';
import type { StageAccess } from '../../../cli/stage-access.ts';
import { sagaAggregate } from '../../../shared/sagas/saga-id.ts';
import { cast } from './cast.ts';
import { leftBehind } from './problems.ts';
import { sagaLines } from './saga-lines.ts';

const SAGA = 'customer-response';

/** A saga that is to be rolled back. */
export type RolledBack = {
  /** Shows what its steps came to, once it is over; answers what of its customer's profile is not as it was before. */
  readonly show: (write: (line: string) => void) => Promise<readonly string[]>;
};

/**
 * Begins the saga of a file about what its customer has just answered, as `saga start` does. Throws where it was not begun.
 */
export const beginRollBack = async (access: StageAccess, file: string): Promise<RolledBack> => {
  const customers = await access.customers();
  const profile = async () => (await customers.get([cast.rollsBack])).get(cast.rollsBack);
  const input = await inputAbout(access, JSON.parse(readFileSync(file, 'utf8')));
  const before = await profile();
  const sagaId = `saga-demo-${randomUUID().slice(0, 8)}`;
  const machines = await openSagas(access);
  try {
    const readStdin = async () => Buffer.from(JSON.stringify(input));
    const deps = { start: machines.start, cipher: await access.cipher() };
    await startSaga({ saga: SAGA, sagaId, file: '-', readStdin }, deps);
  } finally {
    machines.close();
  }
  return {
    show: async (write) => {
      const facts = await (await access.journal()).read(sagaAggregate(sagaId));
      for (const line of sagaLines(facts)) write(line);
      const left = leftBehind(before, await profile());
      if (left.length === 0) write(`the profile of ${cast.rollsBack} is as it was before`);
      write(`all of it: npx switchboard saga status ${sagaId}`);
      return left;
    },
  };
};

/** The answer that the conversation has, instead of the file's own words. */
const inputAbout = async (access: StageAccess, file: Record<string, unknown>): Promise<object> => {
  const conversations = await access.conversations();
  const { history = [] } = (await conversations.get(cast.rollsBack)) ?? {};
  const entry = history.findLast(({ response }) => response !== undefined);
  if (entry === undefined) throw new Error(`the conversation with ${cast.rollsBack} has no answer`);
  const { answer: _, ...input } = file;
  return { ...input, entryId: entry.entryId, receivedAt: entry.at };
};
