import { Command, CommanderError } from 'commander';
import * as z from 'zod';
import { stages } from '../config/stages.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { addAgents } from './agent-program.ts';
import { addBatches } from './batch-program.ts';
import { addBreakers } from './breaker-program.ts';
import { addCampaigns } from './campaign-program.ts';
import { addCapacity } from './capacity-program.ts';
import { sendCommands } from './commands/command-send.ts';
import { showStatus } from './commands/command-status.ts';
import { examine } from './commands/doctor.ts';
import { listInbox } from './commands/inbox-list.ts';
import { listLanes } from './commands/lane-list.ts';
import { addContacts, addExplain } from './contact-program.ts';
import { addCustomers } from './customer-program.ts';
import { openAttainment } from './deadlines/open-attainment.ts';
import { addDeadLetters } from './dlq-program.ts';
import { exitCodeHelp, exitCodes } from './exit-codes.ts';
import { idOf, waitSeconds } from './input/arguments.ts';
import { addReconciliation } from './reconcile-program.ts';
import { addReports } from './report-program.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import { addSagas } from './saga-program.ts';
import { addSandbox } from './sandbox-program.ts';
import { addTasks } from './task-program.ts';
import { addTemplates } from './template-program.ts';
import { addTimers } from './timer-program.ts';
import { addTop } from './top-program.ts';
import { addUnknown } from './unknown-program.ts';

/** Runs the `switchboard` command with its arguments. Never throws: the terminal takes the exit code, of usage errors too. */
export const runProgram = async (args: readonly string[], terminal: Terminal): Promise<void> => {
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      terminal.end(usageExitCode(error.exitCode));
    } else {
      const name = error instanceof Error ? error.name : 'unknown error';
      terminal.note(`switchboard: it failed with ${name}; run npx switchboard doctor`);
      terminal.end(exitCodes.FAILED.code);
    }
  }
};

/** The command line of `switchboard`: noun, then verb. Its usage errors are thrown as commander's errors. */
const createProgram = (terminal: Terminal): Command => {
  const program = new Command('switchboard')
    .description('Sends commands to the agents of a stage and shows what becomes of them')
    .option('--stage <name>', `the stage: ${Object.keys(stages).join(', ')} (default: the running local one)`)
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('afterAll', exitCodeHelp())
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(switchboard --help says what there is)')
    .configureOutput({
      writeOut: (text) => terminal.write(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    })
    .exitOverride();
  const commands = noun(program, 'command', 'commands to agents');
  addSend(commands, terminal);
  addStatus(commands, terminal);
  addExplain(commands, terminal);
  addLists(program, terminal);
  addUnknown(program, terminal);
  addCustomers(program, terminal);
  addContacts(program, terminal);
  addAgents(program, terminal);
  addBatches(program, terminal);
  addCampaigns(program, terminal);
  addTasks(program, terminal);
  addTemplates(program, terminal);
  addDeadLetters(program, terminal);
  addReconciliation(program, terminal);
  addReports(program, terminal);
  addBreakers(program, terminal);
  addCapacity(program, terminal);
  addSagas(program, terminal);
  addSandbox(program, terminal);
  addTimers(program, terminal);
  addTop(program, terminal);
  addDoctor(program, terminal);
  return program;
};

/** The code of a usage error, and of commander's other ways to end, such as `--help`. */
const usageExitCode = (commanderCode: number): number =>
  commanderCode === 0 ? exitCodes.OK.code : exitCodes.USAGE.code;

const noun = (program: Command, name: string, description: string): Command =>
  program.command(name).description(description);

const sendSchema = z.object({ direct: z.boolean().default(false), fresh: z.boolean().default(false) });

const addSend = (parent: Command, terminal: Terminal): void => {
  parent
    .command('send')
    .description('send the commands and batches of a file: one JSON document, an array, or JSON lines')
    .argument('<file>', 'a path, or - for standard input')
    .option('--direct', 'straight into their lanes by the client library, instead of the bus')
    .option('--fresh', 'give each command a new messageId and the present time')
    .action((file: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, (access) =>
          sendCommands(access, { file, ...terminal, ...sendSchema.parse(command.opts()) }),
        ),
      ),
    );
};

const statusSchema = z.object({ wait: z.number().optional() });

const addStatus = (parent: Command, terminal: Terminal): void => {
  parent
    .command('status')
    .description('show the state of a command and its facts')
    .argument('<id>', 'its messageId', idOf('message'))
    .option('--wait <seconds>', 'wait for its end, and fail unless it was sent or delivered', waitSeconds)
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const waitSeconds = statusSchema.parse(command.opts()).wait;
          return showStatus(await access.journal(), { ...systemPorts, commandId: id, waitSeconds });
        }),
      ),
    );
};

const inboxSchema = z.object({ to: z.string().optional(), channel: z.string().optional() });

const addLists = (program: Command, terminal: Terminal): void => {
  noun(program, 'lane', 'queues of the pools')
    .command('list')
    .description(
      'show how many messages wait in each lane, are in flight, delayed or dead letters, and the last hour against the deadlines',
    )
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, (access) => listLanes(access, openAttainment(target), Date.now())),
      ),
    );
  noun(program, 'inbox', 'messages that the local provider sandbox took')
    .command('list')
    .description('show the messages as text, newest last (local stage only)')
    .option('--to <address>', 'only those to this address')
    .option('--channel <name>', 'only those of this channel, such as sms')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) => listInbox(target, inboxSchema.parse(command.opts()))),
    );
};

const addDoctor = (program: Command, terminal: Terminal): void => {
  program
    .command('doctor')
    .description('check this machine and the stage, and say how to mend what is not well')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        examine(target, { root: terminal.root, engine: terminal.env['SWITCHBOARD_ENGINE'] }),
      ),
    );
};
