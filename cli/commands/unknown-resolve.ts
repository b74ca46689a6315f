import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../shared/journal/command-state.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { type Resolution, resolveOpen } from '../../shared/journal/resolve-open.ts';
import { CliError } from '../cli-error.ts';
import type { Outcome } from '../outcome.ts';

export type ResolutionAsked = Resolution & { readonly commandId: string; readonly now: () => number };

/** `unknown resolve`: says what became of a command that is UNKNOWN, or PARKED with an open attempt. Fails on any other. */
export const resolveUnknown = async (
  journal: Pick<Journal, 'insert' | 'read'>,
  { commandId, now, ...resolution }: ResolutionAsked,
): Promise<Outcome> => {
  const aggregate = commandAggregate(commandId);
  const before = commandStateOf(await journal.read(aggregate));
  const facts = resolveOpen(aggregate, before, resolution, now());
  if (facts === undefined) throw notOpen(commandId, before.status);
  await journal.insert(facts);
  // A receipt or another operator may have been faster: what counts is read, not assumed.
  const { status } = commandStateOf(await journal.read(aggregate));
  return {
    exit: 'OK',
    json: { commandId, status, facts: facts.map(({ key }) => key) },
    lines: [`${commandId} is ${status}.`, ...(status === 'PARKED' ? PARKED_ADVICE : [])],
  };
};

const PARKED_ADVICE = [
  'Its message is gone from its lane. Send the same document again (same messageId) to have it attempted again, or release',
  'its message where it is parked; without that it stays as it is.',
];

const notOpen = (commandId: string, status: string): CliError =>
  status === 'NONE'
    ? new CliError('FAILED', `The journal knows no command ${commandId}.`, 'Look at `unknown list`.')
    : new CliError(
        'FAILED',
        `${commandId} is ${status}, and no attempt of it waits for an answer.`,
        'Look at `command status`: there is nothing to resolve.',
      );
