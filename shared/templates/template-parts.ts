import type { Escape } from './liquid.ts';
import type { TemplateTexts } from './template-store.ts';

/** How values are made harmless in each part of a template. */
export const escapeOfPart = {
  subject: 'none',
  text: 'none',
  html: 'markup',
  sms: 'none',
  voice: 'markup',
  message: 'none',
} as const satisfies Record<keyof TemplateTexts, Escape>;

/** The parts in the order in which people read them. */
export const templateParts = Object.keys(escapeOfPart) as (keyof TemplateTexts)[];

/** A part's file within a template's folder, or within the folder of one of its locales. */
export const fileOfPart = (part: keyof TemplateTexts, variant?: string): string =>
  `${variant === undefined ? '' : `${variant}/`}${part}.liquid`;
