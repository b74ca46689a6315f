import * as z from 'zod';
import type { AgentRegistry } from '../agents/agent-registry.ts';
import { senderOf } from '../agents/sender-of.ts';
import { broken } from '../messages/parse-message.ts';
import { createTemplateFiller } from '../templates/fill-template.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import type { MessageContent } from './message-content.ts';
import type { Renderer } from './renderer.ts';

export type RenderMessageDeps = {
  readonly templates: TemplateStore;
  readonly agents: AgentRegistry;
  /** Names of customers' addresses that the provider can reach, the preferred one first, such as `['whatsapp', 'phone']`. */
  readonly addresses: readonly string[];
};

/** Providers know what their addresses look like; a control character is in none of them. */
const addressSchema = z
  .string()
  .min(1)
  .max(320)
  .regex(/^[^\p{Cc}]+$/u);

/** Makes a message from a command, its template's part `message` and its recipient. */
export const renderMessage = ({
  templates,
  agents,
  addresses,
}: RenderMessageDeps): Renderer<MessageContent> => {
  const fill = createTemplateFiller(templates);
  return async (contact) => {
    const sender = senderOf(contact.lane, agents);
    if (!sender.ok) return sender;
    const filled = await fill(contact, [{ part: 'message' }]);
    if (!filled.ok) return filled;
    const known = addresses.find((name) => contact.recipient.addresses[name] !== undefined);
    const to = addressSchema.safeParse(known === undefined ? undefined : contact.recipient.addresses[known]);
    if (!to.success) {
      return broken(
        'command.context.customerData.addresses',
        `must hold an address for ${addresses.join(' or ')}, there or in the customer`,
      );
    }
    const content = { from: sender.value, to: to.data, text: filled.value.texts.message ?? '' };
    return { ok: true, value: { content, account: filled.value.account } };
  };
};
