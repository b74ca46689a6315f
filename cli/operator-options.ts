import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import type { Terminal } from './run-command.ts';

const LONGEST_REASON = 200;

/** Who gives the command, as the machine knows them. */
export const operatorOf = ({ env }: Pick<Terminal, 'env'>): string => env['USER'] ?? 'unknown';

/** Reads a reason: one line of 1 to 200 characters. Throws commander's error on any other text. */
export const reason = (text: string): string => {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed.length <= LONGEST_REASON && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw new InvalidArgumentError(`It must be one line of 1 to ${LONGEST_REASON} characters.`);
};

/** The reason that a command was given. */
export const reasonIn = (command: Command): string =>
  z.object({ reason: z.string() }).parse(command.opts()).reason;
