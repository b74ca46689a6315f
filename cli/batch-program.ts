import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { identifier } from '../shared/messages/fields.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { showBatch } from './commands/batch-show.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

const LONGEST_WAIT_SECONDS = 86_400;
const showSchema = z.object({ wait: z.number().optional() });

/** Adds the command about batches; they are sent as commands are, by `command send`. */
export const addBatches = (program: Command, terminal: Terminal): void => {
  program
    .command('batch')
    .description('batches of contacts')
    .command('show')
    .description('show what became of each member of a batch (send one with: command send)')
    .argument('<batchId>', 'its batchId', batchId)
    .option('--wait <seconds>', 'wait until every member has come to an end, and fail unless it has', seconds)
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const waitSeconds = showSchema.parse(command.opts()).wait;
          return showBatch(await access.journal(), { ...systemPorts, batchId: id, waitSeconds });
        }),
      ),
    );
};

const batchId = (text: string): string => {
  if (identifier.safeParse(text).success) return text;
  throw new InvalidArgumentError('It is no batch id.');
};

const seconds = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= LONGEST_WAIT_SECONDS) return value;
  throw new InvalidArgumentError(`It must be a number of seconds from 0 to ${LONGEST_WAIT_SECONDS}.`);
};
