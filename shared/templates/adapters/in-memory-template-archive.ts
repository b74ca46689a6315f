import type { PushedTemplate, PushedVersion, PushOutcome, TemplateArchive } from '../template-archive.ts';
import type { Template } from '../template-store.ts';

/** The template archive's promise without AWS: for tests. */
export class InMemoryTemplateArchive implements TemplateArchive {
  readonly #templates = new Map<string, PushedTemplate>();

  async push({ templateId, version }: Template, by: Omit<PushedVersion, 'version'>): Promise<PushOutcome> {
    const { current, versions = [] } = this.#templates.get(templateId) ?? {};
    if (current === version) return 'unchanged';
    const known = versions.some((pushed) => pushed.version === version);
    const all = known ? versions : [{ version, ...by }, ...versions];
    this.#templates.set(templateId, { templateId, current: version, versions: all });
    return 'pushed';
  }

  async list(): Promise<readonly PushedTemplate[]> {
    return [...this.#templates.values()];
  }
}
