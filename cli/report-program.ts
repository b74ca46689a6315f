import { type Command, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';
import { calendarDay, identifier } from '../shared/messages/fields.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { generateReport } from './commands/report-generate.ts';
import { listReports } from './commands/report-list.ts';
import { showReport } from './commands/report-show.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

const generateSchema = z.object({
  campaign: z.string().optional(),
  channel: z.string().optional(),
  agent: z.string().optional(),
  day: z.string().optional(),
  from: z.string().optional(),
  until: z.string().optional(),
  wait: z.boolean().default(false),
});

/** Adds the commands about reports. */
export const addReports = (program: Command, terminal: Terminal): void => {
  const reports = program.command('report').description('counts of what became of commands');
  addGenerate(reports, terminal);
  reports
    .command('show')
    .description('show a report that was made')
    .argument('<id>', 'its id: that of the command that asked for it', reportId)
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) => onStage(target, (access) => showReport(access, id))),
    );
  reports
    .command('list')
    .description('list the reports that were made, the newest first')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) => onStage(target, (access) => listReports(access))),
    );
};

const addGenerate = (reports: Command, terminal: Terminal): void => {
  reports
    .command('generate')
    .description(
      'count the commands of a campaign, a channel, an agent or a day; without days, of the newest 31',
    )
    .addOption(
      new Option('--campaign <id>', 'of this campaign').argParser(named).conflicts(['channel', 'agent']),
    )
    .addOption(
      new Option('--channel <name>', 'of this agent type').argParser(named).conflicts(['campaign', 'agent']),
    )
    .addOption(new Option('--agent <identity>', 'of this identity').argParser(named))
    .option('--day <day>', 'accepted on this day (UTC), such as 2026-11-26', day)
    .option('--from <day>', 'accepted on this day or later', day)
    .option('--until <day>', 'accepted on this day or before (default: today)', day)
    .option('--wait', 'wait until it is made, and show it')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, (access) =>
          generateReport(access, { ...systemPorts, ...generateSchema.parse(command.opts()) }),
        ),
      ),
    );
};

const reportId = (text: string): string => {
  if (z.uuid().safeParse(text).success) return text;
  throw new InvalidArgumentError('It is no id of a report.');
};

const named = (text: string): string => {
  if (identifier.safeParse(text).success) return text;
  throw new InvalidArgumentError('It is no id.');
};

const day = (text: string): string => {
  if (calendarDay.safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be a day such as 2026-11-26.');
};
