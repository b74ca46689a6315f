import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hingesOnZone } from '../../../shared/intent/day-of-answer.ts';
import { type Intent, intents } from '../../../shared/intent/intent.ts';
import { createRuleReader } from '../../../shared/intent/rule-analyser.ts';
import { answers } from '../../support/answers.ts';

const THURSDAY = Date.parse('2026-11-26T12:00:00Z');
const analyse = createRuleReader();
const about = (text: string) => analyse({ text, channel: 'sms', receivedAt: THURSDAY });

const sentences = Object.entries(answers).flatMap(([intent, texts]) =>
  texts.map((text) => ({ intent: intent as Intent, text })),
);

describe('createRuleReader', () => {
  it('is tried with at least 150 sentences, no two of them alike, of every intent', () => {
    expect(sentences.length).toBeGreaterThanOrEqual(150);
    expect(new Set(sentences.map(({ text }) => text)).size).toBe(sentences.length);
  });

  for (const { intent, text } of sentences) {
    it(`takes ${JSON.stringify(text)} for ${intent}`, () => {
      expect(about(text).intent).toBe(intent);
    });
  }

  it.each([
    ...answers.OPT_OUT,
    'My husband has a heart attack, stop texting',
    'Stop texting me you bastards, I already paid',
  ])('hears the end of messages in %j, whatever else it says', (text) => {
    expect(about(text).optsOut).toBe(true);
  });

  it('hears no end of messages in any other answer', () => {
    const others = sentences.filter(
      ({ intent, text }) => intent !== 'OPT_OUT' && !text.includes('heart attack'),
    );

    expect(others.filter(({ text }) => about(text).optsOut)).toEqual([]);
  });

  it.each([
    ["I'll pay tomorrow", '2026-11-27', undefined],
    ['I will pay on Friday', '2026-11-27', undefined],
    ['I will pay on Thursday', '2026-12-03', undefined],
    ['I will pay the day after tomorrow', '2026-11-28', undefined],
    ['I will pay on the 15th of December', '2026-12-15', undefined],
    ['I will pay January 3', '2027-01-03', undefined],
    ['I will pay in 10 days', '2026-12-06', undefined],
    ['going to pay next week', '2026-12-03', undefined],
    ['I will pay at the end of the month', '2026-11-30', undefined],
    ['I will pay by 2026-12-24', '2026-12-24', undefined],
    ['I will pay on 31.02.', undefined, undefined],
    ['Ich zahle am Freitag', '2026-11-27', undefined],
    ['Ich kann erst am 15.12. zahlen', '2026-12-15', undefined],
    ['Ich zahle am 3. Januar', '2027-01-03', undefined],
    ['Überweise übermorgen', '2026-11-28', undefined],
    ['Ich zahle Ende des Monats', '2026-11-30', undefined],
    ['Guten Morgen, ich zahle am Montag', '2026-11-30', undefined],
    ['Call me back tomorrow at 3pm', '2026-11-27', '15:00'],
    ['Can you call me at 15:30?', undefined, '15:30'],
    ['Bitte rufen Sie mich morgen um 15 Uhr an', '2026-11-27', '15:00'],
    ['Call me at 99:99', undefined, undefined],
  ])('finds day and time in %j', (text, onDay, atTime) => {
    const analysis = about(text);

    expect([analysis.onDay, analysis.atTime]).toEqual([onDay, atTime]);
  });

  it.each([
    ['I will pay tomorrow', true],
    ['Ich zahle am Freitag', true],
    ['I will pay in two weeks', true],
    ['I will pay by 2026-12-24', false],
    ['I will pay on the 15th of December', false],
    ['Ich zahle Ende des Monats', false],
    ['Call me at 15:30', false],
    ['STOP', false],
  ])('knows whether a day hangs on where its author is: %j', (text, hinges) => {
    expect(hingesOnZone({ text, receivedAt: THURSDAY })).toBe(hinges);
  });

  it('names no other day by any zone where none hangs on it', () => {
    const texts = fc.constantFrom(...sentences.map(({ text }) => text), 'pay on Dec 1', 'pay on 26.11.');
    const zones = fc.constantFrom('Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'America/New_York');
    fc.assert(
      fc.property(texts, zones, fc.integer({ min: 0, max: 1000 }), (text, timeZone, hours) => {
        const answer = { text, channel: 'sms', receivedAt: THURSDAY + hours * 3_600_000 };
        fc.pre(!hingesOnZone(answer));

        expect(analyse({ ...answer, timeZone })).toEqual(analyse(answer));
      }),
    );
  });

  it.each([
    ['Thanks, that is great', 'positive'],
    ['What is this?', 'neutral'],
    ['This is unacceptable, I am furious', 'negative'],
    ['Go to hell', 'negative'],
    ['Danke schön', 'positive'],
    ['Das ist eine Frechheit', 'negative'],
  ])('hears in %j a mood: %s', (text, sentiment) => {
    expect(about(text).sentiment).toBe(sentiment);
  });

  it('answers every text with a valid analysis, and the same text always alike', () => {
    const words = fc.constantFrom(...sentences.flatMap(({ text }) => text.split(' ')));
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(words, { maxLength: 60 }).map((some) => some.join(' ')),
    );

    fc.assert(
      fc.property(anyText, (text) => {
        const analysis = about(text);

        expect(intents).toContain(analysis.intent);
        expect(analysis.confidence).toBeGreaterThanOrEqual(0);
        expect(analysis.confidence).toBeLessThanOrEqual(1);
        expect(analysis.onDay ?? '2026-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(analysis.atTime ?? '00:00').toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
        expect(about(text)).toEqual(analysis);
      }),
    );
  });

  it('says the same whatever the case, and with marks around it that mean nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sentences.map(({ text }) => text)), (text) => {
        const { intent } = about(text);

        expect(about(text.toUpperCase()).intent).toBe(about(text.toLowerCase()).intent);
        expect(about(`  ${text}\r\n`).intent).toBe(intent);
      }),
    );
  });

  /** Counted, not timed: how often the rules look at a word must not grow faster than the text. */
  it.each([
    ['one word', 'stop '],
    ['a phrase that never ends', 'dont want any more of '],
    ['open quotation marks', '"'],
    ['marks', '?!.,:;'],
    ['digits and dots', '1.1.'],
    ['letters that unfold', '\ufdfa'],
    ['numbers', '12:'],
  ])('reads at most 10,000 characters of a text of a million: %s', (_, part) => {
    const long = part.repeat(Math.ceil(1_000_000 / part.length));

    expect(about(long)).toEqual(about(long.slice(0, 10_000)));
  });
});
