import type { CampaignDefinition } from '../campaign-definition.ts';
import type { CampaignPage, CampaignProgress, CampaignStore, MemberPlace } from '../campaign-store.ts';

/** Campaigns in memory: for tests and benchmarks. */
export class InMemoryCampaignStore implements CampaignStore {
  readonly #definitions = new Map<string, CampaignDefinition>();
  readonly #progress = new Map<string, CampaignProgress>();
  readonly #pages = new Map<string, CampaignPage>();
  readonly #places = new Map<string, number>();

  async putDefinition(campaignId: string, definition: CampaignDefinition) {
    if (this.#definitions.has(campaignId)) return 'exists';
    this.#definitions.set(campaignId, structuredClone(definition));
    return 'stored';
  }

  async getDefinition(campaignId: string) {
    return this.#definitions.get(campaignId);
  }

  async getProgress(campaignId: string) {
    return this.#progress.get(campaignId);
  }

  async putProgress(campaignId: string, progress: CampaignProgress) {
    if ((this.#progress.get(campaignId)?.version ?? 0) !== progress.version - 1) return 'conflict';
    this.#progress.set(campaignId, structuredClone(progress));
    return 'stored';
  }

  async putPage(campaignId: string, page: CampaignPage) {
    const key = keyOf(campaignId, page.pass, page.page);
    const kept = this.#pages.get(key) ?? structuredClone(page);
    this.#pages.set(key, kept);
    return kept;
  }

  async getPage(campaignId: string, pass: number, page: number) {
    return this.#pages.get(keyOf(campaignId, pass, page));
  }

  async takePlaces(campaignId: string, members: readonly MemberPlace[]) {
    return members.map(({ customerId, place }) => {
      const key = `${campaignId}\n${customerId}`;
      const taken = this.#places.get(key) ?? place;
      this.#places.set(key, taken);
      return taken;
    });
  }

  async list() {
    return [...this.#definitions.keys()];
  }
}

const keyOf = (campaignId: string, pass: number, page: number): string => `${campaignId}\n${pass}\n${page}`;
