/** The texts of the events of what an inbound message led to. */
export const pipelineTexts = {
  INTENT_ANALYSED: {
    isOurs: 'yes',
    purpose:
      'What an answer, or the result of a call, is taken to mean: `metadata.intent`, how sure that is, by whom it was decided, and the day that it names. `metadata.answerId` is the `messageId` of its EVENT.',
    sentBy: 'the coordinator',
  },
  ESCALATION_DECIDED: {
    isOurs: 'yes',
    purpose:
      'What is to follow an answer, by which `metadata.row` of `config/replies.ts`; `metadata.suppress`: the channel is closed for the customer.',
    sentBy: 'the coordinator',
  },
  FOLLOW_UP_ASSIGNED: {
    isOurs: 'yes',
    purpose:
      'What follows an answer is there: a task for a person, a command or a saga, by `metadata.followUpId`; `metadata.assignedTo` says who has it.',
    sentBy: 'the coordinator',
  },
} as const;
