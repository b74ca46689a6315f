import { commandIdOf } from '../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../shared/journal/command-state.ts';
import type { FactOf } from '../../shared/journal/fact.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { pagesOf } from '../../shared/messages/pages-of.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';

/** Facts looked at, newest first, resolved ones included; and commands read at once. */
const MOST_FACTS = 1000;
const READ_AT_ONCE = 20;

type OpenCommand = {
  readonly commandId: string;
  readonly since: string;
  readonly attempt: number;
  readonly cause: string;
  readonly agentType: string;
  readonly identity: string;
};

/** `unknown list`: commands of which nobody knows whether the provider took them, newest first. */
export const listUnknown = async (journal: Journal): Promise<Outcome> => {
  const listed = (await journal.listUnknown(MOST_FACTS)).filter((fact) => fact.type === 'unknown');
  const newest = [...Map.groupBy(listed, ({ aggregate }) => aggregate).values()].flatMap((facts) =>
    facts.slice(0, 1),
  );
  const open: OpenCommand[] = [];
  for (const page of pagesOf(newest, READ_AT_ONCE)) {
    const found = await Promise.all(
      page.map(async (fact) => ((await isOpen(journal, fact)) ? [toOpen(fact)] : [])),
    );
    open.push(...found.flat());
  }
  const complete = listed.length < MOST_FACTS;
  return { exit: 'OK', json: { unknown: open, complete }, lines: unknownLines(open, complete) };
};

const isOpen = async (journal: Journal, { aggregate }: FactOf<'unknown'>): Promise<boolean> =>
  commandStateOf(await journal.read(aggregate)).status === 'UNKNOWN';

const toOpen = ({ aggregate, at, body }: FactOf<'unknown'>): OpenCommand => ({
  commandId: commandIdOf(aggregate) ?? aggregate,
  since: new Date(at).toISOString(),
  attempt: body.attempt,
  cause: body.cause,
  agentType: body.agentType,
  identity: body.identity,
});

const unknownLines = (open: readonly OpenCommand[], complete: boolean): readonly string[] => [
  ...(open.length === 0
    ? ['No command is UNKNOWN.']
    : formatTable(
        ['COMMAND', 'SINCE', 'ATTEMPT', 'CAUSE', 'IDENTITY'],
        open.map(({ commandId, since, attempt, cause, identity }) => [
          commandId,
          since,
          attempt,
          cause,
          identity,
        ]),
      )),
  ...(complete ? [] : [`Only the newest ${MOST_FACTS} facts were looked at; there may be older ones.`]),
];
