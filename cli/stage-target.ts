import { type StageName, stages } from '../config/stages.ts';
import type { StageFile } from '../local/stage-file.ts';
import { CliError } from './cli-error.ts';

/** The stage that a command works on; `running` is the local one as `npm start` left word of it. */
export type StageTarget = { readonly name: StageName; readonly running: StageFile | undefined };

export type StageChoice = {
  /** What `--stage` says. */
  readonly option: string | undefined;
  /** What SWITCHBOARD_STAGE says. */
  readonly variable: string | undefined;
  readonly readRunning: () => StageFile | undefined;
};

/**
 * Chooses the stage: `--stage`, or else the local one. Throws on a name that is no stage, and when the environment names
 * another stage than the local one without the command line naming it too.
 */
export const chooseStage = ({ option, variable, readRunning }: StageChoice): StageTarget => {
  const name = option ?? variable ?? 'local';
  const from = option === undefined ? 'SWITCHBOARD_STAGE' : '--stage';
  if (!isStageName(name)) {
    const known = Object.keys(stages).join(', ');
    throw new CliError('USAGE', `${from} names no stage.`, `Use one of ${known} (config/stages.ts).`);
  }
  if (option === undefined && name !== 'local') {
    const advice = `Add --stage ${name} when you mean it, or --stage local.`;
    throw new CliError('USAGE', `SWITCHBOARD_STAGE is ${name}, which is not the local stage.`, advice);
  }
  return { name, running: name === 'local' ? readRunning() : undefined };
};

/** The running local stage. Throws when it does not run. */
export const runningStage = ({ running }: StageTarget): StageFile => {
  if (running !== undefined) return running;
  throw new CliError('NO_STAGE', 'The local stage is not running.', 'Start it with npm start.');
};

/** The line that says what a command works on. */
export const stageLine = ({ name, running }: StageTarget): string => {
  if (name !== 'local') return `stage: ${name} (AWS)`;
  return `stage: local (${running === undefined ? 'not running' : running.endpoint})`;
};

const isStageName = (name: string): name is StageName => Object.hasOwn(stages, name);
