import { formatInbox } from '../format/format-inbox.ts';
import { openSandbox } from '../open-sandbox.ts';
import type { Outcome } from '../outcome.ts';
import type { StageTarget } from '../stage-target.ts';

/** `inbox list`: what the local stage's provider sandbox took, newest last. */
export const listInbox = async (
  target: StageTarget,
  asked: { readonly to?: string | undefined; readonly channel?: string | undefined },
): Promise<Outcome> => {
  const messages = await openSandbox(target).inbox(asked);
  const inOrder = messages.toSorted((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
  return { exit: 'OK', json: { messages: inOrder }, lines: formatInbox(inOrder) };
};
