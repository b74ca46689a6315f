import type { ContactPrices } from '../shared/campaigns/contact-prices.ts';

/**
 * What a contact counts in the budgets of campaigns, in USD, by channel: AWS's list prices for the United States, a text of one
 * part, a call of a minute. Put yours here; a budget in USD needs a price for each channel of its campaign.
 */
export const contactPricesUsd = {
  email: 0.0001,
  sms: 0.00845,
  phone: 0.013,
} as const satisfies ContactPrices;
