import type { CommandType, ContactEventType, ContactNews, EventType } from '../message-types.ts';
import { coordinationEventTexts } from './coordination-texts.ts';
import { pipelineTexts } from './pipeline-texts.ts';

/** What a type of message is for, in a sentence, and who sends it. */
export type TypeText = { readonly purpose: string; readonly sentBy: string };

/** An event type's text, and whether Switchboard itself sends it. */
export type EventText = TypeText & { readonly isOurs: 'yes' | 'not yet' | 'no' };

const producers = 'whoever has a task: a campaign, a workflow, an application, an operator';
const operators = 'an operator, or an application in their name';

/** Every command type's text. */
export const commandTexts: Readonly<Record<CommandType, TypeText>> = {
  SEND_EMAIL: { purpose: 'Sends an e-mail to a customer.', sentBy: producers },
  SEND_SMS: { purpose: 'Sends a text message to a customer.', sentBy: producers },
  PLACE_CALL: { purpose: 'Calls a customer and speaks a message.', sentBy: producers },
  SEND_MESSAGE: {
    purpose:
      'Sends a message to a customer by any other channel, such as a messenger; to `agent-coordinator`, by the channel that it chooses.',
    sentBy: producers,
  },
  UPDATE_CONVERSATION_HISTORY: {
    purpose: 'Adds entries to what is known of the conversation with a customer.',
    sentBy: 'agents, and systems in which people speak with customers',
  },
  RECORD_PAYMENT: { purpose: 'Records that a customer has paid.', sentBy: 'the system that takes payments' },
  RECORD_CONSENT: {
    purpose: 'Records that a customer allows a channel for a purpose.',
    sentBy: 'wherever a customer can agree',
  },
  REVOKE_CONSENT: {
    purpose: 'Records that a customer no longer allows a channel, or one purpose on it; in force at once.',
    sentBy: 'wherever a customer can object',
  },
  START_CAMPAIGN: { purpose: 'Starts a campaign.', sentBy: operators },
  PAUSE_CAMPAIGN: { purpose: 'Holds a campaign until it is resumed.', sentBy: operators },
  RESUME_CAMPAIGN: { purpose: 'Goes on with a campaign that was paused.', sentBy: operators },
  CANCEL_CAMPAIGN: { purpose: 'Ends a campaign; what is not sent yet never will be.', sentBy: operators },
  GENERATE_REPORT: {
    purpose: 'Counts what became of the commands of a day, a campaign, a channel or an agent.',
    sentBy: operators,
  },
  PROBE_AGENT: { purpose: 'Looks whether an agent answers.', sentBy: 'the health check' },
};

/** What each piece of news of a contact says. */
export const contactNewsTexts: Readonly<Record<ContactNews, string>> = {
  SENT: 'The provider took it (status SENT), or says that it arrived (status DELIVERED).',
  FAILED: 'The provider refused it, or it came back after all.',
  COMPLAINED: 'The customer complained of it to the provider.',
  OUTCOME_UNKNOWN:
    'Nobody knows whether the provider took it; it is listed until a receipt or an operator says.',
  SUPPRESSED: 'It was not sent: the customer, or a policy, does not allow it.',
  EXPIRED: 'It was not sent in time, and so not at all.',
  CANCELLED: 'It was not sent: its sender took it back.',
  PARKED: 'It is kept aside until an operator looks at it.',
  ERASED: 'It was not sent: its customer was erased before.',
};

