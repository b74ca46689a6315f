/** What a contact costs by channel, in USD: what budgets count with, not what a provider bills. */
export type ContactPrices = Readonly<Record<string, number>>;

const MICRO = 1_000_000;

/** The price of a contact in millionths of a USD; `undefined` for a channel without one. */
export const pricesOf = (prices: ContactPrices, channel: string): number | undefined => {
  const usd = Object.hasOwn(prices, channel) ? prices[channel] : undefined;
  return usd === undefined ? undefined : microUsd(usd);
};

/** Money is counted in whole millionths of a USD, so that sums are exact. */
export const microUsd = (usd: number): number => Math.round(usd * MICRO);

/** The same in USD again. */
export const usdOf = (micro: number): number => micro / MICRO;
