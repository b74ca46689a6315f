import type { AgentRegistry } from '../agents/agent-registry.ts';
import { senderOf } from '../agents/sender-of.ts';
import { addressOf } from '../customers/customer.ts';
import { broken } from '../messages/parse-message.ts';
import { createTemplateFiller } from '../templates/fill-template.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import { emailAddressOf } from './email-address.ts';
import type { EmailContent } from './email-content.ts';
import type { EmailLinks } from './email-links.ts';
import type { Renderer } from './renderer.ts';

export type RenderEmailDeps = {
  readonly templates: TemplateStore;
  readonly agents: AgentRegistry;
  readonly linksOf: (customerId: string, commandId: string) => Promise<EmailLinks>;
};

/** Makes an e-mail from a command, its template and its recipient. */
export const renderEmail = ({ templates, agents, linksOf }: RenderEmailDeps): Renderer<EmailContent> => {
  const fill = createTemplateFiller(templates);
  return async (contact) => {
    const { lane, recipient } = contact;
    const sender = senderOf(lane, agents);
    if (!sender.ok) return sender;
    const links = await linksOf(recipient.customerId, lane.message.messageId);
    const filled = await fill(
      contact,
      [{ part: 'subject' }, { part: 'text' }, { part: 'html', optional: true }],
      { unsubscribeUrl: links.unsubscribeUrl },
    );
    if (!filled.ok) return filled;
    const to = emailAddressOf(addressOf(recipient, 'email'));
    if (to === undefined) {
      return broken(
        'command.context.customerData.email',
        'must be an e-mail address, there or in the customer',
      );
    }
    const { subject = '', text = '', html } = filled.value.texts;
    const content = { from: sender.value, to, subject: toOneLine(subject), text, html, ...links };
    return { ok: true, value: { content, account: filled.value.account } };
  };
};

/** A line end in a subject, or any other control character, would start a header of its own. */
const toOneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