/** The texts of all event types but those of the contacts. */
export const eventTexts: Readonly<Record<Exclude<EventType, ContactEventType>, EventText>> = {
  CUSTOMER_RESPONDED: {
    isOurs: 'yes',
    purpose: 'A customer answered.',
    sentBy: 'the receipts function; also systems in which customers answer elsewhere',
  },
  CONTACT_DEFERRED: {
    isOurs: 'yes',
    purpose:
      'A contact waits until `metadata.until`, when the policy allows it; `metadata.reasons` says why, as codes such as `QUIET_HOURS`.',
    sentBy: 'the agents',
  },
  CONTACT_MOVED: {
    isOurs: 'yes',
    purpose:
      'A contact that waits for its time has another one; `metadata.from` and `metadata.to` are the times.',
    sentBy: 'the coordinator',
  },
  SYSTEM_FAILURE: { isOurs: 'no', purpose: 'A part of a system failed.', sentBy: 'any system' },
  EMERGENCY_ESCALATION: {
    isOurs: 'no',
    purpose: 'A matter cannot wait: a person must look at it now.',
    sentBy: 'any agent or system',
  },
  COMMAND_REJECTED: {
    isOurs: 'yes',
    purpose: 'A message was refused; `metadata.issues` names each field and the rule that it breaks.',
    sentBy: 'the coordinator and the agents',
  },
  CONTEXT_UPDATED: {
    isOurs: 'yes',
    purpose: 'What is known of the conversation with a customer has changed; `metadata.fields` names what.',
    sentBy: 'the coordinator',
  },
  CONVERSATION_HISTORY_UPDATED: {
    isOurs: 'yes',
    purpose: 'An UPDATE_CONVERSATION_HISTORY was performed.',
    sentBy: 'the coordinator',
  },
  CONSENT_RECORDED: {
    isOurs: 'yes',
    purpose: 'A consent was recorded; `metadata.stands` is false where newer evidence was there before.',
    sentBy: 'the record keeper',
  },
  CONSENT_REVOKED: {
    isOurs: 'yes',
    purpose:
      'A customer may no longer be contacted by a channel, or by `all`; with `metadata.purpose` for that purpose only.',
    sentBy: 'the record keeper, and those who see an opt-out that no command brings',
  },
  PAYMENT_RECORDED: {
    isOurs: 'yes',
    purpose: 'A payment was recorded; `metadata.paymentId` names it.',
    sentBy: 'the record keeper',
  },
  AGENT_STATUS_CHANGED: {
    isOurs: 'no',
    purpose:
      "An agent's status changed; `metadata.agentState` may say more. Its `source` is the agent's identity.",
    sentBy: 'agents that run elsewhere',
  },
  AGENT_METRICS_REPORTED: {
    isOurs: 'no',
    purpose:
      "An agent's figures, from time to time, as `metadata.agentState`. Its `source` is the agent's identity.",
    sentBy: 'agents that run elsewhere',
  },
  DEADLINE_MISSED: {
    isOurs: 'yes',
    purpose:
      "A command's first provider call started after its deadline, or never did (`metadata.startedAt` is null); `metadata.waitedMs` says where it waited.",
    sentBy: 'the agents',
  },
  CONTACT_FELL_BACK: {
    isOurs: 'yes',
    purpose:
      'A channel cannot reach the customer, and the command goes on by another one of its template’s list.',
    sentBy: 'the agents',
  },
  BREAKER_OPENED: {
    isOurs: 'yes',
    purpose: 'A service that contacts customers fails and is no longer called; its messages are parked.',
    sentBy: 'the agents',
  },
  BREAKER_HALF_OPENED: {
    isOurs: 'yes',
    purpose: 'One message tries whether a service works again.',
    sentBy: 'the agents',
  },
  BREAKER_CLOSED: {
    isOurs: 'yes',
    purpose: 'A service works again and is called as ever.',
    sentBy: 'the agents',
  },
  BATCH_ACCEPTED: {
    isOurs: 'yes',
    purpose: 'A batch was taken and is expanded into `metadata.members` commands.',
    sentBy: 'the coordinator',
  },
  BATCH_REJECTED: {
    isOurs: 'yes',
    purpose:
      'A batch was refused as a whole; `metadata.issues` names each field and the rule that it breaks.',
    sentBy: 'the coordinator',
  },
  BATCH_COMPLETED: {
    isOurs: 'yes',
    purpose:
      'Every member of a batch has come to its first end; `metadata.outcomes` counts them by status. Told once.',
    sentBy: 'the event relay',
  },
  SAGA_STARTED: {
    isOurs: 'yes',
    purpose:
      'A saga began: several steps of which all are done or all are undone. `metadata.sagaId` names it.',
    sentBy: "the saga's function",
  },
  SAGA_COMPLETED: {
    isOurs: 'yes',
    purpose: 'All steps of a saga are done.',
    sentBy: "the saga's function",
  },
  SAGA_COMPENSATED: {
    isOurs: 'yes',
    purpose: 'A step of a saga failed, `metadata.cause` says why, and all that was done is undone.',
    sentBy: "the saga's function",
  },
  SAGA_UNRESOLVED: {
    isOurs: 'yes',
    purpose: 'A step of a saga could not be undone; a task asks a person to do it.',
    sentBy: "the saga's function",
  },
  CAMPAIGN_STARTED: {
    isOurs: 'yes',
    purpose: 'A campaign began; `metadata.run` is the run of its master that it asks for.',
    sentBy: 'the coordinator',
  },
  CAMPAIGN_PAUSED: {
    isOurs: 'yes',
    purpose: 'A campaign is held: its master sends nothing, and its messages on the way wait.',
    sentBy: 'the coordinator',
  },
  CAMPAIGN_RESUMED: {
    isOurs: 'yes',
    purpose: 'A campaign goes on; `metadata.run` is the run of its master that it asks for.',
    sentBy: 'the coordinator',
  },
  CAMPAIGN_CANCELLED: {
    isOurs: 'yes',
    purpose: 'A campaign ended before its time; `metadata.cause` says why.',
    sentBy: 'the coordinator, or the master of campaigns',
  },
  CAMPAIGN_BUDGET_SPENT: {
    isOurs: 'yes',
    purpose:
      'The budget of a campaign is used up: PROMISED to contacts on their way, or PAID (`metadata.cause`). It contacts nobody else.',
    sentBy: 'the master of campaigns',
  },
  CAMPAIGN_STEP_COMPLETED: {
    isOurs: 'yes',
    purpose: 'A step of a campaign was closed; `metadata.tally` counts each of its members once.',
    sentBy: 'the master of campaigns',
  },
  CAMPAIGN_COMPLETED: {
    isOurs: 'yes',
    purpose: 'A campaign is over; `metadata.cause` is ALL_STEPS or BUDGET_SPENT.',
    sentBy: 'the master of campaigns',
  },
  CONTACT_STOPPED: {
    isOurs: 'yes',
    purpose: 'An operator stopped all contacts of the stage; what was to go out is parked.',
    sentBy: 'an operator, by `contact stop`',
  },
  CONTACT_RESUMED: {
    isOurs: 'yes',
    purpose: 'Contacts go out again, and what the stop parked is released.',
    sentBy: 'an operator, by `contact resume`',
  },
  ...coordinationEventTexts,
  ...pipelineTexts,
  REPORT_GENERATED: {
    isOurs: 'yes',
    purpose: 'A report is there: where, and what it counted.',
    sentBy: 'the back office',
  },
  MAINTENANCE_DUE: { isOurs: 'no', purpose: 'Something needs a hand, without haste.', sentBy: 'any system' },
};
