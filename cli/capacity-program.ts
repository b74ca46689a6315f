import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { profiles, stages } from '../config/stages.ts';
import { type Priority, priorities } from '../shared/messages/priority.ts';
import type { ByTier } from './capacity/workload.ts';
import type { ProfileName } from './commands/capacity.ts';
import { runCommand, type Terminal } from './run-command.ts';

const MOST_MESSAGES = 10_000_000;
const byTier = z.partialRecord(z.enum(priorities), z.number());
const profileNames = Object.keys(profiles) as ProfileName[];

const optionsSchema = z.object({
  profile: z.enum(profileNames).optional(),
  agent: z.string(),
  path: z.enum(['direct', 'bus']),
  rate: z.number(),
  overload: z.number(),
  mix: byTier,
  burst: byTier,
  waiting: byTier,
  seconds: z.number(),
  quota: z.number().optional(),
  seed: z.number(),
  providerMs: z.number().optional(),
  chart: z.string().optional(),
});

/** Adds the command that says what a profile holds and costs; it deploys nothing and asks nobody. */
export const addCapacity = (program: Command, terminal: Terminal): void => {
  addLoad(
    program
      .command('capacity')
      .description('say what a profile holds under a load and what it costs, before it is deployed')
      .option('--profile <name>', `${profileNames.join(', ')} (default: the stage's)`, oneOf(profileNames)),
  )
    .option('--quota <number>', "the account's concurrent executions (default: the profile's)", numberFrom(1))
    .option('--seed <number>', 'another one gives another course of chance', numberFrom(0), 1)
    .option('--provider-ms <number>', 'the middle of what a call of the provider takes', numberFrom(1))
    .option('--chart <file>', 'draw the plan into an SVG file')
    .action((_, command: Command) =>
      runCommand(command, terminal, async (target) => {
        const {
          profile,
          quota,
          seed,
          providerMs,
          chart,
          agent,
          waiting: backlog,
          ...load
        } = optionsSchema.parse(command.opts());
        // Templates need CDK, which takes a second to load: not for the other commands.
        const { planCapacity } = await import('./commands/capacity.ts');
        return planCapacity({
          profile: profile ?? stages[target.name].profile,
          workload: { ...load, agentType: agent, waiting: backlog },
          ...{ quota, seed, providerMs, chart },
        });
      }),
    );
};

const addLoad = (command: Command): Command =>
  command
    .option('--agent <type>', 'the agent type that all messages are for', 'email')
    .option('--path <way>', 'direct (by the client library) or bus', oneOf(['direct', 'bus']), 'direct')
    .option('--rate <number>', 'messages a second', numberFrom(0), 20)
    .option(
      '--overload <factor>',
      'how many times as many come once pollers and environments have found their number',
      numberFrom(1),
      1,
    )
    .option(
      '--mix <tiers>',
      'weights of the tiers in it',
      tiers,
      tiers('CRITICAL=5,HIGH=15,MEDIUM=30,LOW=50'),
    )
    .option('--burst <tiers>', 'messages that come at once: a number of CRITICAL ones, or by tier', tiers, {})
    .option('--waiting <tiers>', 'messages that wait already: a number of LOW ones, or by tier', waiting, {})
    .option('--seconds <number>', 'for how long messages come', numberFrom(1), 60);

const oneOf = (names: readonly string[]) => (text: string) => {
  if (names.includes(text)) return text;
  throw new InvalidArgumentError(`It must be one of ${names.join(', ')}.`);
};

const numberFrom = (least: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= MOST_MESSAGES) return value;
  throw new InvalidArgumentError(`It must be a number from ${least} to ${MOST_MESSAGES}.`);
};

/** `CRITICAL=5000,LOW=100`, or a number alone for the given tier. */
const tiersOr =
  (tierOfNumber: Priority) =>
  (text: string): ByTier => {
    if (/^\d+$/.test(text)) return { [tierOfNumber]: numberFrom(0)(text) };
    return Object.fromEntries(
      text.split(',').map((part) => {
        const [tier = '', count = ''] = part.split('=');
        if (!priorities.some((known) => known === tier)) {
          throw new InvalidArgumentError(
            `Write it as CRITICAL=5,LOW=20; tiers are ${priorities.join(', ')}.`,
          );
        }
        return [tier, numberFrom(0)(count)];
      }),
    );
  };

const tiers = tiersOr('CRITICAL');
const waiting = tiersOr('LOW');
