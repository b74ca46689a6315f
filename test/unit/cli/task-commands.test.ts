import { describe, expect, it } from 'vitest';
import { actOnTask } from '../../../cli/commands/task-act.ts';
import { listTasks, type TaskFilter } from '../../../cli/commands/task-list.ts';
import { showTask } from '../../../cli/commands/task-show.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { InMemoryTaskIndex } from '../../../shared/tasks/adapters/in-memory-task-index.ts';
import { expireTasks } from '../../../shared/tasks/expire-tasks.ts';
import { createTaskOpener } from '../../../shared/tasks/open-task.ts';
import type { Task } from '../../../shared/tasks/task.ts';
import { aTask, TASK_OPENED_AT } from '../../support/a-task.ts';

const office = async (...tasks: readonly Task[]) => {
  const deps = { journal: new InMemoryJournal(), tasks: new InMemoryTaskIndex(), now: () => TASK_OPENED_AT };
  for (const task of tasks) await createTaskOpener(deps)(task);
  const idsOf = async (filter: TaskFilter) => {
    const { json } = await listTasks(filter, deps);
    return (json['tasks'] as readonly { taskId: string }[]).map(({ taskId }) => taskId);
  };
  return { ...deps, idsOf };
};

const soon = aTask({ taskId: 'soon', priority: 'HIGH', expiresAt: TASK_OPENED_AT + 1000 });
const later = aTask({ taskId: 'later', priority: 'HIGH', customerId: 'cust-2' });
const urgent = aTask({ taskId: 'urgent', priority: 'CRITICAL', kind: 'CALLBACK' });

describe('task list', () => {
  it('shows what is not closed, the most urgent first, and filters', async () => {
    const { idsOf, ...deps } = await office(later, soon, urgent);
    await actOnTask('later', { verb: 'claim', by: 'ada' }, deps);

    expect(await idsOf({})).toEqual(['urgent', 'soon', 'later']);
    expect(await idsOf({ kind: 'CALLBACK' })).toEqual(['urgent']);
    expect(await idsOf({ customer: 'cust-2' })).toEqual(['later']);
    expect(await idsOf({ priority: 'HIGH' })).toEqual(['soon', 'later']);
    expect(await idsOf({ status: 'CLAIMED' })).toEqual(['later']);
    expect(await idsOf({ status: 'CLOSED' })).toEqual([]);
  });

  it('goes by the facts where its lists lag behind', async () => {
    const { idsOf, ...deps } = await office(soon);
    await actOnTask('soon', { verb: 'close', by: 'ada', result: 'DONE', force: true }, deps);
    await deps.tasks.put({ list: 'open', at: soon.expiresAt, task: soon });

    expect([await idsOf({}), await idsOf({ status: 'CLOSED' })]).toEqual([[], ['soon']]);
  });

  it('shows an expired task with its higher priority, free to be claimed', async () => {
    const { idsOf, ...deps } = await office(soon);
    await actOnTask('soon', { verb: 'claim', by: 'ada' }, deps);
    await expireTasks({ ...deps, now: () => soon.expiresAt + 1, hasTime: () => true });

    expect(await idsOf({ status: 'EXPIRED', priority: 'CRITICAL' })).toEqual(['soon']);
    expect((await actOnTask('soon', { verb: 'claim', by: 'bob' }, deps)).lines).toEqual([
      'soon is claimed by bob.',
    ]);
  });
});

describe('task claim, close and show', () => {
  it('lets one operator work on a task, and says to the next whose it is', async () => {
    const deps = await office(soon);
    const ada = { verb: 'claim', by: 'ada' } as const;

    expect((await actOnTask('soon', ada, deps)).json).toMatchObject({ task: { status: 'CLAIMED' } });
    expect((await actOnTask('soon', ada, deps)).exit).toBe('OK');
    await expect(actOnTask('soon', { verb: 'claim', by: 'bob' }, deps)).rejects.toMatchObject({
      exit: 'FAILED',
      message: 'soon is claimed by ada.',
    });
    expect((await showTask('soon', deps)).json).toMatchObject({
      task: { claimedBy: 'ada' },
      timeline: [{ fact: 'task-opened' }, { fact: 'task-claimed#1' }],
    });
  });

  it('closes what was claimed or is forced, once', async () => {
    const deps = await office(soon, later);
    const close = { verb: 'close', by: 'ada', result: 'CUSTOMER_CALLED_BACK', force: false } as const;

    await expect(actOnTask('soon', close, deps)).rejects.toThrow('is claimed by nobody');
    await actOnTask('soon', { verb: 'claim', by: 'bob' }, deps);
    await expect(actOnTask('soon', close, deps)).rejects.toThrow('is claimed by bob');
    expect((await actOnTask('soon', { ...close, force: true }, deps)).lines).toEqual([
      'soon is closed: CUSTOMER_CALLED_BACK.',
    ]);
    await expect(actOnTask('soon', { ...close, result: 'OTHER' }, deps)).rejects.toThrow(
      'was closed by ada with CUSTOMER_CALLED_BACK',
    );
    expect((await showTask('soon', deps)).json).toMatchObject({
      task: { status: 'CLOSED', closedBy: 'ada' },
    });
  });

  it('says so where there is no such task', async () => {
    const deps = await office();

    await expect(showTask('none', deps)).rejects.toThrow('knows no task none');
    await expect(actOnTask('none', { verb: 'claim', by: 'ada' }, deps)).rejects.toThrow('knows no task none');
  });
});
