import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CampaignPage, CampaignProgress, CampaignStore } from '../../shared/campaigns/campaign-store.ts';
import { threeChannels } from '../support/campaign-world.ts';

const aPage = (customers: readonly string[]): CampaignPage => ({
  ...{ pass: 0, page: 3, customers, considered: customers.length },
  issues: [{ place: 7, rule: 'is a member already, at place 2' }],
  next: '{"at":10}',
});

const aProgress = (version: number, page: number): CampaignProgress => ({
  ...{ version, run: 1, leg: 0, execution: 'e', startedAt: 5, pass: 0, page, pages: 0, chosen: 0, dueAt: 5 },
  ...{ members: 0, brokenMembers: 0, spent: { contacts: 1, microUsd: 100 }, tallies: [] },
});

/** What every store of campaigns promises. */
export const describeCampaignStore = (name: string, open: () => Promise<CampaignStore>): void => {
  describe(name, () => {
    it('keeps the first definition of a campaign, and lists it', async () => {
      const store = await open();
      const id = randomUUID();
      const definition = threeChannels(['cust-1'], { budget: { usd: 1 } });

      expect(await store.getDefinition(id)).toBeUndefined();
      expect(await store.putDefinition(id, definition)).toBe('stored');
      expect(await store.putDefinition(id, threeChannels(['cust-2']))).toBe('exists');
      expect(await store.getDefinition(id)).toEqual(definition);
      expect(await store.list()).toContain(id);
    });

    it('writes progress by version, one writer at a time', async () => {
      const store = await open();
      const id = randomUUID();

      expect(await store.getProgress(id)).toBeUndefined();
      expect(await store.putProgress(id, aProgress(1, 0))).toBe('stored');
      const answers = await Promise.all([1, 2, 3].map((page) => store.putProgress(id, aProgress(2, page))));
      expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
      expect(await store.getProgress(id)).toEqual(aProgress(2, answers.indexOf('stored') + 1));
      expect(await store.putProgress(id, aProgress(2, 9))).toBe('conflict');
    });

    it('keeps the first page of a place', async () => {
      const store = await open();
      const id = randomUUID();

      expect(await store.getPage(id, 0, 3)).toBeUndefined();
      expect(await store.putPage(id, aPage(['cust-1']))).toEqual(aPage(['cust-1']));
      expect(await store.putPage(id, aPage(['cust-2']))).toEqual(aPage(['cust-1']));
      expect(await store.getPage(id, 0, 3)).toEqual(aPage(['cust-1']));
      expect(await store.getPage(id, 1, 3)).toBeUndefined();
    });

    it('gives each customer one place in a campaign, however often it is asked', async () => {
      const store = await open();
      const id = randomUUID();
      const places = (from: number) =>
        Array.from({ length: 60 }, (_, index) => ({ customerId: `cust-${index}`, place: from + index }));

      const first = await store.takePlaces(id, places(1));
      expect(first).toEqual(places(1).map(({ place }) => place));
      expect(await store.takePlaces(id, places(1))).toEqual(first);
      const more = [{ customerId: 'new', place: 900 }, ...places(500)];
      expect(await store.takePlaces(id, more)).toEqual([900, ...first]);
      expect(await store.takePlaces(randomUUID(), places(9))).toEqual(places(9).map(({ place }) => place));
    });
  });
};
