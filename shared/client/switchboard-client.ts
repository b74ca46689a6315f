import type { AgentRegistry } from '../agents/agent-registry.ts';
import { commandAggregate, fact, rejectionAggregate } from '../journal/command-facts.ts';
import { commandSubject } from '../journal/command-subject.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { LaneEntry, LaneSender } from '../lanes/lane-sender.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import { messageIdIn } from '../messages/message-id.ts';
import type { Issue } from '../messages/parse-message.ts';
import type { Priority } from '../messages/priority.ts';
import { type Admission, admitCommand } from './admit-command.ts';

/**
 * A document that came in. `intakeId` is the id that the bus, the queue or the caller gave it; `issues` are rules that its
 * wrapping already breaks, for which it is rejected.
 */
export type Intake = {
  readonly intakeId: string;
  readonly message: unknown;
  readonly issues?: readonly Issue[] | undefined;
};

export type SubmitResult =
  /** It is in the journal and in its lane. */
  | {
      readonly status: 'ACCEPTED';
      readonly commandId: string;
      readonly agentType: string;
      readonly tier: Priority;
      readonly identity: string;
    }
  /** It breaks rules; the rejection is in the journal. Sending it again changes nothing. */
  | {
      readonly status: 'REJECTED';
      readonly commandId?: string | undefined;
      readonly issues: readonly Issue[];
    }
  /** It is not in its lane; submitting it again is safe. */
  | { readonly status: 'FAILED'; readonly commandId: string; readonly cause: string };

export type ClientDeps = {
  readonly journal: Journal;
  readonly lanes: LaneSender;
  readonly agents: AgentRegistry;
  readonly laneTable: LaneTable;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** The front door as a library: what the coordinator runs for the bus, trusted producers run in their own process. */
export type SwitchboardClient = {
  /**
   * Takes documents in: validates, routes, stamps, writes the fact, then the lane. One result for each, in order. A command
   * submitted again goes into its lane again; its claim sees to it that it is sent once.
   * Throws `JournalUnavailableError` before anything is in a lane.
   */
  submit(intakes: readonly Intake[]): Promise<readonly SubmitResult[]>;
};

/** Makes a client from its ports. */
export const createSwitchboardClient = (deps: ClientDeps): SwitchboardClient => ({
  submit: async (intakes) => {
    const at = deps.now();
    const admissions = intakes.map(({ message, issues }) =>
      issues ? ({ ok: false, issues } as const) : admitCommand(message, at, deps),
    );
    // The fact comes first: a command that is in a lane is always known.
    await deps.journal.insert(
      admissions.map((admission, index) => intakeFact(admission, intakes[index], at)),
    );
    const admitted = admissions.filter((admission) => admission.ok).map(({ value }) => value);
    const sent = await deps.lanes.send(admitted);
    const causes = new Map(admitted.map((entry, index) => [entry, causeOf(sent[index])]));
    return admissions.map((admission, index) => {
      if (!admission.ok) return rejected(intakes[index]?.message, admission.issues);
      return submitted(admission.value, causes.get(admission.value));
    });
  },
});

const intakeFact = (admission: Admission, intake: Intake | undefined, at: number): Fact => {
  if (admission.ok) return acceptedFact(admission.value, admission.value.deadlineAt, admission.value.verdict);
  const intakeId = intake?.intakeId ?? 'unknown';
  const commandId = messageIdIn(intake?.message);
  const aggregate = commandId === undefined ? rejectionAggregate(intakeId) : commandAggregate(commandId);
  return fact('rejected', aggregate, at, { issues: admission.issues, intakeId });
};

const acceptedFact = (
  { message }: LaneEntry,
  deadlineAt: number,
  schedule: 'NONE' | 'PAST_SENT_AT_ONCE' | 'DELAYED',
) =>
  fact('accepted', commandAggregate(message.message.messageId), message.acceptedAt, {
    ...commandSubject(message),
    tier: message.tier,
    source: message.message.source,
    acceptedAt: message.acceptedAt,
    dueAt: message.dueAt,
    deadlineAt,
    schedule,
  });

const causeOf = (outcome: { sent: true } | { sent: false; cause: string } | undefined): string | undefined =>
  outcome?.sent ? undefined : (outcome?.cause ?? 'NO_ANSWER');

const rejected = (message: unknown, issues: readonly Issue[]): SubmitResult => ({
  status: 'REJECTED',
  commandId: messageIdIn(message),
  issues,
});

const submitted = ({ message, agentType, tier }: LaneEntry, cause: string | undefined): SubmitResult => {
  const commandId = message.message.messageId;
  return cause === undefined
    ? { status: 'ACCEPTED', commandId, agentType, tier, identity: message.identity }
    : { status: 'FAILED', commandId, cause };
};
