import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { cancelTimer, listTimers, moveTo } from './commands/timer-commands.ts';
import { idOf } from './input/arguments.ts';
import { readTime } from './input/read-time.ts';
import { openTimers } from './open-timers.ts';
import { operatorOf } from './operator-options.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

/** Adds the commands about commands that wait for their time. */
export const addTimers = (program: Command, terminal: Terminal): void => {
  const timers = program.command('timer').description('commands that wait for their time');
  addList(timers, terminal);
  timers
    .command('cancel')
    .description('take a command back that was not sent yet, also one that is in its lane already')
    .argument('<commandId>', 'its messageId', idOf('message'))
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const journal = await access.journal();
          const by = operatorOf(terminal);
          return cancelTimer({ ...systemPorts, journal, timers: await openTimers(access) }, id, by);
        }),
      ),
    );
  addMove(timers, terminal);
};

const listSchema = z.object({
  campaign: z.string().optional(),
  customer: z.string().optional(),
  limit: z.number().default(50),
});

const addList = (parent: Command, terminal: Terminal): void => {
  parent
    .command('list')
    .description('show what waits, the first first')
    .option('--campaign <id>', 'only commands of this campaign')
    .option('--customer <id>', 'only commands to this customer')
    .option('--limit <number>', 'show so many at most (default: 50)', count)
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          listTimers(await openTimers(access), listSchema.parse(command.opts())),
        ),
      ),
    );
};

const moveSchema = z.object({ at: z.string(), zone: z.string().optional() });

const addMove = (parent: Command, terminal: Terminal): void => {
  parent
    .command('move')
    .description('give a waiting command another time, and its deadline with it')
    .argument('<commandId>', 'its messageId', idOf('message'))
    .requiredOption('--at <time>', 'such as 2026-12-24T09:30:00Z, or without Z together with --zone')
    .option('--zone <name>', 'the IANA zone of that time, such as Europe/Berlin')
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) => {
        const { at, zone } = moveSchema.parse(command.opts());
        const to = readTime(at, zone);
        return onStage(target, async (access) => {
          const journal = await access.journal();
          const deps = { ...systemPorts, journal, timers: await openTimers(access) };
          return moveTo(deps, { commandId: id, to, by: operatorOf(terminal) });
        });
      }),
    );
};

const MOST_LISTED = 10_000;

const count = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_LISTED) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_LISTED}.`);
};
