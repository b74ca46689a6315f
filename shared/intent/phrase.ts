import { foldedText } from './folded-text.ts';

/**
 * A phrase of a rule as it is matched: a place is a list of words of which one must stand there, a word with `~` for all that
 * begin so; `undefined` is a gap.
 */
export type Phrase = readonly (readonly string[] | undefined)[];

/** Words that a gap takes at most: with it matching stays linear in the text, whatever is written there. */
const LONGEST_GAP = 4;

/** Reads a phrase as rules are written: words, `a|b` for either, `a~` for what begins so, `*` for up to four words. */
export const toPhrases = (written: string): readonly Phrase[] =>
  [...new Set([written, withoutUmlauts(written)])].map((text) =>
    foldedText(text)
      .split(' ')
      .map((place) => (place === '*' ? undefined : place.split('|'))),
  );

/** Who has no umlauts on the keyboard writes two letters. */
const withoutUmlauts = (text: string): string =>
  text.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue');

/**
 * Where a phrase that begins at a place of the words ends; `undefined` where it does not stand there. No gap takes a word that
 * `isKept`: what takes a phrase back must not vanish in it.
 */
export const endOfPhrase = (
  words: readonly string[],
  at: number,
  phrase: Phrase,
  isKept: (word: string) => boolean,
  from = 0,
): number | undefined => {
  if (from === phrase.length) return at;
  const place = phrase[from];
  if (place === undefined) return endAfterGap(words, at, phrase, isKept, from + 1);
  const word = words[at];
  return word !== undefined && place.some((wanted) => isWord(word, wanted))
    ? endOfPhrase(words, at + 1, phrase, isKept, from + 1)
    : undefined;
};

const endAfterGap = (
  words: readonly string[],
  at: number,
  phrase: Phrase,
  isKept: (word: string) => boolean,
  from: number,
): number | undefined => {
  for (let gap = 0; gap <= LONGEST_GAP; gap += 1) {
    const end = endOfPhrase(words, at + gap, phrase, isKept, from);
    if (end !== undefined) return end;
    if (isKept(words[at + gap] ?? '')) return undefined;
  }
  return undefined;
};

const isWord = (word: string, wanted: string): boolean =>
  wanted.endsWith('~') ? word.startsWith(wanted.slice(0, -1)) : word === wanted;
