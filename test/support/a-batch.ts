import { randomUUID } from 'node:crypto';

type Batch = Readonly<Record<string, unknown>>;

/** A whole batch of mails to customers who carry their own address, each another one. */
export const aBatch = (
  members = 3,
  { batch = {}, customerOf = (index) => `cust-${index}` }: Choices = {},
) => ({
  source: 'campaign-service',
  batchMessage: {
    batchId: `batch-${randomUUID()}`,
    messageCount: members,
    target: 'email-agent',
    priority: 'MEDIUM',
    templateId: 'templ-789',
    campaignId: 'camp-123',
    messages: Array.from({ length: members }, (_, index): unknown => ({
      customerId: customerOf(index),
      action: 'SEND_EMAIL',
      context: { customerData: { name: 'Ada', email: 'ada@example.com' } },
    })),
    ...batch,
  },
});

type Choices = {
  /** Fields of the batch that are otherwise than usual. */
  readonly batch?: Batch;
  readonly customerOf?: (index: number) => string;
};
