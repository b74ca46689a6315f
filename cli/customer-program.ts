import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { showConversation } from './commands/conversation-show.ts';
import { importCustomers } from './commands/customer-import.ts';
import { listCustomers } from './commands/customer-list.ts';
import { showCustomer } from './commands/customer-show.ts';
import { resumeOneCustomer, stopOneCustomer } from './commands/customer-stop.ts';
import { type CustomerChange, updateCustomer } from './commands/customer-update.ts';
import { columnHelp } from './customers/csv-columns.ts';
import { countryOf } from './customers/customer-fields.ts';
import { idOf } from './input/arguments.ts';
import { operatorOf, reason, reasonIn } from './operator-options.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import type { StageAccess } from './stage-access.ts';

const LONGEST_LIST = 1000;

/** Adds the commands about customers and what was said with them. */
export const addCustomers = (program: Command, terminal: Terminal): void => {
  const customers = program.command('customer').description('customers that commands speak of');
  addImport(customers, terminal);
  addShow(customers, terminal);
  addUpdate(customers, terminal);
  addList(customers, terminal);
  addStop(customers, terminal);
  program
    .command('conversation')
    .description('what was said with customers')
    .command('show')
    .description('show context and history, in the clear')
    .argument('<customerId>', 'the customer', idOf('customer'))
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => showConversation(await access.conversations(), id)),
      ),
    );
};

const addImport = (parent: Command, terminal: Terminal): void => {
  parent
    .command('import')
    .description('store the customers of a file; running it again goes on where it stopped')
    .argument('<file>', 'a .csv or .jsonl file')
    .option('--country <code>', 'of phone numbers that have no country code, such as DE', country)
    .addHelpText('after', `\n${columnHelp}`)
    .action((file: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          importCustomers(await access.customers(), { file, country: countryIn(command) }),
        ),
      ),
    );
};

const addShow = (parent: Command, terminal: Terminal): void => {
  parent
    .command('show')
    .description('show all that is stored of a customer, in the clear')
    .argument('<id>', 'the customer', idOf('customer'))
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => showCustomer(await access.customers(), id)),
      ),
    );
};

const addUpdate = (parent: Command, terminal: Terminal): void => {
  parent
    .command('update')
    .description('change fields of a customer; an empty text takes a field away')
    .argument('<id>', 'the customer', idOf('customer'))
    .option('--name <text>', 'as templates address the customer')
    .option('--email <address>', 'the e-mail address')
    .option('--phone <number>', 'the phone number')
    .option('--sms <number>', 'the number for text messages, where it is another one')
    .option('--zone <name>', 'the time zone, such as Europe/Berlin')
    .option('--locale <tag>', 'the language, such as de-DE')
    .option('--preferred-channel <name>', 'the channel to try first')
    .option('--country <code>', 'of phone numbers that have no country code, such as DE', country)
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          updateCustomer(await access.customers(), {
            customerId: id,
            change: changeIn(command),
            country: countryIn(command),
          }),
        ),
      ),
    );
};

const addList = (parent: Command, terminal: Terminal): void => {
  parent
    .command('list')
    .description('list customers, in no particular order, without names and addresses')
    .option('--limit <number>', `at most so many, up to ${LONGEST_LIST}`, limit, 50)
    .option('--after <id>', 'from behind this one', idOf('customer'))
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          listCustomers(await access.customers(), listSchema.parse(command.opts())),
        ),
      ),
    );
};

const addStop = (parent: Command, terminal: Terminal): void => {
  const deps = async (access: StageAccess) => ({
    ...systemPorts,
    customers: await access.customers(),
    journal: await access.journal(),
    by: operatorOf(terminal),
  });
  parent
    .command('stop')
    .description('contact a customer by no channel any more, until resume')
    .argument('<id>', 'the customer', idOf('customer'))
    .requiredOption('--reason <text>', 'why, for those who look at the customer later', reason)
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => stopOneCustomer(id, reasonIn(command), await deps(access))),
      ),
    );
  parent
    .command('resume')
    .description('lift the stop of an operator; what the customer has refused stays refused')
    .argument('<id>', 'the customer', idOf('customer'))
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => resumeOneCustomer(id, await deps(access))),
      ),
    );
};

const listSchema = z.object({ limit: z.number(), after: z.string().optional() });

const changeSchema = z.record(z.string(), z.string());

const changeIn = (command: Command): CustomerChange => {
  const { country: _, ...change } = changeSchema.parse(command.opts());
  return change;
};

const countryIn = (command: Command) => {
  const { country: code } = z.object({ country: z.string().optional() }).parse(command.opts());
  return code === undefined ? undefined : countryOf(code);
};

const country = (text: string): string => {
  const code = countryOf(text);
  if (code !== undefined) return code;
  throw new InvalidArgumentError('It must be a country of two letters, such as DE.');
};

const limit = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= LONGEST_LIST) return value;
  throw new InvalidArgumentError(`It must be a number from 1 to ${LONGEST_LIST}.`);
};
