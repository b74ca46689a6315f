import { describe, expect, it } from 'vitest';
import type { Template, TemplateStore } from '../../shared/templates/template-store.ts';
import { aTemplate } from '../support/a-template.ts';

/** What every template store promises; `open` gives one that holds these templates. Versions are the adapter's own. */
export const describeTemplateStore = (
  name: string,
  open: (templates: readonly Template[]) => Promise<TemplateStore>,
): void => {
  describe(name, () => {
    const template = aTemplate(
      {},
      {
        classification: 'marketing',
        texts: {
          subject: 'Hello',
          text: 'Dear\n\nyou, ü',
          html: '<p>a</p>',
          sms: 'a',
          voice: 'b',
          message: 'c',
        },
        variants: { de: { text: 'Hallo' }, 'pt-BR': { text: 'Olá', subject: 'Oi' } },
      },
    );

    it('gives a template whole, with its locales', async () => {
      const store = await open([template]);

      const { version, ...content } = (await store.get(template.templateId)) ?? fail();
      expect({ ...content, version: template.version }).toEqual(template);
      expect(version).not.toBe('');
    });

    it('gives the same version to equal content only', async () => {
      const [one, same, other] = await Promise.all(
        [
          template,
          template,
          { ...template, version: 'v2', texts: { ...template.texts, text: 'Dear you' } },
        ].map(async (given) => (await open([given])).get(given.templateId)),
      );

      expect(same?.version).toBe(one?.version);
      expect(other?.version).not.toBe(one?.version);
    });

    it('knows no other id, and leaves its place by none', async () => {
      const store = await open([template]);

      for (const id of ['templ-none', '', '.', '..', '../templ-789', 'templ-789/de', '/etc', '__proto__']) {
        expect(await store.get(id), id).toBeUndefined();
      }
    });

    it('answers many who ask at once', async () => {
      const store = await open([template]);

      const answers = await Promise.all(Array.from({ length: 20 }, () => store.get(template.templateId)));

      expect(new Set(answers.map((answer) => answer?.version)).size).toBe(1);
      expect(answers[0]?.texts).toEqual(template.texts);
    });
  });
};

const fail = (): never => {
  throw new Error('the template is not there');
};
