import { formatAttainment, formatMs } from '../format/format-attainment.ts';
import { formatTable } from '../format/format-table.ts';
import { visibleText } from '../format/visible-text.ts';
import type { Snapshot } from './snapshot.ts';

const GAP = '   ';

/** A snapshot as lines of text, none longer than `columns`. */
export const renderTop = (snapshot: Snapshot, columns: number): readonly string[] => {
  const lanes = titled('LANES', laneLines(snapshot));
  const attainment = titled(
    'FROM DUE TO THE FIRST PROVIDER CALL',
    snapshot.attainment.length === 0 ? ['no command yet'] : formatAttainment(snapshot.attainment),
  );
  const agents = titled('AGENTS', agentLines(snapshot));
  const others = [
    ...titled('BREAKERS', breakerLines(snapshot)),
    '',
    ...titled('PARKED', parkedLines(snapshot)),
  ];
  const lines = [
    ...headLines(snapshot),
    '',
    ...together(lanes, attainment, columns),
    '',
    ...together(agents, others, columns),
  ];
  return lines.map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line));
};

const headLines = ({ stage, at, stopped }: Snapshot): readonly string[] => [
  `switchboard top   stage ${stage}   ${at}`,
  stopped === undefined ? 'Contacts go out.' : `ALL CONTACTS ARE STOPPED: ${visibleText(stopped)}`,
];

const titled = (title: string, lines: readonly string[]): readonly string[] => [title, ...lines];

const laneLines = ({ lanes }: Snapshot): readonly string[] =>
  formatTable(
    ['POOL', 'TIERS', 'WAITING', 'IN FLIGHT', 'OLDEST', 'DEAD'],
    lanes.map(({ pool, tiers, waiting, inFlight, oldestMs, deadLetters }) => [
      pool,
      spanOf(tiers),
      waiting,
      inFlight,
      formatMs(oldestMs),
      deadLetters,
    ]),
  );

const agentLines = ({ agents }: Snapshot): readonly string[] =>
  formatTable(
    ['IDENTITY', 'STATUS', 'SINCE'],
    agents.map(({ identity, status, saidAt }) => [identity, visibleText(status), saidAt ?? '-']),
  );

const breakerLines = ({ breakers }: Snapshot): readonly string[] =>
  formatTable(
    ['AGENT TYPE', 'SERVICE', 'STATE', 'CAUSE'],
    breakers.map(({ agentType, service, state, cause }) => [agentType, service, state, cause]),
  );

const parkedLines = ({ parked }: Snapshot): readonly string[] =>
  parked.length === 0
    ? ['none']
    : formatTable(
        ['POOL', 'MESSAGES'],
        parked.map(({ pool, count, more }) => [pool, more ? `${count}+` : count]),
      );

/** Side by side where there is room for both, else one below the other. */
const together = (left: readonly string[], right: readonly string[], columns: number): readonly string[] => {
  const width = widthOf(left) + GAP.length;
  if (width + widthOf(right) > columns) return [...left, '', ...right];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) =>
    `${(left[at] ?? '').padEnd(width)}${right[at] ?? ''}`.trimEnd(),
  );
};

const widthOf = (lines: readonly string[]): number => Math.max(...lines.map(({ length }) => length));

/** Tiers that share a lane by the first and the last of them. */
const spanOf = (tiers: readonly string[]): string =>
  tiers.length > 1 ? `${tiers[0]}..${tiers.at(-1)}` : (tiers[0] ?? 'in order');
