import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Template, TemplateStore, TemplateTexts } from '../template-store.ts';

const partOf: Readonly<Record<string, keyof TemplateTexts>> = {
  'subject.liquid': 'subject',
  'text.liquid': 'text',
  'html.liquid': 'html',
  'sms.liquid': 'sms',
  'voice.liquid': 'voice',
  'message.liquid': 'message',
};

const metadataSchema = z.object({
  messageType: z.string().regex(/^[A-Z][A-Z0-9_]{1,63}$/),
  classification: z.enum(['transactional', 'marketing']),
  locale: z.string().min(2).max(35),
});

/** Templates in a folder each, as `config/templates` holds them and bundles carry them. Read once, then kept. */
export class FileTemplateStore implements TemplateStore {
  readonly #folder: string;
  readonly #kept = new Map<string, Promise<Template | undefined>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get(templateId: string): Promise<Template | undefined> {
    // An id is a folder's name and nothing else: no path may come in by it.
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(templateId)) return Promise.resolve(undefined);
    const kept = this.#kept.get(templateId) ?? readTemplate(this.#folder, templateId);
    this.#kept.set(templateId, kept);
    return kept;
  }
}

/** Reads one template's folder; `undefined` where there is none. Throws on metadata that break a rule. */
const readTemplate = async (root: string, templateId: string): Promise<Template | undefined> => {
  const folder = path.join(root, templateId);
  const metadataText = await readFile(path.join(folder, 'template.json'), 'utf8').catch(() => undefined);
  if (metadataText === undefined) return undefined;
  const metadata = metadataSchema.parse(JSON.parse(metadataText));
  const locales = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const texts = await readTexts(folder);
  const variants = Object.fromEntries(
    await Promise.all(
      locales.map(async ({ name }) => [name, await readTexts(path.join(folder, name))] as const),
    ),
  );
  const content = { ...metadata, texts, variants };
  return { templateId, version: versionOf(content), ...content };
};

const readTexts = async (folder: string): Promise<TemplateTexts> => {
  const names = (await readdir(folder)).filter((name) => partOf[name] !== undefined).sort();
  const parts = await Promise.all(
    names.map(
      async (name) => [partOf[name], (await readFile(path.join(folder, name), 'utf8')).trim()] as const,
    ),
  );
  return Object.fromEntries(parts);
};

/** A template's version: the start of its content's SHA-256. */
const versionOf = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
