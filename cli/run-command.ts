import type { Command } from 'commander';
import * as z from 'zod';
import { readStageFile } from '../local/stage-file.ts';
import { type ExitName, exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import type { Outcome } from './outcome.ts';
import { openStage, type StageAccess } from './stage-access.ts';
import { chooseStage, type StageTarget, stageLine } from './stage-target.ts';
import type { Screen } from './top/screen.ts';

/** The world of one run of the command. */
export type Terminal = {
  /** The checkout whose stage it is. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes a line of the result. */
  readonly write: (line: string) => void;
  /** Takes a line about the run: the stage, an error. */
  readonly note: (line: string) => void;
  readonly readStdin: () => Promise<Buffer>;
  /** Takes the terminal over; absent where none listens. */
  readonly openScreen?: (() => Screen) | undefined;
  /** Takes the exit code. */
  readonly end: (code: number) => void;
};

const globalSchema = z.object({ stage: z.string().optional(), json: z.boolean().default(false) });

/** Chooses the stage, does the work of a command on it and prints what comes of it, failures included. Never throws. */
export const runCommand = async (
  command: Command,
  terminal: Terminal,
  work: (target: StageTarget) => Promise<Outcome>,
): Promise<void> => {
  const { stage: option, json } = globalSchema.parse(command.optsWithGlobals());
  let target: StageTarget | undefined;
  try {
    const variable = terminal.env['SWITCHBOARD_STAGE'];
    target = chooseStage({ option, variable, readRunning: () => readStageFile(terminal.root) });
    terminal.note(stageLine(target));
    const outcome = await work(target);
    print(terminal, json, target, outcome);
  } catch (error) {
    const { exit, message, advice } = explainFailure(error, target);
    terminal.note(`switchboard: ${message} ${advice}`);
    const fields = { error: { name: exit, message, advice } };
    print(terminal, json, target, { exit, json: fields, lines: [] });
  }
};

/** Does work on a stage's AWS services, and closes them. Throws when the stage does not run. */
export const onStage = async (
  target: StageTarget,
  work: (access: StageAccess) => Promise<Outcome>,
): Promise<Outcome> => {
  const access = openStage(target);
  try {
    return await work(access);
  } finally {
    access.close();
  }
};

const print = (
  { write, end }: Terminal,
  asJson: boolean,
  target: StageTarget | undefined,
  { exit, json, lines }: Outcome,
): void => {
  if (asJson) write(JSON.stringify({ stage: target?.name ?? null, ok: isOk(exit), ...json }, undefined, 2));
  else for (const line of lines) write(line);
  end(exitCodes[exit].code);
};

const isOk = (exit: ExitName): boolean => exit === 'OK';
