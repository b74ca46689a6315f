import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { sagas } from '../config/sagas.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { sagaIdSchema } from '../shared/sagas/saga-id.ts';
import { listSagas } from './commands/saga-list.ts';
import { comparableInput, startSaga } from './commands/saga-start.ts';
import { showSaga } from './commands/saga-status.ts';
import { waitSeconds } from './input/arguments.ts';
import { openSagas } from './open-sagas.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

const startSchema = z.object({ input: z.string(), id: z.string().optional() });
const statusSchema = z.object({ wait: z.number().optional() });

/** Adds the commands about sagas. */
export const addSagas = (program: Command, terminal: Terminal): void => {
  const parent = program
    .command('saga')
    .description('sagas: several steps of which all are done or all undone');
  addStart(parent, terminal);
  addStatus(parent, terminal);
  addList(parent, terminal);
};

const addStart = (parent: Command, terminal: Terminal): void => {
  parent
    .command('start')
    .description('begin a saga; personal fields in the clear are encrypted first')
    .argument('<name>', Object.keys(sagas).join(', '), sagaName)
    .requiredOption('--input <file>', 'a file with its input as JSON, or - for standard input')
    .option('--id <id>', 'its id: begun again it stays the same saga (default: a new one)', sagaId)
    .action((saga: keyof typeof sagas, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const { input: file, id: given = `saga-${randomUUID()}` } = startSchema.parse(command.opts());
          const asked = { saga, sagaId: given, file, readStdin: terminal.readStdin };
          const cipher = await access.cipher();
          const machines = await openSagas(access, { comparable: comparableInput(cipher) });
          try {
            return await startSaga(asked, { start: machines.start, cipher });
          } finally {
            machines.close();
          }
        }),
      ),
    );
};

const addStatus = (parent: Command, terminal: Terminal): void => {
  parent
    .command('status')
    .description('show how a saga stands, and its facts')
    .argument('<id>', 'its id', sagaId)
    .option('--wait <seconds>', 'wait for its end, and fail unless it is complete', waitSeconds)
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const waitSeconds = statusSchema.parse(command.opts()).wait;
          return showSaga(await access.journal(), { ...systemPorts, sagaId: id, waitSeconds });
        }),
      ),
    );
};

const addList = (parent: Command, terminal: Terminal): void => {
  parent
    .command('list')
    .description('show the newest sagas, and how their executions stand')
    .argument('[name]', Object.keys(sagas).join(', '), sagaName)
    .action((name: keyof typeof sagas | undefined, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const machines = await openSagas(access);
          try {
            return await listSagas(name === undefined ? Object.keys(sagas) : [name], machines);
          } finally {
            machines.close();
          }
        }),
      ),
    );
};

const sagaName = (text: string): string => {
  if (Object.hasOwn(sagas, text)) return text;
  throw new InvalidArgumentError(`It must be one of ${Object.keys(sagas).join(', ')} (config/sagas.ts).`);
};

const sagaId = (text: string): string => {
  const parsed = sagaIdSchema.safeParse(text);
  if (parsed.success) return text;
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
};
