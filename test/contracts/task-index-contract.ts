import { describe, expect, it } from 'vitest';
import type { Task } from '../../shared/tasks/task.ts';
import type { TaskIndex, TaskList } from '../../shared/tasks/task-index.ts';
import { aTask, TASK_OPENED_AT } from '../support/a-task.ts';

/** What every index of tasks promises; `open` gives one without any task. */
export const describeTaskIndex = (name: string, open: () => Promise<TaskIndex>): void => {
  describe(name, () => {
    it('gives the tasks of a list by their time, each once, and no other list’s', async () => {
      const index = await open();
      const tasks = [3, 1, 2].map((hours) => aTask({ taskId: `t-${hours}` }));
      const hoursOf = (place: number) => [3, 1, 2][place] ?? 0;
      for (const [place, task] of tasks.entries()) {
        await index.put({ list: 'open', at: TASK_OPENED_AT + hoursOf(place), task });
        await index.put({ list: 'open', at: TASK_OPENED_AT + hoursOf(place), task });
      }
      await index.put({ list: 'expired', at: TASK_OPENED_AT, task: aTask() });

      const read = await readAll(index, 'open');

      expect(read).toEqual([tasks[1], tasks[2], tasks[0]]);
    });

    it('gives those before a time only, and of the closed ones the last first', async () => {
      const index = await open();
      const task = (taskId: string) => aTask({ taskId });
      for (const at of [10, 20, 30]) {
        await index.put({ list: 'open', at: TASK_OPENED_AT + at, task: task(`o-${at}`) });
        await index.put({ list: 'closed', at: TASK_OPENED_AT + at, task: task(`c-${at}`) });
      }

      const due = await readAll(index, 'open', TASK_OPENED_AT + 30);
      const closed = await readAll(index, 'closed');

      expect(due.map(({ taskId }) => taskId)).toEqual(['o-10', 'o-20']);
      expect(closed.map(({ taskId }) => taskId)).toEqual(['c-30', 'c-20', 'c-10']);
    });

    it('takes away just the entry that is named, and no harm where it is not there', async () => {
      const index = await open();
      const task = aTask();
      await index.put({ list: 'open', at: TASK_OPENED_AT, task });
      await index.put({ list: 'expired', at: TASK_OPENED_AT, task });

      await index.remove({ list: 'open', at: TASK_OPENED_AT, task });
      await index.remove({ list: 'open', at: TASK_OPENED_AT, task });

      expect([await readAll(index, 'open'), await readAll(index, 'expired')]).toEqual([[], [task]]);
    });
  });
};

const readAll = async (index: TaskIndex, list: TaskList, before?: number): Promise<readonly Task[]> => {
  const all: Task[] = [];
  let from: string | undefined;
  do {
    const { tasks, next } = await index.read(list, { before, from });
    all.push(...tasks);
    from = next;
  } while (from !== undefined);
  return all;
};
