import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Template, TemplateStore } from '../template-store.ts';

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
    const kept = this.#kept.get(templateId) ?? this.#read(templateId);
    this.#kept.set(templateId, kept);
    return kept;
  }

  async #read(templateId: string): Promise<Template | undefined> {
    const [subject, text, html] = await Promise.all(
      ['subject.liquid', 'text.liquid', 'html.liquid'].map((name) =>
        readFile(path.join(this.#folder, templateId, name), 'utf8').catch(() => undefined),
      ),
    );
    return subject === undefined || text === undefined ? undefined : { subject: subject.trim(), text, html };
  }
}
