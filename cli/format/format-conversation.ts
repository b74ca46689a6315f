import type { Conversation } from '../../shared/conversations/conversation.ts';
import { formatFields } from './format-customer.ts';

/** A conversation as text: its context, then what was said, oldest first. */
export const formatConversation = ({
  customerId,
  version,
  context,
  history,
}: Conversation): readonly string[] => [
  `${customerId}, version ${version}`,
  ...formatFields(Object.entries(context)),
  ...(history.length === 0 ? ['Nothing was said.'] : history.flatMap(formatEntry)),
];

const formatEntry = ({ entryId: _, at, ...said }: Conversation['history'][number]): readonly string[] => [
  at,
  ...formatFields(Object.entries(said)),
];
