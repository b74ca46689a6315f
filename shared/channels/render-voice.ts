import type { AgentRegistry } from '../agents/agent-registry.ts';
import { senderOf } from '../agents/sender-of.ts';
import { addressOf } from '../customers/customer.ts';
import { broken } from '../messages/parse-message.ts';
import { createTemplateFiller } from '../templates/fill-template.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import { phoneNumberSchema } from './phone-number.ts';
import type { Renderer } from './renderer.ts';
import { safeSsml } from './safe-ssml.ts';
import type { VoiceContent } from './voice-content.ts';

export type RenderVoiceDeps = {
  readonly templates: TemplateStore;
  readonly agents: AgentRegistry;
};

/** Makes the speech of a call from a command, its template and its recipient. */
export const renderVoice = ({ templates, agents }: RenderVoiceDeps): Renderer<VoiceContent> => {
  const fill = createTemplateFiller(templates);
  return async (contact) => {
    const from = senderOf(contact.lane, agents);
    if (!from.ok) return from;
    const filled = await fill(contact, [{ part: 'voice' }]);
    if (!filled.ok) return filled;
    const to = phoneNumberSchema.safeParse(addressOf(contact.recipient, 'phone'));
    if (!to.success) {
      return broken(
        'command.context.customerData.phone',
        'must be a phone number in E.164, there or in the customer',
      );
    }
    const ssml = safeSsml(filled.value.texts.voice ?? '');
    if (!ssml.ok) return ssml;
    const { account } = filled.value;
    const content = { from: from.value, to: to.data, ssml: ssml.value, locale: account.locale };
    return { ok: true, value: { content, account } };
  };
};
