import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TemplateArchive } from '../../shared/templates/template-archive.ts';
import { aTemplate } from '../support/a-template.ts';

const by = (pushedAt: string, pushedBy = 'ops') => ({ pushedAt, pushedBy });

/** What every archive of templates promises; `open` gives one that may hold other templates already. */
export const describeTemplateArchive = (name: string, open: () => Promise<TemplateArchive>): void => {
  describe(name, () => {
    const aVersion = (templateId: string, version: string) =>
      aTemplate({ text: version }, { templateId, version });
    const listed = async (archive: TemplateArchive, id: string) =>
      (await archive.list()).find(({ templateId }) => templateId === id);

    it('keeps each version, newest first, and says which is sent', async () => {
      const [archive, id] = [await open(), `templ-${randomUUID()}`];

      expect(await archive.push(aVersion(id, 'v1'), by('2026-01-01T00:00:00Z', 'ada'))).toBe('pushed');
      expect(await archive.push(aVersion(id, 'v2'), by('2026-01-02T00:00:00Z', 'eve'))).toBe('pushed');

      expect(await listed(archive, id)).toEqual({
        templateId: id,
        current: 'v2',
        versions: [
          { version: 'v2', pushedAt: '2026-01-02T00:00:00Z', pushedBy: 'eve' },
          { version: 'v1', pushedAt: '2026-01-01T00:00:00Z', pushedBy: 'ada' },
        ],
      });
    });

    it('goes back to an old version, whose push stays as it was', async () => {
      const [archive, id] = [await open(), `templ-${randomUUID()}`];
      await archive.push(aVersion(id, 'v1'), by('2026-01-01T00:00:00Z'));
      await archive.push(aVersion(id, 'v2'), by('2026-01-02T00:00:00Z'));

      expect(await archive.push(aVersion(id, 'v1'), by('2026-01-03T00:00:00Z', 'eve'))).toBe('pushed');

      expect(await listed(archive, id)).toMatchObject({
        current: 'v1',
        versions: [{ version: 'v2' }, { version: 'v1', pushedAt: '2026-01-01T00:00:00Z', pushedBy: 'ops' }],
      });
    });

    it('changes nothing when what is sent is pushed again', async () => {
      const [archive, id] = [await open(), `templ-${randomUUID()}`];
      await archive.push(aVersion(id, 'v1'), by('2026-01-01T00:00:00Z'));
      const before = await listed(archive, id);

      expect(await archive.push(aVersion(id, 'v1'), by('2026-01-02T00:00:00Z', 'eve'))).toBe('unchanged');

      expect(await listed(archive, id)).toEqual(before);
    });

    it('lets one version be sent when many are pushed at once', async () => {
      const [archive, id] = [await open(), `templ-${randomUUID()}`];
      const versions = Array.from({ length: 8 }, (_, at) => `v${at}`);

      const outcomes = await Promise.all(
        versions.map((version) => archive.push(aVersion(id, version), by('2026-01-01T00:00:00Z'))),
      );

      const pushed = versions.filter((_, at) => outcomes[at] === 'pushed');
      expect(pushed).toContain((await listed(archive, id))?.current);
    });
  });
};
