/** What a customer's answer is taken to mean. */
export const intents = [
  'OPT_OUT',
  'EMERGENCY',
  'ABUSE',
  'WRONG_PERSON',
  'DISPUTE',
  'PAYMENT_PROMISE',
  'CALLBACK_REQUEST',
  'QUESTION',
  'ACKNOWLEDGEMENT',
  /** No answer at all: the call ended without anybody having taken it. */
  'NOT_REACHED',
  'UNCLEAR',
] as const;

export type Intent = (typeof intents)[number];

/** As CONTEXT_UPDATE's `sentiment`. */
export const sentiments = ['negative', 'neutral', 'positive'] as const;

/** The meaning of one answer: codes only, nothing of the answer itself. */
export type IntentAnalysis = {
  readonly intent: Intent;
  /** From 0 to 1. */
  readonly confidence: number;
  /** Whether it also ends further messages, whatever else it says. */
  readonly optsOut: boolean;
  /** BCP 47 of the language in which it was understood. */
  readonly language?: string | undefined;
  /** What decided: a rule's name, or a model's id. */
  readonly decidedBy: string;
  readonly sentiment?: (typeof sentiments)[number] | undefined;
  /** The day that a promise or a wish for a call names, ISO 8601 date; `tomorrow` is that of `Answer.timeZone`. */
  readonly onDay?: string | undefined;
  /** The time of day that it names, such as `15:30`, as the customer's clock has it. */
  readonly atTime?: string | undefined;
};

/** One answer as it is analysed; `text` is data, whatever it says. */
export type Answer = {
  readonly text: string;
  readonly channel: string;
  /** BCP 47. */
  readonly locale?: string | undefined;
  /** IANA time zone of whoever wrote it; any other name counts as none. @default UTC */
  readonly timeZone?: string | undefined;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
};

/** The port of the language engine. Throws where it cannot answer now; it has no other effect. */
export type IntentAnalyser = (answer: Answer) => Promise<IntentAnalysis>;
