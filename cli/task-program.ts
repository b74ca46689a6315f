import { type Command, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';
import { upperCaseName } from '../shared/messages/fields.ts';
import { priorities } from '../shared/messages/priority.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { DynamoDbTaskIndex } from '../shared/tasks/adapters/dynamodb-task-index.ts';
import { taskKinds } from '../shared/tasks/task.ts';
import { taskStatuses } from '../shared/tasks/task-state.ts';
import { actOnTask } from './commands/task-act.ts';
import { listTasks } from './commands/task-list.ts';
import { showTask } from './commands/task-show.ts';
import { code } from './input/arguments.ts';
import { operatorOf } from './operator-options.ts';
import type { Outcome } from './outcome.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import type { StageAccess } from './stage-access.ts';

type TaskAccess = Awaited<ReturnType<typeof openTaskAccess>>;

/** Adds the commands about tasks for people. */
export const addTasks = (program: Command, terminal: Terminal): void => {
  const tasks = program
    .command('task')
    .description('what a person must look at: escalations, callbacks, disputes');
  const run = (command: Command, work: (access: TaskAccess) => Promise<Outcome>) =>
    runCommand(command, terminal, (target) =>
      onStage(target, async (access) => work(await openTaskAccess(access))),
    );
  addList(tasks, run);
  tasks
    .command('show')
    .description('show a task and what became of it')
    .argument('<id>', 'its task id', code)
    .action((id: string, _, command: Command) => run(command, (access) => showTask(id, access)));
  addClaim(tasks, terminal, run);
  addClose(tasks, terminal, run);
};

type Run = (command: Command, work: (access: TaskAccess) => Promise<Outcome>) => Promise<void>;

const openTaskAccess = async (access: StageAccess) => {
  const [journal, [tableName = '']] = await Promise.all([
    access.journal(),
    access.parameters([access.names.stateTableName]),
  ]);
  return { ...systemPorts, journal, tasks: new DynamoDbTaskIndex({ client: access.dynamoDb, tableName }) };
};

const listSchema = z.object({
  status: z.enum(taskStatuses).optional(),
  kind: z.enum(taskKinds).optional(),
  priority: z.enum(priorities).optional(),
  customer: z.string().optional(),
});

const addList = (parent: Command, run: Run): void => {
  parent
    .command('list')
    .description('show the tasks that are not closed, the most urgent first')
    .addOption(
      new Option('--status <status>', 'only those; CLOSED ones of the last 30 days').choices(taskStatuses),
    )
    .addOption(new Option('--kind <kind>', 'only those of this kind').choices(taskKinds))
    .addOption(new Option('--priority <priority>', 'only those of this priority').choices(priorities))
    .option('--customer <id>', 'only those about this customer', code)
    .action((_, command: Command) =>
      run(command, (access) => listTasks(listSchema.parse(command.opts()), access)),
    );
};

const byOption = ['--by <name>', 'who does so (default: your name on this machine)'] as const;
const bySchema = z.object({ by: z.string().optional() });

const addClaim = (parent: Command, terminal: Terminal, run: Run): void => {
  parent
    .command('claim')
    .description('take a task, so that nobody else does; it is yours until it is closed or expires')
    .argument('<id>', 'its task id', code)
    .option(...byOption, code)
    .action((id: string, _, command: Command) =>
      run(command, (access) => {
        const { by = code(operatorOf(terminal)) } = bySchema.parse(command.opts());
        return actOnTask(id, { verb: 'claim', by }, access);
      }),
    );
};

const closeSchema = bySchema.extend({ result: z.string(), force: z.boolean().default(false) });

const addClose = (parent: Command, terminal: Terminal, run: Run): void => {
  parent
    .command('close')
    .description('end a task that you have claimed')
    .argument('<id>', 'its task id', code)
    .requiredOption('--result <code>', 'what came of it, such as CUSTOMER_CALLED_BACK; no words', resultCode)
    .option('--force', 'also where you have not claimed it')
    .option(...byOption, code)
    .action((id: string, _, command: Command) =>
      run(command, (access) => {
        const { by = code(operatorOf(terminal)), result, force } = closeSchema.parse(command.opts());
        return actOnTask(id, { verb: 'close', by, result, force }, access);
      }),
    );
};

const resultCode = (text: string): string => {
  if (upperCaseName.safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be an upper-case code such as CUSTOMER_CALLED_BACK: no words.');
};
