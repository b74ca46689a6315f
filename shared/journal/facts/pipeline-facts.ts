import type { IntentAnalysis } from '../../intent/intent.ts';
import type { FollowUp } from '../../pipeline/reply-table.ts';

/** What every fact of an inbound message says of it: ids and codes only. */
export type PipelineSubject = {
  readonly customerId: string;
  readonly campaignId?: string | undefined;
  readonly conversationId: string;
  readonly workflowId: string;
  /** How many messages led to the inbound one. */
  readonly hops?: number | undefined;
  readonly channel: string;
  /** The `messageId` of the EVENT by which it came. */
  readonly answerId: string;
  /** The command that it answers, where that is known. */
  readonly commandId?: string | undefined;
};

/** The facts of what an inbound message led to, in the aggregate of its EVENT. */
export type PipelineFacts = {
  /** What it is taken to mean. */
  'intent-analysed': PipelineSubject & IntentAnalysis;
  /** What is to follow, and by which row of the table; the first such fact counts, whatever is thought later. */
  'escalation-decided': PipelineSubject & {
    row: string;
    leadsTo: FollowUp;
    /** Whether the channel is closed for the customer. */
    suppress: boolean;
    /** The customer's level of escalation after it, from 0 to 9, and whether it was raised. */
    level: number;
    raised: boolean;
  };
  /** What follows is there: a task, a command or a saga, by its id. */
  'follow-up-assigned': PipelineSubject & {
    action: 'TASK' | 'COMMAND' | 'SAGA';
    /** `human`, a pool or type of agents, or a saga. */
    assignedTo: string;
    followUpId: string;
    /** Why a person has it instead of an agent. */
    instead?: string | undefined;
  };
};

/** Their places in the order of cause and effect within their aggregate: after the EVENT's own. */
export const pipelineRanks = {
  'intent-analysed': () => 2,
  'escalation-decided': () => 3,
  'follow-up-assigned': () => 4,
} as const satisfies { [T in keyof PipelineFacts]: (body: PipelineFacts[T]) => number };
