import type { Template, TemplateTexts } from '../../shared/templates/template-store.ts';

/** A template of one locale. */
export const aTemplate = (texts: TemplateTexts = {}, change: Partial<Template> = {}): Template => ({
  templateId: 'templ-789',
  version: 'v1',
  messageType: 'PAYMENT_REMINDER',
  classification: 'transactional',
  locale: 'en',
  texts: { subject: 'Hello', text: 'Hello', ...texts },
  variants: {},
  ...change,
});
