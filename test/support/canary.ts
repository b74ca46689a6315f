import { randomUUID } from 'node:crypto';

/** A text that stands for personal data, and how to find it again, in the clear or as base64 of whatever holds it. */
export const aCanary = () => {
  const word = `canary${randomUUID().replaceAll('-', '')}`;
  const spellings = [word, ...[0, 1, 2].map((shift) => base64Core(word, shift))];
  return {
    word,
    isIn: (text: string): boolean => spellings.some((spelling) => text.includes(spelling)),
  };
};

/** The part of a word's base64 that does not depend on what stands around it, when the word begins at a byte of this shift. */
const base64Core = (word: string, shift: number): string => {
  const first = shift === 0 ? 0 : 4;
  const encoded = Buffer.from('\0'.repeat(shift) + word).toString('base64');
  return encoded.slice(first, encoded.length - 4);
};
