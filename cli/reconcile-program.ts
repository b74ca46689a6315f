import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { GRACE_SECONDS } from '../shared/runtime/create-reconciler-handler.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { runReconciliation } from './commands/reconcile-run.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

/** What the journal's stream keeps. */
const MOST_HOURS = 24;

const runSchema = z.object({ hours: z.number(), grace: z.number(), dryRun: z.boolean().default(false) });

/** Adds the commands that compare the journal with those who must know of its facts. */
export const addReconciliation = (program: Command, terminal: Terminal): void => {
  program
    .command('reconcile')
    .description('the journal and who must know of its facts')
    .command('run')
    .description('compare the facts of the last hours with the events on the bus, and tell what is missing')
    .option('--hours <number>', `how far to go back, up to ${MOST_HOURS}`, numberUpTo(MOST_HOURS), 1)
    .option('--grace <seconds>', 'leave younger facts alone', numberUpTo(86_400), GRACE_SECONDS)
    .option('--dry-run', 'only say what is missing')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, (access) => {
          const { hours, grace, dryRun } = runSchema.parse(command.opts());
          return runReconciliation(access, { ...systemPorts, hours, graceSeconds: grace, dryRun });
        }),
      ),
    );
};

const numberUpTo = (most: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= most) return value;
  throw new InvalidArgumentError(`It must be a number from 0 to ${most}.`);
};
