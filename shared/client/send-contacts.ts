import type { LaneSender } from '../lanes/lane-sender.ts';
import type { Admitted, AdmittedContact } from './admit-command.ts';
import type { SubmitResult } from './submit-result.ts';

/** Puts the contacts among admitted commands into their lanes, all together, and says what became of each. */
export const sendContacts = async (
  admitted: readonly Admitted[],
  lanes: LaneSender,
): Promise<ReadonlyMap<Admitted, SubmitResult>> => {
  const contacts = admitted.filter((taken): taken is AdmittedContact => taken.kind === 'contact');
  if (contacts.length === 0) return new Map();
  const sent = await lanes.send(contacts.map(({ entry }) => entry));
  return new Map(contacts.map((contact, index) => [contact, resultOf(contact, causeOf(sent[index]))]));
};

const causeOf = (outcome: { sent: true } | { sent: false; cause: string } | undefined): string | undefined =>
  outcome?.sent ? undefined : (outcome?.cause ?? 'NO_ANSWER');

const resultOf = ({ entry, tier }: AdmittedContact, cause: string | undefined): SubmitResult => {
  const { agentType, identity, message } = entry.message;
  const commandId = message.messageId;
  return cause === undefined
    ? { status: 'ACCEPTED', commandId, agentType, tier, identity }
    : { status: 'FAILED', commandId, cause };
};
