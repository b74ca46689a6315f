import type { AgentRegistry } from '../agents/agent-registry.ts';
import { senderOf } from '../agents/sender-of.ts';
import { addressOf } from '../customers/customer.ts';
import { broken } from '../messages/parse-message.ts';
import { createTemplateFiller } from '../templates/fill-template.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import { phoneNumberSchema } from './phone-number.ts';
import type { Renderer } from './renderer.ts';
import type { SmsContent } from './sms-content.ts';
import { type SmsEncoding, segmentSms } from './sms-segments.ts';

export type RenderSmsDeps = {
  readonly templates: TemplateStore;
  readonly agents: AgentRegistry;
};

/** What End User Messaging takes at most: 10 parts of GSM 7-bit, or 630 UTF-16 units. */
const MOST_SEGMENTS = 10;
const MOST_UNITS: Readonly<Record<SmsEncoding, number>> = { GSM_7: Number.POSITIVE_INFINITY, UCS_2: 630 };

/** Makes a text message from a command, its template and its recipient; its account says what will be billed. */
export const renderSms = ({ templates, agents }: RenderSmsDeps): Renderer<SmsContent> => {
  const fill = createTemplateFiller(templates);
  return async (contact) => {
    const from = senderOf(contact.lane, agents);
    if (!from.ok) return from;
    const filled = await fill(contact, [{ part: 'sms' }]);
    if (!filled.ok) return filled;
    const to = phoneNumberSchema.safeParse(addressOf(contact.recipient, 'sms'));
    if (!to.success) {
      return broken(
        'command.context.customerData.phone',
        'must be a phone number in E.164, there or in the customer',
      );
    }
    const text = (filled.value.texts.sms ?? '').trim();
    if (text === '') return broken('command.templateId', 'names a template that makes an empty text message');
    const { encoding, segments } = segmentSms(text);
    if (segments.length > MOST_SEGMENTS || text.length > MOST_UNITS[encoding]) {
      return broken('command.templateId', `makes a text message of more than ${MOST_SEGMENTS} parts`);
    }
    const { account, template } = filled.value;
    const content = { from: from.value, to: to.data, text, classification: template.classification };
    return { ok: true, value: { content, account: { ...account, encoding, segments: segments.length } } };
  };
};
