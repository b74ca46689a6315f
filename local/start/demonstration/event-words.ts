import * as z from 'zod';

/** What EVENTs may say beside type, status and customer. */
export const saidSchema = z.looseObject({
  cause: z.string().optional(),
  reason: z.string().optional(),
  channel: z.string().optional(),
  agentType: z.string().optional(),
  service: z.string().optional(),
  reasons: z.array(z.string()).default([]),
  members: z.number().optional(),
  outcomes: z.record(z.string(), z.number()).default({}),
  saga: z.string().optional(),
  step: z.string().optional(),
  steps: z.number().optional(),
  intent: z.string().optional(),
  action: z.string().optional(),
  assignedTo: z.string().optional(),
  tally: z.record(z.string(), z.number()).default({}),
});

export type Said = z.infer<typeof saidSchema>;

type Word = (said: Said & { readonly status: string }) => string;

/** By what is left of a type without its channel; others are shown as they are. */
export const words: Readonly<Record<string, Word>> = {
  SENT: ({ status }) => (status === 'DELIVERED' ? 'delivered' : 'sent: the provider took it'),
  SCHEDULED: () => 'waits for its time: npx switchboard timer list',
  FAILED: ({ cause }) => `failed: ${cause}`,
  SUPPRESSED: ({ reasons }) => `not contacted: ${reasons.join(', ')}`,
  PARKED: ({ cause }) => `kept aside: ${cause}`,
  OUTCOME_UNKNOWN: ({ cause }) => `nobody knows whether it was sent: ${cause}`,
  CUSTOMER_RESPONDED: () => 'answered; the answer is encrypted under a key of its own',
  CONSENT_REVOKED: ({ reason }) =>
    reason === 'OPTED_OUT'
      ? 'opted out: no further message by this channel'
      : `no further message by this channel: ${reason}`,
  CONTEXT_UPDATED: () => 'its conversation is up to date',
  INTENT_ANALYSED: ({ intent }) => `the answer means ${intent}`,
  ESCALATION_DECIDED: ({ action, saga }) => `what follows: ${saga === undefined ? action : `SAGA ${saga}`}`,
  FOLLOW_UP_ASSIGNED: ({ action, assignedTo }) => `given to ${assignedTo} (${action})`,
  TASK_OPENED: ({ reason }) => `a person is asked: ${reason}; npx switchboard task list`,
  BREAKER_OPENED: ({ service, cause }) => `BREAKER of ${service} OPENS: ${cause}; nobody calls it any more`,
  BREAKER_HALF_OPENED: ({ service }) => `BREAKER of ${service} lets one call try`,
  BREAKER_CLOSED: ({ service }) => `BREAKER of ${service} CLOSES: what was kept aside goes on by itself`,
  BATCH_ACCEPTED: ({ members }) => `batch of ${members} taken`,
  BATCH_COMPLETED: ({ members, outcomes }) => `batch of ${members} complete: ${countsIn(outcomes)}`,
  DEADLINE_MISSED: () => 'started after its deadline',
  CAMPAIGN_STARTED: ({ steps }) => `CAMPAIGN begins: ${steps} steps`,
  CAMPAIGN_STEP_COMPLETED: ({ step, tally }) =>
    `CAMPAIGN has closed its step ${step}: ${countsIn(
      Object.fromEntries(Object.entries(tally).filter(([name, count]) => count > 0 && name !== 'microUsd')),
    )}`,
  CAMPAIGN_COMPLETED: ({ members }) => `CAMPAIGN is COMPLETE: ${members} members`,
  SAGA_STARTED: ({ saga }) => `SAGA ${saga} begins`,
  SAGA_COMPLETED: ({ saga }) => `SAGA ${saga} is COMPLETE: every step is done`,
  SAGA_COMPENSATED: ({ saga, step, cause }) =>
    `SAGA ${saga} is ROLLED BACK: ${step} failed (${cause}), all before it is undone`,
  SAGA_UNRESOLVED: ({ saga, cause }) => `SAGA ${saga} could not be rolled back: ${cause}`,
};

const countsIn = (outcomes: Readonly<Record<string, number>>): string =>
  Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
