import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { receiptKinds } from '../local/provider-sandbox/receipts/receipt-kinds.ts';
import { addFault, clearFaults, listFaults } from './commands/sandbox-fault.ts';
import { sendReply } from './commands/sandbox-reply.ts';
import { runCommand, type Terminal } from './run-command.ts';

/** Adds the commands that tell the local stage's provider sandbox what to do. */
export const addSandbox = (program: Command, terminal: Terminal): void => {
  const sandbox = program
    .command('sandbox')
    .description('what the local provider sandbox does (local stage only)');
  const faults = sandbox.command('fault').description('rules by which it misbehaves');
  addAddFault(faults, terminal);
  faults
    .command('list')
    .description('show the rules in force')
    .action((_, command: Command) => runCommand(command, terminal, listFaults));
  faults
    .command('clear')
    .description('forget all rules')
    .action((_, command: Command) => runCommand(command, terminal, clearFaults));
  addReply(sandbox, terminal);
};

const kindHelp = `
Kinds and what they take:
  delay                    wait before all else                        --ms
  delay-after-accepting    take it and answer late                     --ms
  throttle                 429                                         --retry-after
  error                    any other status                            --status
  refuse-address           the recipient is refused
  close-before-accepting   the connection breaks, nothing was taken
  close-after-accepting    it was taken, then the connection breaks
  malformed-body           it was taken, the answer is no JSON
  receipt                  another receipt than a delivery             --receipt --delay --copies --before-response
  reply                    the recipient answers                       --text --delay

Receipts: ${receiptKinds.join(', ')}, none`;

const optionsSchema = z.object({
  to: z.string().optional(),
  channel: z.string().optional(),
  commandId: z.string().optional(),
  from: z.string().optional(),
  region: z.string().optional(),
  times: z.number().optional(),
  always: z.boolean().default(false),
  every: z.number().optional(),
  probability: z.number().optional(),
  seed: z.number().optional(),
  ms: z.number().optional(),
  retryAfter: z.number().optional(),
  status: z.number().optional(),
  receipt: z.string().optional(),
  delay: z.number().optional(),
  copies: z.number().optional(),
  beforeResponse: z.boolean().optional(),
  text: z.string().optional(),
});

const addAddFault = (parent: Command, terminal: Terminal): void => {
  parent
    .command('add')
    .description('add a rule; without --times it acts once')
    .argument('<kind>', 'what it does')
    .option('--to <address>', 'only to this address')
    .option('--channel <name>', 'only by this channel')
    .option('--command-id <id>', 'only for this command')
    .option('--from <sender>', 'only as this sender of ours: an address, a number, a pool')
    .option('--region <name>', 'only in this AWS Region')
    .option('--times <count>', 'how often it acts', number)
    .option('--always', 'until it is cleared')
    .option('--every <n>', 'at each nth call that it concerns', number)
    .option('--probability <share>', 'at this share of the calls, from 0 to 1', number)
    .option('--seed <number>', 'makes the share repeatable', number)
    .option('--ms <milliseconds>', 'how long', number)
    .option('--retry-after <seconds>', 'what the provider asks for', number)
    .option('--status <code>', 'an HTTP status from 400 to 599', number)
    .option('--receipt <kind>', 'what is said later')
    .option('--delay <milliseconds>', 'when it is said', number)
    .option('--copies <count>', 'how often the receipt comes', number)
    .option('--before-response', 'the receipt comes before the answer')
    .option('--text <words>', 'what the recipient says')
    .addHelpText('after', kindHelp)
    .action((kind: string, _, command: Command) =>
      runCommand(command, terminal, (target) => addFault(target, askedFault(kind, command))),
    );
};

const askedFault = (kind: string, command: Command) => {
  const { times, always, every, probability, seed, ...others } = optionsSchema.parse(command.opts());
  const { to, channel, commandId, from, region, ...rest } = others;
  const { ms, retryAfter, status, receipt, delay, copies, beforeResponse, text } = rest;
  return {
    kind,
    match: { to, channel, commandId, from, region },
    times: times ?? (always ? undefined : 1),
    every,
    probability,
    seed,
    more: {
      ms,
      retryAfterSeconds: retryAfter,
      status,
      receipt,
      delayMs: delay,
      copies,
      beforeResponse,
      text,
    },
  };
};

const addReply = (parent: Command, terminal: Terminal): void => {
  parent
    .command('reply')
    .description('have a recipient answer')
    .requiredOption('--channel <name>', 'by which channel, such as sms')
    .option('--command-id <id>', 'to the message of this command')
    .option('--from <address>', "the recipient's own address, when to no command")
    .option('--to <address>', 'ours, as the inbox shows it')
    .argument('<text>', 'what the recipient says')
    .action((text: string, _, command: Command) =>
      runCommand(command, terminal, (target) => sendReply(target, { ...command.opts(), text })),
    );
};

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number.');
};
