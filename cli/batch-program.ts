import type { Command } from 'commander';
import * as z from 'zod';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { showBatch } from './commands/batch-show.ts';
import { idOf, waitSeconds } from './input/arguments.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

const showSchema = z.object({ wait: z.number().optional() });

/** Adds the command about batches; they are sent as commands are, by `command send`. */
export const addBatches = (program: Command, terminal: Terminal): void => {
  program
    .command('batch')
    .description('batches of contacts')
    .command('show')
    .description('show what became of each member of a batch (send one with: command send)')
    .argument('<batchId>', 'its batchId', idOf('batch'))
    .option(
      '--wait <seconds>',
      'wait until every member has come to an end, and fail unless it has',
      waitSeconds,
    )
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const waitSeconds = showSchema.parse(command.opts()).wait;
          return showBatch(await access.journal(), { ...systemPorts, batchId: id, waitSeconds });
        }),
      ),
    );
};
