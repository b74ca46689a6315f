import { isTemplateId } from '../template-schema.ts';
import type { Template, TemplateStore } from '../template-store.ts';
import { readTemplateFolder } from './read-template-folder.ts';

/** Templates in a folder each, as `config/templates` holds them and bundles carry them. Read once, then kept. */
export class FileTemplateStore implements TemplateStore {
  readonly #folder: string;
  readonly #kept = new Map<string, Promise<Template | undefined>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get(templateId: string): Promise<Template | undefined> {
    if (!isTemplateId(templateId)) return Promise.resolve(undefined);
    const kept = this.#kept.get(templateId) ?? this.#read(templateId);
    this.#kept.set(templateId, kept);
    return kept;
  }

  /** Only what is there is kept: ids that name nothing come from outside and have no end. */
  async #read(templateId: string): Promise<Template | undefined> {
    const template = await readTemplateFolder(this.#folder, templateId);
    if (template === undefined) this.#kept.delete(templateId);
    return template;
  }
}
