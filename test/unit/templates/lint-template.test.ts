import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { policies } from '../../../config/policies.ts';
import { readTemplateSource } from '../../../shared/templates/adapters/read-template-source.ts';
import { lintTemplate } from '../../../shared/templates/lint-template.ts';
import type { TemplateTexts } from '../../../shared/templates/template-store.ts';
import { aTemplate } from '../../support/a-template.ts';

const sample = { customer: { name: 'Ada' }, customerId: 'cust-1', campaignId: 'camp-1' };
const lint = (texts: TemplateTexts, changes = {}) => lintTemplate(aTemplate(texts, changes), sample);

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of a shipped template with one file changed, or gone. */
const aFolderWith = (file: string, text: string | undefined): string => {
  const root = mkdtempSync(path.join(tmpdir(), 'templates-'));
  folders.push(root);
  cpSync('config/templates/templ-spring', path.join(root, 'templ-spring'), {
    recursive: true,
  });
  const changed = path.join(root, 'templ-spring', file);
  mkdirSync(path.dirname(changed), { recursive: true });
  if (text === undefined) rmSync(changed);
  else writeFileSync(changed, text);
  return root;
};

describe('lintTemplate', () => {
  it.each(readdirSync('config/templates'))('finds nothing in %s, in any locale', async (templateId) => {
    expect(
      (await readTemplateSource('config/templates', templateId, Object.keys(policies.purposes))).issues,
    ).toEqual([]);
  });

  it('finds nothing where a template loops, says what may be missing, and styles', async () => {
    const html = '<p style="color: red">{% if customer.age %}{{ customer.age }}{% endif %}</p>';
    const text = '{% for i in (1..3) %}{{ i }}{% endfor %}{{ customer.age | default: "?" }}';

    expect(await lint({ html, text })).toEqual([]);
  });

  const broken: readonly (readonly [string, TemplateTexts, string, number, RegExp])[] = [
    ['a tag that is not closed', { text: 'a\n{% if customer.name %}' }, 'text.liquid', 2, /not closed/],
    ['an unknown tag', { text: 'a\n\n{% wish %}' }, 'text.liquid', 3, /tag "wish" not found/],
    [
      'an unknown filter',
      { text: '{{ customer.name | shout }}' },
      'text.liquid',
      1,
      /undefined filter: shout/,
    ],
    [
      'a variable that the sample lacks',
      { text: 'a\n{{ customer.nme }}' },
      'text.liquid',
      2,
      /customer\.nme/,
    ],
    ['a file to include', { text: '{% include "/etc/passwd" %}' }, 'text.liquid', 1, /"include" not found/],
    ['a file to render', { text: '{% render "secret" %}' }, 'text.liquid', 1, /"render" not found/],
    ['a way round the escaping', { html: '{{ customer.name | raw }}' }, 'html.liquid', 1, /filter: raw/],
    [
      'an endless loop',
      { text: 'a\n{% for i in customer.all %}x{% endfor %}' },
      'text.liquid',
      2,
      /must end a loop/,
    ],
    [
      'a range too long',
      { text: '{% for i in (1..101) %}x{% endfor %}' },
      'text.liquid',
      1,
      /must end a loop/,
    ],
    ['a limit too high', { text: '{% for i in (1..9) limit: 999 %}x{% endfor %}' }, 'text.liquid', 1, /loop/],
    ['a script', { html: '<p>a</p><script src="x"></script>' }, 'html.liquid', 1, /scripts/],
    ['an event handler', { html: '<p onclick="x()">a</p>' }, 'html.liquid', 1, /event handlers/],
    ['code in an address', { html: '<a href="javascript:x()">a</a>' }, 'html.liquid', 1, /code in addresses/],
    ['a foreign style', { html: '<style>@import "https://x.example";</style>' }, 'html.liquid', 1, /styles/],
    ['markup that does not close', { html: '<p><b>a</p>' }, 'html.liquid', 1, /close its tags/],
    ['a subject of two lines', { subject: 'a\nb' }, 'subject.liquid', 1, /one line/],
    ['a subject too long', { subject: 'x'.repeat(201) }, 'subject.liquid', 1, /at most 200/],
    ['an empty part', { text: '{% if false %}a{% endif %}' }, 'text.liquid', 1, /must not be empty/],
    ['a part that begins with space', { text: '\nDear' }, 'text.liquid', 1, /begin with space/],
    [
      'speech that is none',
      { voice: '<audio src="https://x.example"/>' },
      'voice.liquid',
      1,
      /speech with a tag other/,
    ],
    [
      'a link to unsubscribe in a call',
      { voice: '{{ unsubscribeUrl }}' },
      'voice.liquid',
      1,
      /unsubscribeUrl/,
    ],
  ];

  it.each(broken)('names file, line and rule of %s', async (_, texts, file, line, rule) => {
    expect(await lint(texts)).toContainEqual({ file, line, rule: expect.stringMatching(rule) });
  });

  it('wants the link to unsubscribe in marketing mails, in every locale', async () => {
    const variants = { de: { text: 'Hallo' } };

    const issues = await lint({ html: '<p>Hi</p>' }, { classification: 'marketing', variants });

    expect(issues.map(({ file, rule }) => [file, /unsubscribeUrl/.test(rule)])).toEqual([
      ['text.liquid', true],
      ['html.liquid', true],
      ['de/text.liquid', true],
    ]);
  });

  it('wants subject and text of an e-mail, and no part in one locale only', async () => {
    const texts = { html: '<p>a</p>' };

    const issues = await lintTemplate(aTemplate({}, { texts, variants: { de: { sms: 'a' } } }), sample);

    expect(issues.map(({ file }) => file)).toEqual(['subject.liquid', 'text.liquid', 'de/sms.liquid']);
  });
});

describe('readTemplateSource', () => {
  it.each([
    ['template.json', '{', 'must be JSON'],
    ['template.json', undefined, 'is needed'],
    [
      'template.json',
      '{"messageType":"x","classification":"marketing","locale":"en"}',
      /messageType: must be/,
    ],
    [
      'template.json',
      '{"messageType":"OFFER","classification":"marketing","locale":"en","purpose":"news"}',
      'purpose: must be one of marketing (config/policies.ts)',
    ],
    ['sample.json', undefined, 'is needed'],
    ['sample.json', '{"customer":7}', /customer: /],
    ['subjct.liquid', 'a', 'is no part of a template'],
    ['de/subjct.liquid', 'a', 'is no part of a template'],
  ])('names %s when it holds %j', async (file, text, rule) => {
    const { issues } = await readTemplateSource(aFolderWith(file, text), 'templ-spring', ['marketing']);

    expect(issues).toEqual([
      { file, line: 1, rule: typeof rule === 'string' ? rule : expect.stringMatching(rule) },
    ]);
  });

  it('leaves its folder by no id', async () => {
    expect((await readTemplateSource('config/templates', '../templates/templ-789', [])).issues).toHaveLength(
      1,
    );
  });
});
