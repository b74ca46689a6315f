import { InvalidArgumentError } from 'commander';
import { identifier } from '../../shared/messages/fields.ts';

const LONGEST_WAIT_SECONDS = 86_400;

/** Reads seconds to wait, of a day at most. Throws commander's error on any other text. */
export const waitSeconds = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= LONGEST_WAIT_SECONDS) return value;
  throw new InvalidArgumentError(`It must be a number of seconds from 0 to ${LONGEST_WAIT_SECONDS}.`);
};

/** Makes a reader of ids of something, such as a `campaign`, which throws commander's error on a text that is none. */
export const idOf =
  (what: string) =>
  (text: string): string => {
    if (identifier.safeParse(text).success) return text;
    throw new InvalidArgumentError(`It is no ${what} id.`);
  };

/** Reads a code or id; no words. Throws commander's error on any other text. */
export const code = (text: string): string => {
  if (identifier.safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be one code or id: letters, digits and . _ : @ / + = - only.');
};
