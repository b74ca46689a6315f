import type { SQSRecord } from 'aws-lambda';
import { commandAggregate, fact, rejectionAggregate } from '../journal/command-facts.ts';
import { subjectIn } from '../journal/command-subject.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Issue, Parsed } from '../messages/parse-message.ts';
import type { ProviderReceipt } from '../receipts/ses-receipt.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { Settled } from './settled.ts';
import { recordFacts } from './steps/record-facts.ts';

export type ReceiptsDeps = QueueHandlerDeps & {
  readonly journal: Journal;
  readonly readReceipt: (body: string) => Parsed<ProviderReceipt>;
  readonly now: () => number;
};

/** Makes the handler of a provider's receipts: each becomes a fact of the command whose id it carries. */
export const createReceiptsHandler = (deps: ReceiptsDeps) =>
  createQueueHandler(deps, async (batch) => {
    const received = batch.records.map((record) => ({ record }));
    const receipts = await batch.pass(received, readRecord(deps));
    const claims = await deps.journal.get(receipts.map(({ receipt }) => claimOf(receipt)));
    for (const [index, item] of receipts.entries()) {
      batch.settle(item.record, settle(item, claims[index], deps.now()));
    }
    await recordFacts(batch, deps.journal);
  });

type Received = { readonly record: SQSRecord; readonly receipt: ProviderReceipt };

/** Whatever a provider took was claimed before, so the claim is there, also when our own record of the answer is not. */
const claimOf = ({ commandId, attempt }: ProviderReceipt) => ({
  aggregate: commandAggregate(commandId),
  key: `claimed#${attempt}`,
});

const readRecord =
  ({ readReceipt, now }: ReceiptsDeps) =>
  ({ record }: { record: SQSRecord }): Received | Settled => {
    const receipt = readReceipt(record.body);
    return receipt.ok ? { record, receipt: receipt.value } : reject(record, receipt.issues, now());
  };

const settle = ({ record, receipt }: Received, claim: Fact | undefined, at: number): Settled => {
  const { kind, commandId, providerMessageId, occurredAt, cause } = receipt;
  if (kind === 'passing') return new Settled('PASSING', []);
  if (claim?.type !== 'claimed') {
    return reject(record, [{ path: 'detail.mail.tags', rule: 'names no attempt of ours' }], at);
  }
  const aggregate = commandAggregate(commandId);
  const body = { ...subjectIn(claim.body), providerMessageId, occurredAt };
  const receiptFact =
    kind === 'bounced' ? fact(kind, aggregate, at, { ...body, cause }) : fact(kind, aggregate, at, body);
  return new Settled(kind.toUpperCase(), [receiptFact]);
};

const reject = (record: SQSRecord, issues: readonly Issue[], at: number): Settled => {
  const intakeId = record.messageId;
  return new Settled('RECEIPT_REJECTED', [
    fact('receipt-rejected', rejectionAggregate(intakeId), at, { issues, intakeId }),
  ]);
};
