import type { Provider } from '../agents/agent-registry.ts';
import type { TemplateTexts } from '../templates/template-store.ts';

/** The parts of a template without which an agent type of this provider has nothing to say. */
export const partsOfProvider = {
  ses: ['subject', 'text'],
  sms: ['sms'],
  voice: ['voice'],
  http: ['message'],
} as const satisfies Record<Provider['kind'], readonly (keyof TemplateTexts)[]>;
