import type { SQSRecord } from 'aws-lambda';
import { recordSuppression } from '../customers/record-suppression.ts';
import { commandAggregate, fact, rejectionAggregate } from '../journal/command-facts.ts';
import { subjectIn } from '../journal/command-subject.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Issue, Parsed } from '../messages/parse-message.ts';
import { noteReply, type Reply, type ReplyDeps } from '../receipts/note-reply.ts';
import type { ProviderReceipt } from '../receipts/provider-receipt.ts';
import type { ProviderNews } from '../receipts/read-receipt.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { Settled } from './settled.ts';
import { recordFacts } from './steps/record-facts.ts';

export type ReceiptsDeps = QueueHandlerDeps &
  ReplyDeps & {
    readonly journal: Journal;
    readonly readNews: (body: string) => Parsed<ProviderNews>;
  };

/** Makes the handler of what providers tell: receipts become facts of the commands whose ids they carry, answers of customers. */
export const createReceiptsHandler = (deps: ReceiptsDeps) =>
  createQueueHandler(deps, async (batch) => {
    const received = batch.records.map((record) => ({ record }));
    const news = await batch.pass(received, readRecord(deps));
    const receipts = news.flatMap(({ record, receipt }) => (receipt ? [{ record, receipt }] : []));
    const replies = news.flatMap(({ record, reply }) => (reply ? [{ record, reply }] : []));
    const claims = await deps.journal.get(receipts.map(({ receipt }) => claimOf(receipt)));
    await batch.pass(
      receipts.map((item, index) => ({ ...item, claim: claims[index] })),
      noteReceipt(deps),
    );
    await batch.pass(replies, noteAnswer(deps));
    await recordFacts(batch, deps.journal);
  });

type Told = { readonly record: SQSRecord } & ProviderNews;
type Claimed = {
  readonly record: SQSRecord;
  readonly receipt: ProviderReceipt;
  readonly claim: Fact | undefined;
};

/** Whatever a provider took was claimed before, so the claim is there, also when our own record of the answer is not. */
const claimOf = ({ commandId, attempt }: ProviderReceipt) => ({
  aggregate: commandAggregate(commandId),
  key: `claimed#${attempt}`,
});

const readRecord =
  ({ readNews, now }: ReceiptsDeps) =>
  ({ record }: { record: SQSRecord }): Told | Settled => {
    const news = readNews(record.body);
    return news.ok ? { record, ...news.value } : reject(record, news.issues, now());
  };

const noteReceipt =
  (deps: ReceiptsDeps) =>
  async ({ record, receipt, claim }: Claimed): Promise<Settled> => {
    if (receipt.kind === 'passing') return new Settled('PASSING', []);
    const at = deps.now();
    if (claim?.type !== 'claimed') {
      return reject(record, [{ path: 'detail', rule: 'names no attempt of ours' }], at);
    }
    const banned = await banOf(receipt, claim.body.customerId, deps);
    return new Settled(receipt.kind.toUpperCase(), [
      receiptFact(receipt, receipt.kind, claim, at),
      ...banned,
    ]);
  };

const receiptFact = (
  { commandId, providerMessageId, occurredAt, cause }: ProviderReceipt,
  kind: Exclude<ProviderReceipt['kind'], 'passing'>,
  claim: FactOf<'claimed'>,
  at: number,
): Fact => {
  const aggregate = commandAggregate(commandId);
  const body = { ...subjectIn(claim.body), providerMessageId, occurredAt };
  return kind === 'bounced' ? fact(kind, aggregate, at, { ...body, cause }) : fact(kind, aggregate, at, body);
};

/** The provider's ban becomes ours, and is in force before the receipt is a fact. */
const banOf = async (
  { channel, suppression: reason, occurredAt }: ProviderReceipt,
  customerId: string | undefined,
  deps: ReceiptsDeps,
): Promise<readonly Fact[]> => {
  if (reason === undefined || customerId === undefined) return [];
  const source = `${channel}-receipt`;
  const ban = { channel, reason, recordedBy: 'provider-receipts', at: occurredAt, source };
  return recordSuppression(customerId, ban, deps);
};

const noteAnswer =
  (deps: ReceiptsDeps) =>
  async ({ reply }: { readonly record: SQSRecord; readonly reply: Reply }): Promise<Settled> =>
    new Settled('RESPONDED', await noteReply(reply, deps));

const reject = (record: SQSRecord, issues: readonly Issue[], at: number): Settled => {
  const intakeId = record.messageId;
  return new Settled('RECEIPT_REJECTED', [
    fact('receipt-rejected', rejectionAggregate(intakeId), at, { issues, intakeId }),
  ]);
};
