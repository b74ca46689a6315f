import type { AgentRegistry } from '../agents/agent-registry.ts';
import { commandAggregate, fact, rejectedFact } from '../journal/command-facts.ts';
import { commandSubject } from '../journal/command-subject.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { LaneEntry, LaneSender } from '../lanes/lane-sender.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import { messageIdIn } from '../messages/message-id.ts';
import type { Issue } from '../messages/parse-message.ts';
import type { Priority } from '../messages/priority.ts';
import { type Admission, type Admitted, admitCommand } from './admit-command.ts';

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
    const admissions = intakes.map((intake) => ({ intake, admission: admit(intake, at, deps) }));
    // The fact comes first: a command that is in a lane is always known.
    await deps.journal.insert(admissions.map(({ intake, admission }) => intakeFact(admission, intake, at)));
    const admitted = admissions.flatMap(({ admission }) => (admission.ok ? [admission.value] : []));
    const sent = await deps.lanes.send(admitted);
    const causes = new Map(admitted.map((entry, index) => [entry, causeOf(sent[index])]));
    return admissions.map(({ intake, admission }) =>
      admission.ok
        ? submitted(admission.value, causes.get(admission.value))
        : rejected(intake.message, admission.issues),
    );
  },
});

const admit = ({ message, issues }: Intake, at: number, deps: ClientDeps): Admission =>
  issues ? { ok: false, issues } : admitCommand(message, at, deps);

const intakeFact = (admission: Admission, { intakeId, message }: Intake, at: number): Fact =>
  admission.ok
    ? acceptedFact(admission.value)
    : rejectedFact(messageIdIn(message), at, { issues: admission.issues, intakeId });

const acceptedFact = ({ message, deadlineAt, verdict }: Admitted): Fact =>
  fact('accepted', commandAggregate(message.message.messageId), message.acceptedAt, {
    ...commandSubject(message),
    tier: message.tier,
    source: message.message.source,
    acceptedAt: message.acceptedAt,
    dueAt: message.dueAt,
    deadlineAt,
    schedule: verdict,
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
