import { randomUUID } from 'node:crypto';
import type { Task } from '../../shared/tasks/task.ts';

/** When the tasks of tests are opened, in milliseconds since 1970. */
export const TASK_OPENED_AT = Date.parse('2026-11-26T12:00:00Z');

/** A task for a person that expires after an hour. */
export const aTask = (own: Partial<Task> = {}): Task => ({
  taskId: `task-${randomUUID()}`,
  kind: 'ESCALATION',
  reason: 'REPLY_IS_ABUSE',
  priority: 'MEDIUM',
  customerId: 'cust-456',
  conversationId: 'conv-1',
  hops: 2,
  openedAt: TASK_OPENED_AT,
  expiresAt: TASK_OPENED_AT + 3_600_000,
  ...own,
});
