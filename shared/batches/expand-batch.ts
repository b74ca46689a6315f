import * as z from 'zod';
import { type BatchMember, batchMemberSchema, type WholeBatch } from '../messages/batch-message.ts';
import { hopsOf } from '../messages/hops.ts';
import { type Issue, parseMessage } from '../messages/parse-message.ts';
import { memberCommandId } from './member-id.ts';
import { memberPath } from './read-batch.ts';

/** The command that a member becomes: a document that is still to be admitted, or what is wrong with the member itself. */
export type ExpandedMember = {
  readonly commandId: string;
  /** Its place in the batch, from 0. */
  readonly member: number;
  readonly document: unknown;
  readonly issues?: readonly Issue[] | undefined;
};

/**
 * Makes a command of each member of a batch that was taken at `at` (milliseconds since 1970). The same batch makes the same
 * ids, so that expanding it again contacts nobody again.
 */
export const expandBatch = (batch: WholeBatch, at: number): readonly ExpandedMember[] =>
  batch.batchMessage.messages.map((message, member) => {
    const commandId = memberCommandId(batch.batchMessage.batchId, member);
    const parsed = parseMessage(batchMemberSchema, message);
    if (parsed.ok) return { commandId, member, document: commandOf(batch, parsed.value, member, at) };
    const issues = parsed.issues.map(({ path, rule }) => ({ path: memberPath(member, path), rule }));
    return { commandId, member, issues, document: { messageId: commandId } };
  });

const commandOf = (
  { batchMessage, source, timestamp, correlation, securityContext }: WholeBatch,
  { action, ...fields }: BatchMember,
  member: number,
  at: number,
): unknown => {
  const { batchId, target, priority, templateId, campaignId, scheduledFor } = batchMessage;
  return {
    messageId: memberCommandId(batchId, member),
    messageType: 'COMMAND',
    timestamp: timestamp ?? new Date(at).toISOString(),
    source,
    target,
    correlation: { ...correlation, hops: hopsOf({ correlation }) + 1, batchId, batchMember: member },
    ...(securityContext === undefined ? {} : { securityContext }),
    command: {
      templateId,
      ...given({ priority, campaignId, scheduledFor }),
      ...fields,
      type: action,
    },
  };
};

const given = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What a member may say for itself of its command; the rest its batch says for all. */
const memberFields = z.looseObject({});

/** Where in its batch a rule of a member's command is broken: at the member, or at what the batch says for all of them. */
export const placeInBatch = (batch: WholeBatch, member: number, { path, rule }: Issue): Issue => {
  if (path === 'command.type') return { path: memberPath(member, 'action'), rule };
  const [top = '', field = '', ...inner] = path.split('.');
  if (top !== 'command') return { path: top === 'target' ? 'batchMessage.target' : path, rule };
  const own = memberFields.safeParse(batch.batchMessage.messages[member]).data ?? {};
  return Object.hasOwn(own, field)
    ? { path: memberPath(member, [field, ...inner].join('.')), rule }
    : { path: ['batchMessage', field, ...inner].join('.'), rule };
};
