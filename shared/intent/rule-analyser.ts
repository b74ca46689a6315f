import { type Clause, type ReadAnswer, readAnswer } from './clauses.ts';
import { type CompiledRules, compileRules, type Finding, type Within } from './compile-rules.ts';
import { type NamedTime, timeIn } from './day-in.ts';
import { dayOfAnswer } from './day-of-answer.ts';
import type { Answer, Intent, IntentAnalyser, IntentAnalysis } from './intent.ts';
import type { LanguageRules } from './intent-rule.ts';
import { endOfPhrase } from './phrase.ts';
import { allLanguages } from './rules/all-languages.ts';

/** Which intent an answer has that says more than one thing: the first of these; each also counts for what it says of the end of messages. */
export const precedence = [
  'EMERGENCY',
  'OPT_OUT',
  'ABUSE',
  'WRONG_PERSON',
  'DISPUTE',
  'PAYMENT_PROMISE',
  'CALLBACK_REQUEST',
  'QUESTION',
  'ACKNOWLEDGEMENT',
] as const satisfies readonly Intent[];

/** Words on either side of a phrase among which one is looked for that takes it back. */
const WORDS_BEFORE = 4;
const WORDS_AFTER = 2;

const withTime: readonly Intent[] = ['PAYMENT_PROMISE', 'CALLBACK_REQUEST'];
const angry: readonly Intent[] = ['ABUSE', 'OPT_OUT', 'DISPUTE', 'EMERGENCY'];

/** The language engine that needs none: rules alone. */
export const createRuleAnalyser = (languages?: readonly LanguageRules[]): IntentAnalyser => {
  const understand = createRuleReader(languages);
  return async (answer) => understand(answer);
};

/**
 * Understands answers by rules: the same answer always the same way, in time that grows with its length only. Its rules are
 * compiled for the first answer: most functions that could read one start for something else.
 */
export const createRuleReader = (
  languages: readonly LanguageRules[] = allLanguages,
): ((answer: Answer) => IntentAnalysis) => {
  let compiled: CompiledRules | undefined;
  return (answer) => {
    compiled ??= compileRules(languages);
    const rules = compiled;
    const read = readAnswer(answer.text);
    const findings = findingsIn(read, rules);
    const chosen = choose(findings);
    const optsOut = findings.some(({ intent }) => intent === 'OPT_OUT');
    if (chosen === undefined) {
      return {
        intent: 'UNCLEAR',
        confidence: 0,
        optsOut,
        decidedBy: 'rule:none',
        sentiment: sentimentOf(read, undefined, rules),
      };
    }
    const { intent, confidence, language } = chosen;
    return {
      intent,
      confidence,
      optsOut,
      ...(language === '' ? {} : { language }),
      decidedBy: `rule:${language || 'any'}/${intent}`,
      sentiment: sentimentOf(read, intent, rules),
      ...timeOf(intent, read, answer),
    };
  };
};

const findingsIn = ({ words, clauses }: ReadAnswer, rules: CompiledRules): readonly Finding[] => [
  ...(rules.alone.get(words.join(' ')) ?? []),
  ...clauses.flatMap((clause) => [
    ...(clause.isQuestion ? [] : (rules.clause.get(clause.words.join(' ')) ?? [])),
    ...withinClause(clause, rules),
    ...asQuestion(clause, rules),
  ]),
];

const withinClause = (clause: Clause, { within }: CompiledRules): readonly Finding[] =>
  clause.words.flatMap((word, at) => (within.get(word) ?? []).filter((rule) => stands(rule, clause, at)));

const stands = (
  { phrase, negatesAfter, negatesBefore, asked }: Within,
  clause: Clause,
  at: number,
): boolean => {
  if (!asked && clause.isQuestion) return false;
  const { words } = clause;
  const end = endOfPhrase(words, at, phrase, (word) => negatesAfter.has(word) || negatesBefore.has(word));
  if (end === undefined) return false;
  return (
    !words.slice(Math.max(0, at - WORDS_BEFORE), at).some((word) => negatesAfter.has(word)) &&
    !words.slice(end, end + WORDS_AFTER).some((word) => negatesBefore.has(word))
  );
};

const asQuestion = ({ words, isQuestion }: Clause, { questionWords }: CompiledRules): readonly Finding[] => {
  if (isQuestion) return [{ intent: 'QUESTION', confidence: 0.85, language: '' }];
  const begins = words.length > 2 && questionWords.has(words[0] ?? '');
  return begins ? [{ intent: 'QUESTION', confidence: 0.6, language: '' }] : [];
};

const choose = (findings: readonly Finding[]): Finding | undefined =>
  findings.toSorted((a, b) => placeOf(a.intent) - placeOf(b.intent) || b.confidence - a.confidence)[0];

const placeOf = (intent: Intent): number => {
  const place = (precedence as readonly Intent[]).indexOf(intent);
  return place < 0 ? precedence.length : place;
};

const timeOf = (intent: Intent, { folded, words }: ReadAnswer, answer: Answer): NamedTime => {
  if (!withTime.includes(intent)) return {};
  const { onDay, atTime } = timeIn(folded, words, dayOfAnswer(answer));
  return { ...(onDay === undefined ? {} : { onDay }), ...(atTime === undefined ? {} : { atTime }) };
};

/** The day and the time of day that an answer of this intent names; nothing where its intent needs none. */
export const namedTimeIn = (intent: Intent, answer: Answer): NamedTime =>
  timeOf(intent, readAnswer(answer.text), answer);

const sentimentOf = (
  { words }: ReadAnswer,
  intent: Intent | undefined,
  { positive, negative }: CompiledRules,
): NonNullable<IntentAnalysis['sentiment']> => {
  const count = (of: ReadonlySet<string>) => words.filter((word) => of.has(word)).length;
  const balance = count(positive) - count(negative) - (intent && angry.includes(intent) ? 1 : 0);
  if (intent === 'ABUSE' || balance < 0) return 'negative';
  return balance > 0 ? 'positive' : 'neutral';
};
