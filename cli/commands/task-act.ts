import { claimTask, closeTask, type TaskOutcome, type WorkDeps } from '../../shared/tasks/work-on-task.ts';
import { CliError } from '../cli-error.ts';
import { taskJson } from '../format/format-task.ts';
import type { Outcome } from '../outcome.ts';
import { noSuchTask } from './task-show.ts';

/** What somebody does with a task. */
export type TaskAct =
  | { readonly verb: 'claim'; readonly by: string }
  | { readonly verb: 'close'; readonly by: string; readonly result: string; readonly force: boolean };

/** `task claim` and `task close`; both may be repeated. Fails where somebody else was first. */
export const actOnTask = async (taskId: string, act: TaskAct, deps: WorkDeps): Promise<Outcome> => {
  const outcome =
    act.verb === 'claim' ? await claimTask(taskId, act.by, deps) : await closeTask(taskId, act, deps);
  if (outcome.what === 'unknown-task') throw noSuchTask(taskId);
  if (outcome.what === 'refused') throw refusal(taskId, outcome);
  const { state } = outcome;
  const end = state.closed ? `is closed: ${state.closed.result}` : `is claimed by ${state.claimedBy}`;
  return { exit: 'OK', json: { task: taskJson(state) }, lines: [`${taskId} ${end}.`] };
};

const refusal = (taskId: string, { cause, state }: Extract<TaskOutcome, { what: 'refused' }>): CliError => {
  switch (cause) {
    case 'CLOSED':
      return new CliError(
        'FAILED',
        `${taskId} was closed by ${state.closed?.by} with ${state.closed?.result}.`,
        'Nothing was changed.',
      );
    case 'CLAIMED_BY_ANOTHER':
      return new CliError(
        'FAILED',
        `${taskId} is claimed by ${state.claimedBy}.`,
        'Ask them; their claim ends when the task expires. task close --force closes it all the same.',
      );
    case 'NOT_CLAIMED':
      return new CliError(
        'FAILED',
        `${taskId} is claimed by nobody.`,
        'Claim it first (task claim), or add --force.',
      );
  }
};
