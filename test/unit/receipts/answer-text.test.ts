import { describe, expect, it } from 'vitest';
import { answerIn } from '../../../shared/receipts/answer-text.ts';
import { readMail } from '../../../shared/receipts/read-mail.ts';
import { aMail } from '../../support/a-mail.ts';

const textOf = async (mail: string) => {
  const read = await readMail(Buffer.from(mail));
  return read.ok ? read.value.text : undefined;
};

describe('answerIn', () => {
  it.each([
    ['Gmail', 'Yes\n\nOn Mon, 1 Jan 2024 at 10:00, Us <us@x.example> wrote:\n\n> Hello\n> you\n'],
    ['Gmail over two lines', 'Yes\n\nOn Mon, 1 Jan 2024 at 10:00, Us <us@x.example>\nwrote:\n> Hello\n'],
    ['Gmail in German', 'Yes\n\nAm Mo., 1. Jan. 2024 um 10:00 Uhr schrieb Us <us@x.example>:\n> Hello\n'],
    ['Outlook', 'Yes\r\n\r\n-----Original Message-----\r\nFrom: us\r\nHello\r\n'],
    ['Outlook on the web', `Yes\n\n${'_'.repeat(32)}\nFrom: us\nHello`],
    ['a signature', 'Yes\n-- \nAda Lovelace\n+44 20 7946 0000'],
    ['only a quote mark', 'Yes\n\n> Hello\n>\n> you'],
    ['space around it', '\n\n  Yes  \n\n'],
  ])('leaves only what its author wrote: %s', (_, text) => {
    expect(answerIn(text)).toBe('Yes');
  });

  it.each([
    ['an answer between the lines', '> May we call?\nYes\n> When?\nTomorrow'],
    ['a sentence that begins like a quote', 'On Monday I wrote to you: nothing came.'],
    ['nothing but a quote', '> May we call?'],
    ['dashes', 'a --- b\n---\nc'],
  ])('keeps what is in doubt: %s', (_, text) => {
    expect(answerIn(text)).toBe(text);
  });

  it('keeps 10,000 characters', () => {
    expect(answerIn('x'.repeat(20_000))).toHaveLength(10_000);
  });
});

describe('readMail', () => {
  it('prefers plain text, and decodes it', async () => {
    const parts = [
      '--b',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=FC=DFe',
      '--b',
      'Content-Type: text/html',
      '',
      '<p>other</p>',
      '--b--',
    ];

    expect(
      await textOf(aMail(parts.join('\r\n'), {}, { 'Content-Type': 'multipart/alternative; boundary=b' })),
    ).toBe('Grüße');
  });

  it('reads HTML where there is nothing else, without what it quotes', async () => {
    const html =
      '<html><head><style>p{}</style></head><p>Yes &amp; no&nbsp;&#252;<br>later</p><blockquote>old</blockquote>';

    expect(await textOf(aMail(html, {}, { 'Content-Type': 'text/html' }))).toBe('Yes & no ü\nlater');
  });

  it('takes no long time over markup that never ends', async () => {
    for (const markup of ['<', '<style', '<br ', '&#', '</p '])
      expect(await textOf(aMail(markup.repeat(200_000), {}, { 'Content-Type': 'text/html' }))).toBeDefined();
  });

  it('refuses a mail that is nested without end', async () => {
    const levels = Array.from(
      { length: 200 },
      (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n`,
    );

    expect(
      await readMail(
        Buffer.from(aMail(levels.join('\r\n'), {}, { 'Content-Type': 'multipart/mixed; boundary=b0' })),
      ),
    ).toMatchObject({ ok: false, issues: [{ path: 'mail' }] });
  });

  it('knows no author where a mail names two', async () => {
    const read = await readMail(Buffer.from(`From: eve@eve.example\r\n${aMail('x')}`));

    expect(read).toMatchObject({ value: { from: undefined } });
  });
});
