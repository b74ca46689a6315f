import type { ParkedMessage } from '../../shared/parking/parked-message.ts';
import type { ParkingLot } from '../../shared/parking/parking-lot.ts';
import { type Pace, releaseInTurn } from '../../shared/parking/release-in-turn.ts';
import type { ReleaseDeps, ReleaseResult } from '../../shared/parking/release-parked.ts';
import { CliError } from '../cli-error.ts';
import { findParked, type ParkedChoice } from '../dlq/find-parked.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';
import { parkedFields } from './dlq-list.ts';

export type Redrive = {
  readonly deps: ReleaseDeps & Pace & { readonly lot: ParkingLot };
  readonly choice: ParkedChoice;
  /** Who gives the command, as the facts of what is released repeat it. */
  readonly by: string;
  /** Shows what would be sent, and sends nothing. */
  readonly dryRun: boolean;
  /** Whether the user means it: without it, and without `dryRun`, nothing happens. */
  readonly yes: boolean;
};

/** `dlq redrive`: puts the chosen messages back into their queues. Fails when one of them stays parked. */
export const redriveParked = async ({ deps, choice, by, dryRun, yes }: Redrive): Promise<Outcome> => {
  if (!dryRun && !yes) {
    throw new CliError(
      'USAGE',
      'A redrive sends messages to customers.',
      'Look at it with --dry-run, then add --yes.',
    );
  }
  const { messages, complete } = await findParked(deps.lot, choice);
  const order = { by, dryRun };
  const results = await releaseInTurn(messages, order, deps);
  const refused = results.filter(({ outcome }) => outcome === 'REFUSED');
  return {
    exit: refused.length > 0 ? 'FAILED' : 'OK',
    json: { redriven: results.map(resultFields), complete },
    lines: [
      ...(results.length === 0
        ? ['No such message is parked.']
        : formatTable(['ID', 'COMMAND', 'OUTCOME', 'WHY'], results.map(resultRow))),
      ...refused.flatMap(issueLines),
      ...(complete ? [] : [`There are more than ${choice.limit}; run it again, or with a higher --limit.`]),
    ],
  };
};

const resultFields = (result: ReleaseResult) => ({
  ...parkedFields(result.parked),
  outcome: result.outcome,
  ...(result.outcome === 'REFUSED' ? { reason: result.reason, issues: result.issues } : {}),
});

const resultRow = (result: ReleaseResult): readonly string[] => [
  result.parked.id,
  commandOf(result.parked),
  result.outcome,
  result.outcome === 'REFUSED' ? explain(result.reason) : '',
];

const commandOf = (parked: ParkedMessage): string => parkedFields(parked).commandId ?? '';

/** What the user can do about a refusal. */
const advice: Readonly<Record<string, string>> = {
  OUTCOME_UNKNOWN: 'its customer may have been contacted; first resolve it (switchboard unknown)',
  BODY_GONE: 'its body expired, or its customer was erased; switchboard dlq drop forgets it',
  NO_QUEUE: 'the stage has its queue no more',
  PATCH_REFUSED: 'the patched command breaks a rule',
};

const explain = (reason: string): string => (advice[reason] ? `${reason}: ${advice[reason]}` : reason);

const issueLines = (result: ReleaseResult): readonly string[] =>
  result.outcome === 'REFUSED'
    ? (result.issues ?? []).map(({ path, rule }) => `  ${result.parked.id} ${path}: ${rule}`)
    : [];
