import type { SQSRecord } from 'aws-lambda';
import { fact, rejectionAggregate } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Issue } from '../messages/parse-message.ts';
import { isAuthorProven, judgeMail } from '../receipts/judge-mail.ts';
import type { MailStore } from '../receipts/mail-store.ts';
import { noteReply, type ReplyDeps } from '../receipts/note-reply.ts';
import { type InboundMail, readMail } from '../receipts/read-mail.ts';
import { readS3Notice } from '../receipts/read-s3-notice.ts';
import { readReplyAddress } from '../receipts/reply-address.ts';
import type { TokenSigner } from '../security/token-signer.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { Settled } from './settled.ts';
import { recordFacts } from './steps/record-facts.ts';

export type InboundMailDeps = QueueHandlerDeps &
  ReplyDeps & {
    readonly journal: Journal;
    readonly mails: MailStore;
    readonly signer: Pick<TokenSigner, 'verify'>;
    /** Our own addresses, in small letters. */
    readonly senders: ReadonlySet<string>;
  };

/** Makes the handler of mails that come in: an answer of a customer becomes a fact, an automatic one is only counted. */
export const createInboundMailHandler = (deps: InboundMailDeps) =>
  createQueueHandler(deps, async (batch) => {
    const received = batch.records.map((record) => ({ record }));
    await batch.pass(received, ({ record }) => takeNotice(record, deps));
    await recordFacts(batch, deps.journal);
  });

type Taken = { readonly outcome: string; readonly facts: readonly Fact[] };

const takeNotice = async (record: SQSRecord, deps: InboundMailDeps): Promise<Settled> => {
  const keys = readS3Notice(record.body);
  if (!keys.ok) return toSettled([rejected(record.messageId, keys.issues, deps.now())]);
  return toSettled(await Promise.all(keys.value.map((key) => takeMail(key, deps))));
};

/** S3 tells of one mail at a time; of more the first one names the outcome that metrics count. */
const toSettled = (taken: readonly Taken[]): Settled =>
  new Settled(
    taken[0]?.outcome ?? 'PASSING',
    taken.flatMap(({ facts }) => facts),
  );

const takeMail = async (key: string, deps: InboundMailDeps): Promise<Taken> => {
  const stored = await deps.mails.read(key);
  if (stored.kind === 'gone') return { outcome: 'MAIL_GONE', facts: [] };
  if (stored.kind === 'too-large') {
    return rejected(key, [{ path: 'mail', rule: 'must be at most 10 MiB' }], deps.now());
  }
  const mail = await readMail(stored.raw);
  if (!mail.ok) return rejected(key, mail.issues, deps.now());
  const noAnswer = judgeMail(mail.value, deps.senders);
  return noAnswer === undefined ? takeAnswer(key, mail.value, deps) : { outcome: noAnswer, facts: [] };
};

/** Anybody can write any author into a mail: either the provider has proven it, or the signed address names the command. */
const takeAnswer = async (key: string, mail: InboundMail, deps: InboundMailDeps): Promise<Taken> => {
  const commandId = await readReplyAddress(mail.recipients, deps.signer);
  const from = isAuthorProven(mail) ? mail.from : undefined;
  if (commandId === undefined && from === undefined) {
    const rule = 'must be proven by DMARC or DKIM, or the mail must answer the signed address of a command';
    return rejected(key, [{ path: 'from', rule }], deps.now());
  }
  const receivedAt = new Date(deps.now()).toISOString();
  const reply = { channel: 'email', from: from ?? '', text: mail.text, receivedAt, intakeId: key, commandId };
  return { outcome: 'ANSWERED', facts: await noteReply(reply, deps) };
};

const rejected = (intakeId: string, issues: readonly Issue[], at: number): Taken => ({
  outcome: 'MAIL_REJECTED',
  facts: [fact('receipt-rejected', rejectionAggregate(intakeId), at, { issues, intakeId })],
});
