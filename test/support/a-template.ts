import type { Template } from '../../shared/templates/template-store.ts';

/** A template for e-mails that the lint has nothing to say about. */
export const aTemplate = (changes: Partial<Template> = {}): Template => ({
  templateId: 'templ-test',
  version: 'v1',
  messageType: 'PAYMENT_REMINDER',
  classification: 'transactional',
  locale: 'en',
  texts: { subject: 'Hello {{ customer.name }}', text: 'Dear {{ customer.name }}' },
  variants: {},
  ...changes,
});
