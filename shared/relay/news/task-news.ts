import type { Fact } from '../../journal/fact.ts';
import type { TaskSubject } from '../../journal/facts/task-facts.ts';
import { matterIn } from '../../journal/matter-in.ts';
import { taskIdOf } from '../../tasks/task-state.ts';
import type { News } from './news.ts';

/** News of tasks for people; who works on one stays in the journal. */
export const newsOfTask = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'task-opened': {
      const { escalationLevel, expiresAt } = fact.body;
      return newsAbout(fact.aggregate, fact.body, 'TASK_OPENED', 'RECORDED', {
        ...(escalationLevel === undefined ? {} : { escalationLevel }),
        expiresAt: new Date(expiresAt).toISOString(),
      });
    }
    case 'task-claimed':
      return newsAbout(fact.aggregate, fact.body, 'TASK_CLAIMED', 'ACCEPTED');
    case 'task-expired':
      return newsAbout(fact.aggregate, fact.body, 'TASK_EXPIRED', 'EXPIRED');
    case 'task-closed':
      return newsAbout(fact.aggregate, fact.body, 'TASK_CLOSED', 'COMPLETED', { result: fact.body.result });
    default:
      return undefined;
  }
};

const newsAbout = (
  aggregate: string,
  body: TaskSubject,
  type: News['type'],
  status: News['status'],
  more: Readonly<Record<string, unknown>> = {},
): News => {
  const { kind, reason, priority } = body;
  return {
    type,
    status,
    subject: matterIn(body),
    more: { taskId: taskIdOf(aggregate), kind, reason, priority, ...more },
  };
};
