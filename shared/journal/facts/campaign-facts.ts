/** The facts of campaigns. */
export type CampaignFacts = Record<never, never>;

/** Their places in the order of cause and effect within their aggregate. */
export const campaignRanks = {} as const satisfies {
  [T in keyof CampaignFacts]: (body: CampaignFacts[T]) => number;
};
