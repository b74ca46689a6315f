import { foldedText, wordsOf } from './folded-text.ts';
import type { Intent } from './intent.ts';
import type { IntentRule, LanguageRules } from './intent-rule.ts';
import { type Phrase, toPhrases } from './phrase.ts';

/** What is found when a phrase stands in an answer. */
export type Finding = { readonly intent: Intent; readonly confidence: number; readonly language: string };

/** A phrase within a clause, and what takes it back. */
export type Within = Finding & {
  readonly phrase: Phrase;
  readonly negatesAfter: ReadonlySet<string>;
  readonly negatesBefore: ReadonlySet<string>;
  readonly asked: boolean;
};

/** Rules in the form in which each word of an answer is looked up once. */
export type CompiledRules = {
  readonly alone: ReadonlyMap<string, readonly Finding[]>;
  readonly clause: ReadonlyMap<string, readonly Finding[]>;
  readonly within: ReadonlyMap<string, readonly Within[]>;
  readonly questionWords: ReadonlySet<string>;
  readonly positive: ReadonlySet<string>;
  readonly negative: ReadonlySet<string>;
};

/** Makes the look-up tables of rules. Throws on a phrase that begins with a gap or an open word: it could not be looked up. */
export const compileRules = (languages: readonly LanguageRules[]): CompiledRules => {
  const each = languages.flatMap((of) => of.rules.map((rule) => ({ of, rule })));
  return {
    alone: byText(each.flatMap(({ of, rule }) => wholes(of, rule, rule.alone))),
    clause: byText(each.flatMap(({ of, rule }) => wholes(of, rule, rule.clause))),
    within: byFirstWord(each.flatMap(({ of, rule }) => withins(of, rule))),
    questionWords: foldedSet(languages.flatMap((of) => of.questionWords)),
    positive: foldedSet(languages.flatMap((of) => of.positive)),
    negative: foldedSet(languages.flatMap((of) => of.negative)),
  };
};

type Whole = readonly [text: string, finding: Finding];

const wholes = (
  { language }: LanguageRules,
  { intent, confidence }: IntentRule,
  written: readonly string[] = [],
): readonly Whole[] =>
  written
    .flatMap(toPhrases)
    .map((phrase) => [phrase.map((place) => place?.join('|')).join(' '), { intent, confidence, language }]);

const byText = (all: readonly Whole[]): ReadonlyMap<string, readonly Finding[]> =>
  new Map(
    [...Map.groupBy(all, ([text]) => text)].map(([text, found]) => [
      text,
      found.map(([, finding]) => finding),
    ]),
  );

const withins = (of: LanguageRules, rule: IntentRule): readonly Within[] => {
  const { intent, confidence, negatedBy = [], asked = true } = rule;
  const finding = {
    intent,
    confidence,
    language: of.language,
    asked,
    negatesAfter: foldedSet([...of.negatesAfter, ...negatedBy]),
    negatesBefore: foldedSet(of.negatesBefore),
  };
  return (rule.within ?? []).flatMap(toPhrases).map((phrase) => ({ ...finding, phrase }));
};

const byFirstWord = (all: readonly Within[]): ReadonlyMap<string, readonly Within[]> => {
  const firsts = all.flatMap((each) => firstWords(each).map((word) => [word, each] as const));
  return new Map(
    [...Map.groupBy(firsts, ([word]) => word)].map(([word, found]) => [word, found.map(([, each]) => each)]),
  );
};

const firstWords = ({ phrase: [first], intent, language }: Within): readonly string[] => {
  if (first === undefined || first.some((word) => word.endsWith('~')))
    throw new Error(`shared/intent/rules: a phrase of ${language} ${intent} must begin with a whole word`);
  return first;
};

const foldedSet = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.flatMap((word) => wordsOf(foldedText(word))));
