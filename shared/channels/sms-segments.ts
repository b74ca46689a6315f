import type { ContentAccount } from '../journal/subjects.ts';

export type SmsEncoding = NonNullable<ContentAccount['encoding']>;

/** A text as phones receive it: the parts that are sent and billed each. */
export type SmsSegments = { readonly encoding: SmsEncoding; readonly segments: readonly string[] };

/** GSM 03.38's own table: a septet each. */
const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Its extension table: an escape and a septet. */
const GSM_EXTENSION = '\f^{}\\[~]|€';

const septetsOf = new Map([
  ...[...GSM_BASIC].map((character) => [character, 1] as const),
  ...[...GSM_EXTENSION].map((character) => [character, 2] as const),
]);

/** What a message of one part holds, and each part of a longer one, in septets or UTF-16 units (3GPP TS 23.040). */
const capacities = {
  GSM_7: { alone: 160, each: 153 },
  UCS_2: { alone: 70, each: 67 },
} as const satisfies Record<SmsEncoding, { alone: number; each: number }>;

/** Splits a text as a provider does: GSM 7-bit where its alphabet holds every character, else UCS-2. No character is torn. */
export const segmentSms = (text: string): SmsSegments => {
  const characters = [...text];
  const encoding = characters.every((character) => septetsOf.has(character)) ? 'GSM_7' : 'UCS_2';
  const weigh = (character: string): number =>
    encoding === 'GSM_7' ? (septetsOf.get(character) ?? 0) : character.length;
  const { alone, each } = capacities[encoding];
  const total = characters.reduce((sum, character) => sum + weigh(character), 0);
  return { encoding, segments: total <= alone ? [text] : pack(characters, weigh, each) };
};

const pack = (
  characters: readonly string[],
  weigh: (character: string) => number,
  capacity: number,
): readonly string[] => {
  const segments: string[] = [];
  let room = 0;
  for (const character of characters) {
    const weight = weigh(character);
    if (weight > room) {
      segments.push('');
      room = capacity;
    }
    segments.push(`${segments.pop() ?? ''}${character}`);
    room -= weight;
  }
  return segments;
};
