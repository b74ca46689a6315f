import { foldedText, wordsOf } from '../intent/folded-text.ts';
import { optOutWords } from '../intent/rules/opt-out-words.ts';

const phrases: ReadonlySet<string> = new Set(
  Object.values(optOutWords)
    .flat()
    .map((phrase) => wordsOf(foldedText(phrase)).join(' ')),
);

/**
 * Whether an answer is nothing but words that end further messages, in any of the languages that we know; case, accents, spaces
 * and punctuation do not matter. What sentences mean is left to the analysis of intents, which comes seconds later.
 */
export const isOptOut = (text: string): boolean => phrases.has(wordsOf(foldedText(text)).join(' '));
