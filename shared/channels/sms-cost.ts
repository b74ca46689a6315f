/** What a provider charges for one part of a text message, by the recipient's ISO 3166-1 country code. */
export type SmsPrices = {
  /** ISO 4217. */
  readonly currency: string;
  readonly perSegment: Readonly<Record<string, number>>;
};

/** What a text message costs by a price list; `undefined` for a country that the list lacks. */
export const costOfSms = (
  segments: number,
  country: string,
  { currency, perSegment }: SmsPrices,
): { readonly amount: number; readonly currency: string } | undefined => {
  const price = Object.hasOwn(perSegment, country) ? perSegment[country] : undefined;
  return price === undefined ? undefined : { amount: segments * price, currency };
};
