import { foldedText, wordsOf } from './folded-text.ts';

/** A part of an answer that says one thing. */
export type Clause = { readonly words: readonly string[]; readonly isQuestion: boolean };

/** An answer as rules read it. */
export type ReadAnswer = {
  /** Its own words in small letters, without what it quotes. */
  readonly folded: string;
  readonly words: readonly string[];
  readonly clauses: readonly Clause[];
};

/** Others' words: a line that mail programs mark, or what stands between quotation marks. */
const QUOTED_LINE = /^[ \t]*>.*$/gm;
const QUOTED = /["“”„«»][^"“”„«»\n]{0,500}["“”„«»]/g;

/** Marks that end a clause; within and after a date, a time or a number they do not. */
const ENDS = /(?<!\d)[.:,]|[:,](?!\d)|(?<!\.\d{1,2})\.(?!\d)|[!;()]/g;

/** Reads an answer: what it quotes is not its own, unless there is nothing else. */
export const readAnswer = (text: string): ReadAnswer => {
  const all = foldedText(text);
  const own = all.replace(QUOTED_LINE, '').replace(QUOTED, ' ');
  const folded = wordsOf(own).length > 0 ? own : all;
  const clauses = folded
    .replace(ENDS, '\n')
    .replace(/\?/g, '?\n')
    .split(/[\r\n]+/);
  return {
    folded,
    words: joinSpelled(wordsOf(folded)),
    clauses: clauses
      .map((clause) => ({ words: joinSpelled(wordsOf(clause)), isQuestion: clause.endsWith('?') }))
      .filter(({ words }) => words.length > 0),
  };
};

/** A word that is spelled, as in `S T O P`, is that word. */
const joinSpelled = (words: readonly string[]): readonly string[] =>
  words.length >= 4 && words.length <= 20 && words.every((word) => word.length === 1)
    ? [words.join('')]
    : words;
