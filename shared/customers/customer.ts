/** Evidence of what a customer agreed to or refused: who wrote it down, when, in which words, from where. */
export type Evidence = {
  /** Who recorded it: an agent's, operator's or system's id. */
  readonly recordedBy: string;
  /** ISO 8601. */
  readonly at: string;
  /** What the customer was shown, or said; may be personal, so it is kept encrypted. */
  readonly wording?: string | undefined;
  /** Where it came from, such as `import`, `one-click-unsubscribe`, `ses-bounce`, `sms-reply`. */
  readonly source: string;
};

/** A customer's consent, given or taken back, for one channel and one purpose. */
export type Consent = Evidence & {
  readonly channel: string;
  readonly purpose: string;
  readonly given: boolean;
};

/** A ban on contacting a customer by one channel, or by `all`. */
export type Suppression = Evidence & {
  readonly channel: string;
  readonly reason: 'OPTED_OUT' | 'HARD_BOUNCE' | 'COMPLAINT' | 'PROVIDER_LIST' | 'OPERATOR' | 'WRONG_PERSON';
};

/** A customer as agents see it. Name, addresses, attributes and wordings are personal: encrypted wherever they rest. */
export type Customer = {
  readonly customerId: string;
  /** Grows by one with each change. */
  readonly version: number;
  readonly name?: string | undefined;
  /** By channel: `email`, `sms` and `phone` (E.164), and those of further agent types. */
  readonly addresses: Readonly<Record<string, string>>;
  /** IANA time zone, such as `Europe/Berlin`. */
  readonly zone?: string | undefined;
  /** BCP 47, such as `de-DE`. */
  readonly locale?: string | undefined;
  readonly preferredChannel?: string | undefined;
  readonly consents: readonly Consent[];
  readonly suppressions: readonly Suppression[];
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** The names under which a channel's address may stand, the first first: a text message also goes to the phone's number. */
export const addressNamesOf = (channel: string): readonly string[] =>
  channel === 'sms' ? ['sms', 'phone'] : [channel];

/** The address by which a channel reaches a customer. */
export const addressOf = (customer: Pick<Customer, 'addresses'>, channel: string): string | undefined =>
  addressNamesOf(channel)
    .map((name) => customer.addresses[name])
    .find((address) => address !== undefined);

/** The suppressions that forbid contacting a customer by a channel. */
export const suppressionsOf = (
  { suppressions }: Pick<Customer, 'suppressions'>,
  channel: string,
): readonly Suppression[] => suppressions.filter((ban) => ban.channel === channel || ban.channel === 'all');

/** Whether a suppression is the stop that an operator may lift again; no customer and no provider ever asked for it. */
export const isOperatorStop = ({ channel, reason }: Suppression): boolean =>
  channel === 'all' && reason === 'OPERATOR';

/** An address as it is looked up: nobody means another mailbox by another case. */
export const normalAddress = (address: string): string => address.trim().toLowerCase();
