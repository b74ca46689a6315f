import type { Command } from 'commander';
import * as z from 'zod';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { CliError } from './cli-error.ts';
import { listUnknown } from './commands/unknown-list.ts';
import { resolveUnknown } from './commands/unknown-resolve.ts';
import { code } from './input/arguments.ts';
import { operatorOf } from './operator-options.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

/** Adds the commands about commands whose fate nobody knows. */
export const addUnknown = (program: Command, terminal: Terminal): void => {
  const unknown = program.command('unknown').description('commands whose fate nobody knows');
  unknown
    .command('list')
    .description('show commands of which nobody knows whether the provider took them')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => listUnknown(await access.journal())),
      ),
    );
  addResolve(unknown, terminal);
};

const resolveSchema = z.object({
  taken: z.boolean().default(false),
  notTaken: z.boolean().default(false),
  reason: z.string(),
  by: z.string().optional(),
});

const addResolve = (parent: Command, terminal: Terminal): void => {
  parent
    .command('resolve')
    .description('say what became of one, as you know it from its provider')
    .argument('<commandId>', 'its messageId', code)
    .option('--taken', 'the provider took it: it counts as sent')
    .option('--not-taken', 'the provider did not take it: it may be sent again')
    .requiredOption('--reason <code>', 'where you know it from, such as PROVIDER_CONSOLE; no words', code)
    .option('--by <name>', 'who says so (default: your name on this machine)', code)
    .action((commandId: string, _, command: Command) =>
      runCommand(command, terminal, (target) => {
        const {
          taken,
          notTaken,
          reason,
          by = code(operatorOf(terminal)),
        } = resolveSchema.parse(command.opts());
        if (taken === notTaken) {
          throw new CliError('USAGE', 'Say either --taken or --not-taken.', 'The provider knows which.');
        }
        return onStage(target, async (access) =>
          resolveUnknown(await access.journal(), { ...systemPorts, commandId, taken, reason, by }),
        );
      }),
    );
};
