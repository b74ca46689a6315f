/** The words by which the recipient of a message ends further ones: those of US carriers and of the FCC's rule of 2025. */
const OPT_OUT_WORDS = new Set([
  'stop',
  'stopall',
  'quit',
  'end',
  'revoke',
  'opt out',
  'optout',
  'cancel',
  'unsubscribe',
]);

/** Whether an answer is nothing but a word that ends further messages; case, spaces and punctuation do not matter. */
export const isOptOut = (text: string): boolean =>
  OPT_OUT_WORDS.has(
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  );
