/** What one unit of a service costs. */
export type Price = {
  readonly unit: string;
  readonly usdPerMillion: number;
  /** Where the number comes from, and when it was looked up. */
  readonly source: string;
  readonly date: string;
};

const listed = { source: 'AWS price list, us-east-1', date: '2026-11' } as const;

/** Prices of the units that a message uses, on demand, without free tiers. */
export const priceTable = {
  sqsRequest: { unit: 'request of at most 64 KiB', usdPerMillion: 0.4, ...listed },
  eventBridgeEvent: { unit: 'custom event of at most 64 KiB', usdPerMillion: 1, ...listed },
  dynamoDbWrite: { unit: 'write request unit (1 KB)', usdPerMillion: 0.625, ...listed },
  dynamoDbRead: { unit: 'read request unit (4 KB, consistent)', usdPerMillion: 0.125, ...listed },
  kmsRequest: { unit: 'request', usdPerMillion: 3, ...listed },
  lambdaInvoke: { unit: 'invocation', usdPerMillion: 0.2, ...listed },
  lambdaCompute: { unit: 'GB-second', usdPerMillion: 16.67, ...listed },
  logKilobyte: { unit: 'KB of log taken in', usdPerMillion: 0.5, ...listed },
  /** Stream reads by Lambda and events of AWS's own services cost nothing. */
  free: { unit: 'free of charge', usdPerMillion: 0, ...listed },
  /** SES takes 100 USD per million; the figure leaves the provider's price out. */
  provider: { unit: 'left out', usdPerMillion: 0, ...listed },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof priceTable;
