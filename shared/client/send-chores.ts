import { type ReportChore, reportChoreSchema } from '../back-office/chore.ts';
import type { ChoreLane } from '../back-office/chore-lane.ts';
import { type Admitted, type AdmittedChore, BACK_OFFICE, choreSubject } from './admit-command.ts';
import type { SubmitResult } from './submit-result.ts';

/** Puts what the back office does among admitted commands into its lane, and says what became of each. Never throws. */
export const sendChores = async (
  admitted: readonly Admitted[],
  lane: ChoreLane,
): Promise<ReadonlyMap<Admitted, SubmitResult>> => {
  const chores = admitted.filter((taken): taken is AdmittedChore => taken.kind === 'chore');
  if (chores.length === 0) return new Map();
  const outcomes = await lane.send(chores.map(choreOf));
  return new Map(
    chores.map((chore, index) => {
      const outcome = outcomes[index];
      return [chore, resultOf(chore, outcome?.sent ? undefined : (outcome?.cause ?? 'NO_ANSWER'))];
    }),
  );
};

/** Of the subject only what the lane's schema names goes along. */
const choreOf = ({ message, asked }: AdmittedChore): ReportChore =>
  reportChoreSchema.parse({
    v: 1,
    kind: 'report',
    reportId: message.messageId,
    subject: choreSubject(message),
    asked,
    page: 0,
  });

const resultOf = ({ message, tier }: AdmittedChore, cause: string | undefined): SubmitResult => {
  const { messageId: commandId, target: identity } = message;
  return cause === undefined
    ? { status: 'ACCEPTED', commandId, agentType: BACK_OFFICE, tier, identity }
    : { status: 'FAILED', commandId, cause };
};
