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

/** Why a template is sent, which decides what consent it needs. */
export type Classification = 'transactional' | 'marketing';

/** One version of a template. */
export type Template = {
  readonly templateId: string;
  /** Names this content: a hash of it, so that equal contents are one version. */
  readonly version: string;
  /** What the audit calls it, such as `PAYMENT_REMINDER`. */
  readonly messageType: string;
  readonly classification: Classification;
  /** BCP 47 tag of `texts`. */
  readonly locale: string;
  readonly texts: TemplateTexts;
  /** Texts for other locales, by BCP 47 tag; a part that one lacks is taken from `texts`. */
  readonly variants: Readonly<Record<string, TemplateTexts>>;
};

/** Where templates live. `undefined` for an id that names none. */
export type TemplateStore = { get(templateId: string): Promise<Template | undefined> };
