import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listTemplates } from '../../../cli/commands/template-list.ts';
import { previewTemplate } from '../../../cli/commands/template-preview.ts';
import { pushTemplates } from '../../../cli/commands/template-push.ts';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryTemplateArchive } from '../../../shared/templates/adapters/in-memory-template-archive.ts';
import { aCustomer } from '../../support/a-recipient.ts';

let root: string;
let archive: InMemoryTemplateArchive;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'templates-'));
  cpSync('config/templates', join(root, 'config', 'templates'), { recursive: true });
  archive = new InMemoryTemplateArchive();
});

afterEach(() => rmSync(root, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(root, 'config', 'templates', file), text);
const push = (asked: { templateId?: string; dryRun?: boolean } = {}) =>
  pushTemplates(archive, {
    root,
    dryRun: false,
    pushedBy: 'ada',
    pushedAt: '2026-01-01T00:00:00Z',
    ...asked,
  });
const customers = async () => {
  const store = new InMemoryCustomerStore();
  await store.put(aCustomer({ name: 'Grace Hopper', locale: 'de-DE' }));
  return store;
};

/** All templates of the deployment but the one that is changed here, in order. */
const others = readdirSync('config/templates')
  .filter((templateId) => templateId !== 'templ-789')
  .sort();

describe('template push', () => {
  it('pushes all templates, and says of each whether it was new', async () => {
    expect((await push()).json).toMatchObject({
      templates: [
        { templateId: 'templ-789', result: 'pushed' },
        ...others.map((templateId) => ({ templateId, result: 'pushed' })),
      ],
    });
    write('templ-789/text.liquid', 'Dear {{ customer.name }}');

    expect((await push()).lines).toEqual([
      expect.stringMatching(/^TEMPLATE/),
      expect.stringMatching(/^templ-789 .* pushed$/),
      ...others.map((templateId) => expect.stringMatching(new RegExp(`^${templateId} .* unchanged$`))),
      'Every agent sends what was pushed within a minute.',
    ]);
  });

  it('pushes nothing where one of them breaks a rule, and says where', async () => {
    write('templ-spring/de/text.liquid', 'Hallo\n{{ customer.nme }} {{ unsubscribeUrl }}');

    expect(await push()).toMatchObject({
      exit: 'REJECTED',
      lines: ['config/templates/templ-spring/de/text.liquid:2 undefined variable: customer.nme'],
    });
    expect(await archive.list()).toEqual([]);
  });

  it('pushes one that is named, and none that is not there', async () => {
    await push({ templateId: 'templ-789' });

    expect((await archive.list()).map(({ templateId }) => templateId)).toEqual(['templ-789']);
    for (const templateId of ['templ-none', '../templates', '.'])
      await expect(push({ templateId })).rejects.toMatchObject({ name: 'CliError' });
  });

  it('writes nothing in a dry run', async () => {
    await push({ templateId: 'templ-789' });

    expect((await push({ dryRun: true })).json).toMatchObject({
      templates: [
        { templateId: 'templ-789', result: 'unchanged' },
        ...others.map((templateId) => ({ templateId, result: 'would push' })),
      ],
    });
    expect(await archive.list()).toHaveLength(1);
  });
});

describe('template list', () => {
  it('says which version is sent, where from, and whether this checkout has another one', async () => {
    await push({ templateId: 'templ-789' });
    write('templ-789/text.liquid', 'Dear {{ customer.name }}');

    expect((await listTemplates(archive, root)).lines).toEqual([
      expect.stringMatching(/^TEMPLATE/),
      expect.stringMatching(/^templ-789 +[0-9a-f]{12} +pushed 2026-01-01T00:00:00Z by ada +1 +[0-9a-f]{12}$/),
      ...others.map((templateId) =>
        expect.stringMatching(
          new RegExp(`^${templateId} +as deployed +the functions’ bundles +0 +[0-9a-f]{12}$`),
        ),
      ),
    ]);
  });
});

describe('template preview', () => {
  it('shows every part for the sample, without a stage', async () => {
    const noStage = async () => {
      throw new Error('no stage');
    };

    const { lines } = await previewTemplate({ root, templateId: 'templ-spring' }, noStage);

    expect(lines.join('\n')).toContain('── subject\nSpring is here, Ada Lovelace');
    expect(lines.filter((line) => line.startsWith('── '))).toEqual(
      ['subject', 'text', 'html', 'sms', 'message'].map((part) => `── ${part}`),
    );
  });

  it('shows one channel for a customer in their language, or in another one', async () => {
    const asked = { root, templateId: 'templ-spring', customerId: 'cust-456', channel: 'sms' };

    expect((await previewTemplate(asked, customers)).json).toMatchObject({
      locale: 'de',
      parts: { sms: expect.stringMatching(/^Grace Hopper, unser/) },
    });
    expect((await previewTemplate({ ...asked, locale: 'en' }, customers)).json).toMatchObject({
      locale: 'en',
    });
  });

  it('says what a customer lacks, and that one does not exist', async () => {
    write('templ-789/sms.liquid', '{{ customer.debt }}');
    const asked = { root, templateId: 'templ-789', channel: 'sms' };

    await expect(previewTemplate({ ...asked, customerId: 'cust-456' }, customers)).rejects.toThrow(
      /customer\.debt/,
    );
    await expect(previewTemplate({ ...asked, customerId: 'cust-0' }, customers)).rejects.toThrow(/no such/);
  });
});
