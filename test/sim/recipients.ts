import { receiptTags } from '../../shared/channels/channel.ts';
import { unsubscribeUrlOf } from '../../shared/unsubscribe/unsubscribe-link.ts';
import { aMessagingReceipt, anSmsReply, aSesReceipt } from '../support/a-receipt.ts';
import type { Contact } from './models/provider.ts';
import { signer, UNSUBSCRIBE_URL } from './signer.ts';
import type { World } from './world.ts';

/** What becomes of a message that the provider took, and how often. */
const RATES = { permanentBounce: 0.01, softBounce: 0.02, complaint: 0.005, bounceAfterDelivery: 0.005 };
/** What a customer does with a message, and how often. */
const OPT_OUT_RATE = 0.03;
const ANSWER_RATE = 0.02;
const OPT_OUT_WHEN_READ_RATE = 0.01;
const WORST_MOMENT_MS = 300;
/** The command of an earlier mail, whose link is followed now. */
const OLD_COMMAND = '00000000-0000-4000-8000-000000000000';

const RECEIPT_MS = { from: 200, to: 8000 };
const LATE_RECEIPT_MS = { from: 60_000, to: 3_600_000 };
const REACTION_MS = { from: 1000, to: 60_000 };

/** Lets providers report on what they took, and customers react to it: receipts, answers, opt-outs by every way there is. */
export const addRecipients = (world: World): void => {
  world.watchers.push({
    accepted: (contact, providerMessageId) => {
      const tell = (kind: Kind) => tellLater(world, contact, providerMessageId, kind);
      const { random } = world;
      if (random.chance(RATES.permanentBounce)) return tell('permanent');
      if (random.chance(RATES.softBounce)) return tell('soft');
      tell('delivered');
      if (random.chance(RATES.bounceAfterDelivery)) return tell('soft');
      if (contact.channel === 'email' && random.chance(RATES.complaint)) tell('complaint');
      react(world, contact);
    },
    read: (customerId) => {
      if (world.random.chance(OPT_OUT_WHEN_READ_RATE)) optOutSoon(world, customerId);
    },
  });
};

/** The worst moment for an opt-out: an agent has just read that it may send. */
const optOutSoon = (world: World, customerId: string): void => {
  const { clock, random } = world;
  clock.after(random.between(0, WORST_MOMENT_MS), async () => {
    const phone = (await world.customers.get([customerId])).get(customerId)?.addresses['phone'];
    if (random.chance(0.5) && phone !== undefined) return answer(world, phone, 'STOP');
    const named = { customerId, commandId: OLD_COMMAND };
    world.unsubscribe(await unsubscribeUrlOf(named, UNSUBSCRIBE_URL, signer));
  });
};

type Kind = 'delivered' | 'soft' | 'permanent' | 'complaint';

const tellLater = (world: World, contact: Contact, providerMessageId: string, kind: Kind): void => {
  const { clock, random, faults } = world;
  if (faults.strikes('receipt lost')) return;
  const { from, to } = faults.strikes('receipt late') ? LATE_RECEIPT_MS : RECEIPT_MS;
  clock.after(random.between(from, to), () => {
    const detail = receiptOf(contact, providerMessageId, kind, clock.now);
    const put = () => world.providerBus.put({ source: 'aws', detailType: 'receipt', detail });
    put();
    if (faults.strikes('receipt twice')) clock.after(random.between(0, RECEIPT_MS.to), put);
  });
};

const receiptOf = (
  { channel, commandId, attempt }: Contact,
  messageId: string,
  kind: Kind,
  at: number,
): object => {
  if (channel !== 'email') {
    const [delivered, soft, permanent] =
      channel === 'sms'
        ? ['TEXT_DELIVERED', 'TEXT_UNREACHABLE', 'TEXT_INVALID']
        : ['VOICE_COMPLETED', 'VOICE_BUSY', 'VOICE_FAILED'];
    const type = { delivered, soft, permanent, complaint: delivered }[kind] ?? '';
    const context = { [receiptTags.command]: commandId, [receiptTags.attempt]: String(attempt) };
    return aMessagingReceipt(commandId, type, { eventTimestamp: at, messageId, context });
  }
  const timestamp = new Date(at).toISOString();
  const tags = { [receiptTags.command]: [commandId], [receiptTags.attempt]: [String(attempt)] };
  const mail = { timestamp, messageId, tags };
  const [bounceType, bounceSubType] =
    kind === 'permanent' ? ['Permanent', 'NoEmail'] : ['Transient', 'MailboxFull'];
  const bounce = { timestamp, bounceType, bounceSubType };
  if (kind === 'delivered') return aSesReceipt(commandId, 'Delivery', { mail, delivery: { timestamp } });
  if (kind === 'complaint') return aSesReceipt(commandId, 'Complaint', { mail, complaint: { timestamp } });
  return aSesReceipt(commandId, 'Bounce', { mail, bounce });
};

const react = (world: World, { channel, content }: Contact): void => {
  const { clock, random } = world;
  const optsOut = random.chance(OPT_OUT_RATE);
  if (!optsOut && !random.chance(ANSWER_RATE)) return;
  clock.after(random.between(REACTION_MS.from, REACTION_MS.to), () => {
    const { unsubscribeUrl, to } = content as { unsubscribeUrl?: string; to?: string };
    if (channel === 'email' && unsubscribeUrl !== undefined && optsOut) world.unsubscribe(unsubscribeUrl);
    if (channel === 'sms' && to !== undefined) answer(world, to, optsOut ? 'STOP' : 'Thank you');
  });
};

const answer = (world: World, from: string, text: string): void => {
  const detail = anSmsReply(text, { originationNumber: from, inboundMessageId: world.random.uuid() });
  world.providerBus.put({ source: 'aws', detailType: 'reply', detail });
};
