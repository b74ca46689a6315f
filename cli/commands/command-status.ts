import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { type CommandStatus, commandStateOf, isTerminal } from '../../shared/journal/command-state.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { CliError } from '../cli-error.ts';
import type { ExitName } from '../exit-codes.ts';
import { formatTimeline, timelineOf } from '../format/format-timeline.ts';
import type { Outcome } from '../outcome.ts';

const POLL_MS = 500;

export type StatusAsked = {
  readonly commandId: string;
  /** Seconds to wait for the command's end; `undefined` looks once. */
  readonly waitSeconds: number | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/**
 * `command status`: a command's state and facts. Fails on an id that the journal does not know and, when it waited, on a
 * command that was not sent by then.
 */
export const showStatus = async (journal: Journal, asked: StatusAsked): Promise<Outcome> => {
  const facts = await readUntilEnd(journal, asked);
  if (facts.length === 0) {
    throw new CliError(
      'FAILED',
      `The journal knows no command ${asked.commandId}.`,
      'Check the id; a command that was just put on the bus takes a moment: add --wait 30.',
    );
  }
  const { status, attempts } = commandStateOf(facts);
  const timeline = timelineOf(facts);
  return {
    exit: asked.waitSeconds === undefined ? 'OK' : exitOf(status),
    json: { commandId: asked.commandId, status, attempts, ended: isTerminal(status), timeline },
    lines: [`${status}, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`, ...formatTimeline(timeline)],
  };
};

const exitOf = (status: CommandStatus): ExitName =>
  status === 'SENT' || status === 'DELIVERED' ? 'OK' : 'FAILED';

const readUntilEnd = async (
  journal: Journal,
  { commandId, waitSeconds, now, sleep }: StatusAsked,
): Promise<readonly Fact[]> => {
  const end = now() + (waitSeconds ?? 0) * 1000;
  for (;;) {
    const facts = await journal.read(commandAggregate(commandId));
    const { status } = commandStateOf(facts);
    if (isTerminal(status) || status === 'UNKNOWN') return facts;
    const left = end - now();
    if (left <= 0) return facts;
    await sleep(Math.min(POLL_MS, left));
  }
};
