import { describe, expect, it } from 'vitest';
import { TemplatesUnavailableError } from '../../../shared/templates/errors.ts';
import { createTemplateFiller } from '../../../shared/templates/fill-template.ts';
import { aContact } from '../../support/a-recipient.ts';
import { aTemplate } from '../../support/a-template.ts';

const templates = {
  get: async () => aTemplate({ text: 'Hello {{ customer.name }}' }),
};

describe('createTemplateFiller', () => {
  it('asks for another try where a rendering took too long: a slow machine fails no message', async () => {
    const fill = createTemplateFiller(templates, -1);

    await expect(fill(aContact(), [{ part: 'text' }])).rejects.toThrow(TemplatesUnavailableError);
  });

  it('refuses values that a template lacks, at once and for good', async () => {
    const lacking = { get: async () => aTemplate({ text: 'Hello {{ customer.nickname }}' }) };

    expect(await createTemplateFiller(lacking)(aContact(), [{ part: 'text' }])).toMatchObject({ ok: false });
  });
});
