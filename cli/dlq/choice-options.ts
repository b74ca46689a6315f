import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { idOf } from '../input/arguments.ts';
import { parkingPools } from '../open-parking.ts';
import type { ParkedChoice } from './find-parked.ts';

const LONGEST_LIST = 10_000;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Adds the options by which a user chooses parked messages. */
export const addChoice = (command: Command, limit: number): Command =>
  command
    .option('--cause <code>', 'only those with this cause, such as RECEIVES_USED_UP')
    .option('--agent-type <name>', 'only those of this agent type or other pool', pool)
    .option('--campaign <id>', 'only those of this campaign', idOf('campaign'))
    .option('--older-than <age>', 'only those parked longer ago than this, such as 90m, 12h or 3d', age)
    .option('--newer-than <age>', 'only those parked less long ago than this', age)
    .option('--limit <number>', `at most so many, up to ${LONGEST_LIST}`, atMost, limit);

const schema = z.object({
  cause: z.string().optional(),
  agentType: z.string().optional(),
  campaign: z.string().optional(),
  olderThan: z.number().optional(),
  newerThan: z.number().optional(),
  limit: z.number(),
});

/** What the options of a command choose, at `now` (milliseconds since 1970). */
export const choiceOf = (command: Command, now: number): ParkedChoice => {
  const {
    cause,
    agentType,
    campaign: campaignId,
    olderThan,
    newerThan,
    limit,
  } = schema.parse(command.opts());
  return {
    pools: agentType === undefined ? parkingPools : [agentType],
    limit,
    cause,
    campaignId,
    until: olderThan === undefined ? undefined : now - olderThan,
    since: newerThan === undefined ? undefined : now - newerThan,
  };
};

const pool = (text: string): string => {
  if (parkingPools.includes(text)) return text;
  throw new InvalidArgumentError(`It must be one of ${parkingPools.join(', ')}.`);
};

const age = (text: string): number => {
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (number !== undefined && unitMs !== undefined) return Number(number) * unitMs;
  throw new InvalidArgumentError('It must be a number with s, m, h or d, such as 90m.');
};

const atMost = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= LONGEST_LIST) return value;
  throw new InvalidArgumentError(`It must be a number from 1 to ${LONGEST_LIST}.`);
};
