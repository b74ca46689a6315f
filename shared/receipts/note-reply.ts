import { addressNamesOf } from '../customers/customer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import { recordSuppression } from '../customers/record-suppression.ts';
import { commandAggregate, customerAggregate, fact, rejectionAggregate } from '../journal/command-facts.ts';
import { subjectIn } from '../journal/command-subject.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { CommandSubject } from '../journal/subjects.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import { isOptOut } from './opt-out.ts';

/** What a customer answered, by whichever channel. */
export type Reply = {
  readonly channel: string;
  /** The address that it came from, as customers' addresses are stored: E.164, or a lower-case e-mail address. */
  readonly from: string;
  readonly text: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** The provider's own id of the answer: one that comes twice is one. */
  readonly intakeId: string;
  /** The command that it answers, where the answer itself proves that. */
  readonly commandId?: string | undefined;
};

export type ReplyDeps = {
  readonly customers: Pick<CustomerStore, 'findByAddress' | 'suppress'>;
  readonly cipher: Pick<PersonalCipher, 'encrypt'>;
  readonly journal: Pick<Journal, 'get'>;
  readonly now: () => number;
};

const COORDINATOR = 'agent-coordinator';

/**
 * Makes the facts of an answer: what was said, encrypted, and the ban where it ends further messages, which is in force when
 * this returns. An answer of nobody we know is rejected. Repeating it is safe. Throws `CustomersUnavailableError`.
 */
export const noteReply = async (reply: Reply, deps: ReplyDeps): Promise<readonly Fact[]> => {
  const answered = await findSubject(reply, deps);
  if (answered === undefined) return [rejected(reply.intakeId, deps.now())];
  const { customerId, aggregate, subject } = answered;
  // The ban comes first: nothing that fails later may hold it up.
  const banned = isOptOut(reply.text) ? await recordSuppression(customerId, optOutOf(reply), deps) : [];
  const response = await deps.cipher.encrypt(customerId, { text: reply.text });
  const { intakeId, channel, receivedAt } = reply;
  return [
    ...banned,
    fact('responded', aggregate, deps.now(), { ...subject, intakeId, channel, receivedAt, response }),
  ];
};

type Answered = { readonly customerId: string; readonly aggregate: string; readonly subject: CommandSubject };

const findSubject = async (
  { commandId, channel, from }: Reply,
  { journal, customers }: ReplyDeps,
): Promise<Answered | undefined> => {
  if (commandId !== undefined) {
    const aggregate = commandAggregate(commandId);
    const [claim] = await journal.get([{ aggregate, key: 'claimed#1' }]);
    const customerId = claim?.type === 'claimed' ? claim.body.customerId : undefined;
    if (claim?.type === 'claimed' && customerId)
      return { customerId, aggregate, subject: subjectIn(claim.body) };
  }
  const customerId = await findCustomer(channel, from, customers);
  if (customerId === undefined) return undefined;
  const subject = { agentType: channel, identity: COORDINATOR, commandType: 'REPLY', customerId };
  return { customerId, aggregate: customerAggregate(customerId), subject };
};

const findCustomer = async (
  channel: string,
  from: string,
  customers: ReplyDeps['customers'],
): Promise<string | undefined> => {
  for (const name of addressNamesOf(channel)) {
    const customerId = await customers.findByAddress(name, from);
    if (customerId !== undefined) return customerId;
  }
  return undefined;
};

const optOutOf = ({ channel, receivedAt, text }: Reply) => ({
  channel,
  reason: 'OPTED_OUT' as const,
  recordedBy: COORDINATOR,
  at: receivedAt,
  wording: text.slice(0, 200),
  source: `${channel}-reply`,
});

const rejected = (intakeId: string, at: number): Fact =>
  fact('receipt-rejected', rejectionAggregate(intakeId), at, {
    intakeId,
    issues: [{ path: 'from', rule: 'must be the address of a customer, or the reply must name a command' }],
  });
