import type { Priority } from '../../messages/priority.ts';
import type { CommandSubject } from '../subjects.ts';

/** What was found of one agent type when work was assigned: codes and figures only. */
export type CandidateAccount = {
  readonly agentType: string;
  /** Why it could not be chosen. */
  readonly obstacles?: readonly string[] | undefined;
  /** By what it came after the one that was chosen. */
  readonly lostBy?: string | undefined;
  readonly costUsd: number;
  /** The share of its capacity that is in use; absent where nobody knows. */
  readonly load?: number | undefined;
};

/** `CHOSEN`: an agent contacts the customer. `FORBIDDEN`: no channel may. `NO_CHANNEL`: none can, so a person must look. */
export type AssignmentOutcome = 'CHOSEN' | 'FORBIDDEN' | 'NO_CHANNEL';

/** The facts of what the coordinator decides. */
export type CoordinationFacts = {
  /** Which agent type serves a command that left it to the coordinator, or why none does; decided once. */
  'work-assigned': CommandSubject & {
    outcome: AssignmentOutcome;
    chosen?: string | undefined;
    /** Why none does. */
    reasons: readonly string[];
    candidates: readonly CandidateAccount[];
  };
  /** A matter went to another channel, or to a person; decided once. `steps` are those of the ladder that were looked at. */
  escalated: {
    readonly level: number;
    readonly reason: string;
    readonly priority: Priority;
    readonly steps: readonly string[];
    readonly outcome: 'COMMAND' | 'TASK';
    /** The agent type that contacts the customer, by which command and template. */
    readonly chosen?: string | undefined;
    readonly commandId?: string | undefined;
    readonly templateId?: string | undefined;
    /** The task that was opened, and when it expires (milliseconds since 1970). */
    readonly taskId?: string | undefined;
    readonly taskKind?: string | undefined;
    readonly taskExpiresAt?: number | undefined;
    readonly candidates: readonly CandidateAccount[];
    readonly customerId?: string | undefined;
    readonly campaignId?: string | undefined;
    readonly conversationId?: string | undefined;
    readonly workflowId?: string | undefined;
    /** How many messages led to it. */
    readonly hops?: number | undefined;
  };
};

/** Their places in the order of cause and effect within their aggregate. */
export const coordinationRanks = {
  'work-assigned': () => 2,
  escalated: () => 1,
} as const satisfies { [T in keyof CoordinationFacts]: (body: CoordinationFacts[T]) => number };
