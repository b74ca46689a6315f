import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { renderVoice } from '../../../shared/channels/render-voice.ts';
import { safeSsml } from '../../../shared/channels/safe-ssml.ts';
import { FileTemplateStore } from '../../../shared/templates/adapters/file-template-store.ts';
import { aCallLaneMessage } from '../../support/a-phone-command.ts';
import { aContact } from '../../support/a-recipient.ts';
import { aTemplate } from '../../support/a-template.ts';
import { parseXml } from '../../support/parse-xml.ts';

const render = renderVoice({ agents, templates: new FileTemplateStore('config/templates') });
const withSpeech = (voice: string) =>
  renderVoice({ agents, templates: { get: async () => aTemplate({ voice }) } });

const ALLOWED = ['speak', 'p', 's', 'break', 'emphasis', 'prosody', 'say-as', 'sub', 'phoneme'];

describe('renderVoice', () => {
  it("fills the specification's template for its customer, from the identity's number", async () => {
    expect(await render(aContact(aCallLaneMessage()))).toMatchObject({
      ok: true,
      value: {
        content: {
          from: agents.phone.identities['phone-agent-001'].sender,
          to: '+14255550182',
          ssml: expect.stringMatching(/^<speak><p>Hello Ada Lovelace\.<\/p>[\s\S]*<\/speak>$/),
          locale: 'en',
        },
      },
    });
  });

  it('refuses a number that is not E.164 by naming the field', async () => {
    expect(await render(aContact(aCallLaneMessage({ phone: '0425 555' })))).toMatchObject({
      ok: false,
      issues: [{ path: 'command.context.customerData.phone' }],
    });
  });

  it('says whatever a customer is called, and lets no name be a tag', async () => {
    const speech = '<p>Hello {{ customer.name }}</p><sub alias="{{ customer.name }}">you</sub>';
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: fc.constantFrom(...'<>/&"\'=;#!-[]\u0000\ud800 aspek'), maxLength: 80 }),
      fc.constantFrom(
        '</speak><speak>',
        '<break time="99s"/>',
        ']]>',
        '&#0;',
        '<!-- ',
        '" onload="x',
        '&lt;',
      ),
    );

    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        const rendered = await withSpeech(speech)(aContact(aCallLaneMessage({ name })));
        expect(rendered).toMatchObject({ ok: true });
        if (rendered.ok) expect(parseXml(rendered.value.content.ssml)).toEqual(['speak', 'p', 'sub']);
      }),
    );
  });
});

describe('safeSsml', () => {
  it.each([
    ['bare words', 'Hello', '<speak>Hello</speak>'],
    ['speech that is one already', ' <speak>Hello</speak>\n', '<speak>Hello</speak>'],
    ['pauses', 'a<break time="300ms"/>b<break strength="strong" />', undefined],
    ['emphasis in a sentence', '<s><emphasis level="strong">now</emphasis></s>', undefined],
    ['digits', '<say-as interpret-as="telephone">425</say-as>', undefined],
    ['a substitute', '<sub alias="Amazon &amp; co">A</sub>', undefined],
    ['sounds', '<phoneme alphabet="ipa" ph="pɪˈkɑːn">pecan</phoneme>', undefined],
    ['slow speech', '<prosody rate="slow" volume="+6dB">a</prosody>', undefined],
  ])('takes %s', (_, text, expected) => {
    expect(safeSsml(text)).toEqual({ ok: true, value: expected ?? `<speak>${text}</speak>` });
  });

  it.each([
    ['an unknown tag', '<audio src="https://evil.example/a.mp3"/>'],
    ['a tag in capitals', '<P>a</P>'],
    ['a namespaced tag', '<amazon:effect name="whispered">a</amazon:effect>'],
    ['an attribute that its tag has not', '<p onload="x">a</p>'],
    ['a value that its attribute has not', '<break time="soon"/>a'],
    ['an attribute twice', '<break time="1s" time="2s"/>a'],
    ['an attribute without quotes', '<break time=1s/>a'],
    ['a tag that stays open', '<p>a'],
    ['a tag that closes twice', '<p>a</p></p>'],
    ['tags that cross', '<p><s>a</p></s>'],
    ['speech in speech', 'a</speak><speak>b'],
    ['a comment', 'a<!-- b -->'],
    ['a processing instruction', '<?xml version="1.0"?>a'],
    ['a document type', '<!DOCTYPE speak [<!ENTITY x "y">]>a'],
    ['an entity that XML has not', 'a&nbsp;b'],
    ['a bare ampersand', 'Marks & Spencer'],
    ['an open bracket', 'a < b'],
    ['the end of a section', 'a]]>'],
    ['no words at all', '<p> </p><break time="1s"/>'],
    ['6,001 characters', 'a'.repeat(5987)],
  ])('refuses %s', (_, text) => {
    expect(safeSsml(text)).toMatchObject({ ok: false, issues: [{ path: 'command.templateId' }] });
  });

  it('takes 6,000 characters, tags included', () => {
    expect(safeSsml('a'.repeat(5985))).toMatchObject({ ok: true });
  });

  it('answers with well-formed speech of the allowed tags alone, or with an issue', () => {
    const piece = fc.constantFrom(
      ...[
        '<p>',
        '</p>',
        '<s>',
        '</s>',
        '<break/>',
        '<break time="1s"/>',
        '<speak>',
        '</speak>',
        '<sub alias="a">',
      ],
      ...[
        '</sub>',
        '<x>',
        '</x>',
        'word ',
        '&amp;',
        '&#39;',
        '&',
        '<',
        '>',
        '"',
        '\u0007',
        '\udfff',
        '<p a="b">',
      ],
    );

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const made = safeSsml(pieces.join(''));
        if (made.ok) for (const tag of parseXml(made.value)) expect(ALLOWED).toContain(tag);
      }),
      { numRuns: 2000 },
    );
  });
});
