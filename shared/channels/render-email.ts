import * as z from 'zod';
import type { AgentRegistry } from '../agents/agent-registry.ts';
import { senderOf } from '../agents/sender-of.ts';
import { addressOf } from '../customers/customer.ts';
import { broken } from '../messages/parse-message.ts';
import { createTemplateFiller } from '../templates/fill-template.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import type { EmailContent } from './email-content.ts';
import type { Renderer } from './renderer.ts';

export type RenderEmailDeps = {
  readonly templates: TemplateStore;
  readonly agents: AgentRegistry;
};

/** The one address that an e-mail cannot do without. */
const addressSchema = z.email().max(254);

/** Makes an e-mail from a command, its template and its recipient. */
export const renderEmail = ({ templates, agents }: RenderEmailDeps): Renderer<EmailContent> => {
  const fill = createTemplateFiller(templates);
  return async (contact) => {
    const from = senderOf(contact.lane, agents);
    if (!from.ok) return from;
    const filled = await fill(contact, [
      { part: 'subject', escape: 'none' },
      { part: 'text', escape: 'none' },
      { part: 'html', escape: 'markup', optional: true },
    ]);
    const to = addressSchema.safeParse(addressOf(contact.recipient, 'email'));
    if (!filled.ok) return filled;
    if (!to.success) {
      return broken(
        'command.context.customerData.email',
        'must be an e-mail address, there or in the customer',
      );
    }
    const { subject = '', text = '', html } = filled.value.texts;
    // A line end in a subject would start a header of its own.
    const content = { from: from.value, to: to.data, subject: subject.replace(/[\r\n]+/g, ' '), text, html };
    return { ok: true, value: { content, account: filled.value.account } };
  };
};
