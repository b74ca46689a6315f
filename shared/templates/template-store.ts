import type { DataClass } from '../messages/message-types.ts';

/** The texts of one template in Liquid, for one locale, by the channel part that they are for. */
export type TemplateTexts = {
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly sms?: string | undefined;
  readonly voice?: string | undefined;
  /** For channels of further agent types. */
  readonly message?: string | undefined;
};

/** How a template is presented: a marketing one offers to unsubscribe, and carriers are told so. */
export type Classification = 'transactional' | 'marketing';

/** One version of a template. */
export type Template = {
  readonly templateId: string;
  /** Names this content: a hash of it, so that equal contents are one version. */
  readonly version: string;
  /** What the audit calls it, such as `PAYMENT_REMINDER`. */
  readonly messageType: string;
  readonly classification: Classification;
  /** For what it is sent, which decides what consent it needs (`config/policies.ts`); absent: the default purpose. */
  readonly purpose?: string | undefined;
  /** The most protected data that it holds; absent: the default of `config/policies.ts`. */
  readonly dataClassification?: DataClass | undefined;
  /** Agent types, in order, that go on where one before them cannot reach the customer; absent: none does. */
  readonly fallback?: readonly string[] | undefined;
  /** BCP 47 tag of `texts`. */
  readonly locale: string;
  readonly texts: TemplateTexts;
  /** Texts for other locales, by BCP 47 tag; a part that one lacks is taken from `texts`. */
  readonly variants: Readonly<Record<string, TemplateTexts>>;
};

/** Where templates live. `undefined` for an id that names none. */
export type TemplateStore = { get(templateId: string): Promise<Template | undefined> };
