import type { TaskDeps } from '../../shared/tasks/open-task.ts';
import { taskAggregate, taskStateOf } from '../../shared/tasks/task-state.ts';
import { CliError } from '../cli-error.ts';
import { formatTable } from '../format/format-table.ts';
import { taskJson } from '../format/format-task.ts';
import { formatTimeline, timelineOf } from '../format/format-timeline.ts';
import type { Outcome } from '../outcome.ts';

/** `task show`: a task and its facts. */
export const showTask = async (taskId: string, { journal }: TaskDeps): Promise<Outcome> => {
  const facts = await journal.read(taskAggregate(taskId));
  const state = taskStateOf(facts);
  if (state === undefined) throw noSuchTask(taskId);
  const json = taskJson(state);
  const timeline = timelineOf(facts);
  const fields = Object.entries(json).filter(([, value]) => value !== undefined && value !== null);
  return {
    exit: 'OK',
    json: { task: json, timeline },
    lines: [
      ...formatTable(
        ['FIELD', 'VALUE'],
        fields.map(([name, value]) => [name, String(value)]),
      ).slice(1),
      '',
      ...formatTimeline(timeline),
    ],
  };
};

/** What is said where there is no such task. */
export const noSuchTask = (taskId: string): CliError =>
  new CliError('FAILED', `The journal knows no task ${taskId}.`, 'task list shows those that are there.');
