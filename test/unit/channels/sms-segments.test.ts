import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfSms } from '../../../shared/channels/sms-cost.ts';
import { segmentSms } from '../../../shared/channels/sms-segments.ts';

const countOf = (text: string) => {
  const { encoding, segments } = segmentSms(text);
  return [encoding, segments.length];
};

describe('segmentSms', () => {
  it.each([
    ['nothing', '', ['GSM_7', 1]],
    ['160 letters', 'a'.repeat(160), ['GSM_7', 1]],
    ['161 letters', 'a'.repeat(161), ['GSM_7', 2]],
    ['306 letters', 'a'.repeat(306), ['GSM_7', 2]],
    ['307 letters', 'a'.repeat(307), ['GSM_7', 3]],
    ['80 euro signs, two septets each', '€'.repeat(80), ['GSM_7', 1]],
    ['81 euro signs', '€'.repeat(81), ['GSM_7', 2]],
    ['accents of the basic table', 'äöüßéèàñÅØ'.repeat(16), ['GSM_7', 1]],
    ['a cedilla that GSM does not have', `${'a'.repeat(69)}ç`, ['UCS_2', 1]],
    ['70 letters of another script', 'ж'.repeat(70), ['UCS_2', 1]],
    ['71 of them', 'ж'.repeat(71), ['UCS_2', 2]],
    ['135 of them', 'ж'.repeat(135), ['UCS_2', 3]],
    ['35 emoji, two units each', '😀'.repeat(35), ['UCS_2', 1]],
    ['67 emoji, of which a part holds 33', '😀'.repeat(67), ['UCS_2', 3]],
  ])('counts %s', (_, text, expected) => {
    expect(countOf(text)).toEqual(expected);
  });

  it('keeps an escape and its character together: 152 letters and a euro sign do not fit a part', () => {
    const { segments } = segmentSms(`${'a'.repeat(152)}€${'b'.repeat(10)}`);

    expect(segments).toEqual(['a'.repeat(152), `€${'b'.repeat(10)}`]);
  });

  const gsmText = fc.string({ unit: fc.constantFrom(...'abzÄ€{}\n@ 09'), maxLength: 700 });
  const anyText = fc.string({ unit: fc.constantFrom(...'aé€ç漢😀👩‍👩‍👧'), maxLength: 400 });

  it('loses and tears no character of any text', () => {
    fc.assert(
      fc.property(fc.oneof(gsmText, anyText, fc.string({ unit: 'grapheme' })), (text) => {
        const { segments } = segmentSms(text);
        expect(segments.join('')).toBe(text);
        expect(segments.flatMap((segment) => [...segment])).toEqual([...text]);
      }),
    );
  });

  it('fills no part beyond what it holds, and no part that could have taken the next character', () => {
    fc.assert(
      fc.property(fc.oneof(gsmText, anyText), (text) => {
        const { encoding, segments } = segmentSms(text);
        const sizeOf = (part: string) =>
          encoding === 'UCS_2'
            ? part.length
            : part.length + [...part].filter((c) => '€{}'.includes(c)).length;
        const capacity = { GSM_7: [160, 153], UCS_2: [70, 67] }[encoding][segments.length > 1 ? 1 : 0] ?? 0;
        for (const [at, segment] of segments.entries()) {
          const [next = ''] = segments[at + 1] ?? [];
          expect(sizeOf(segment)).toBeLessThanOrEqual(capacity);
          if (next) expect(sizeOf(segment + next)).toBeGreaterThan(capacity);
        }
      }),
    );
  });
});

describe('costOfSms', () => {
  const prices = { currency: 'USD', perSegment: { US: 0.00581 } };

  it('charges each part by the price of the country', () => {
    expect(costOfSms(3, 'US', prices)).toEqual({ amount: 3 * 0.00581, currency: 'USD' });
  });

  it('knows no price of a country that the list lacks', () => {
    expect(costOfSms(3, 'toString', prices)).toBeUndefined();
  });
});
