const people = 'an operator, by `task claim` and `task close`';

/** The texts of events about tasks for people, and about what the coordinator decides. */
export const coordinationEventTexts = {
  WORK_ASSIGNED: {
    isOurs: 'yes',
    purpose:
      'A SEND_MESSAGE to agent-coordinator has its channel, or none: `metadata.candidates` says of each what spoke against it.',
    sentBy: 'the coordinator',
  },
  ESCALATED: {
    isOurs: 'yes',
    purpose:
      'A matter went on: by `metadata.commandId` on another channel, or as `metadata.taskId` to a person.',
    sentBy: 'the coordinator',
  },
  TASK_OPENED: {
    isOurs: 'yes',
    purpose: 'A person is needed; `metadata.kind` and `metadata.reason` say for what.',
    sentBy: 'whoever asks for a person: the coordinator, sagas, campaigns',
  },
  TASK_CLAIMED: { isOurs: 'yes', purpose: 'Somebody works on a task.', sentBy: people },
  TASK_EXPIRED: {
    isOurs: 'yes',
    purpose:
      'A task was not done in time: its claim is over, and its priority has risen to `metadata.priority`.',
    sentBy: 'the sweep of each minute',
  },
  TASK_CLOSED: {
    isOurs: 'yes',
    purpose: 'A task is done; `metadata.result` is what came of it.',
    sentBy: people,
  },
} as const satisfies Readonly<Record<string, { isOurs: 'yes'; purpose: string; sentBy: string }>>;
