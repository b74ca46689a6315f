import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileOfPart, templateParts } from '../../shared/templates/template-parts.ts';
import type { Template } from '../../shared/templates/template-store.ts';

/** Writes templates as folders, as `config/templates` holds them. */
export const writeTemplates = (root: string, templates: readonly Template[]): void => {
  for (const { templateId, messageType, classification, locale, texts, variants } of templates) {
    const folder = path.join(root, templateId);
    for (const sub of ['', ...Object.keys(variants)]) mkdirSync(path.join(folder, sub), { recursive: true });
    const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
    write('template.json', JSON.stringify({ messageType, classification, locale }));
    write('sample.json', JSON.stringify({ customer: { name: 'Ada Lovelace' } }));
    for (const [variant, of] of [[undefined, texts] as const, ...Object.entries(variants)])
      for (const part of templateParts)
        if (of[part] !== undefined) write(fileOfPart(part, variant), `${of[part]}\n`);
  }
};
