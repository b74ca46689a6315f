import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileOfPart, templateParts } from '../template-parts.ts';
import { templateMetadataSchema } from '../template-schema.ts';
import type { Template, TemplateTexts } from '../template-store.ts';

/** Reads one template's folder; `undefined` where there is none. Throws on metadata that break a rule. */
export const readTemplateFolder = async (root: string, templateId: string): Promise<Template | undefined> => {
  const folder = path.join(root, templateId);
  const metadataText = await readFile(path.join(folder, 'template.json'), 'utf8').catch(() => undefined);
  if (metadataText === undefined) return undefined;
  const metadata = templateMetadataSchema.parse(JSON.parse(metadataText));
  const entries = await readdir(folder, { withFileTypes: true });
  const locales = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const texts = await readTexts(folder);
  const variants = Object.fromEntries(
    await Promise.all(
      locales.sort().map(async (locale) => [locale, await readTexts(folder, locale)] as const),
    ),
  );
  const content = { ...metadata, texts, variants };
  return { templateId, version: versionOf(content), ...content };
};

const readTexts = async (folder: string, locale?: string): Promise<TemplateTexts> => {
  const parts = await Promise.all(
    templateParts.map(async (part) => {
      const text = await readFile(path.join(folder, fileOfPart(part, locale)), 'utf8').catch(() => undefined);
      return text === undefined ? [] : [[part, text.trimEnd()] as const];
    }),
  );
  return Object.fromEntries(parts.flat());
};

/** A template's version: the start of its content's SHA-256. */
const versionOf = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
