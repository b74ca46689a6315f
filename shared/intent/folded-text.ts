/** Characters of an answer that are read: a person's is shorter, and what goes on longer is cut. */
const MOST_CHARACTERS = 10_000;

/** Letters that look like Latin ones; whoever writes STOP with them means STOP, and so do we. */
const lookAlikes: Readonly<Record<string, string>> = {
  ...pairs('аеорсухѕіјԁһԛԝԍүвкмнтⅼ', 'aeopcyxsijdhqwgybkmhtl'),
  ...pairs('αβεηικμνορτυχ', 'abenikmvoptux'),
  ...pairs('łøđıſ', 'lodis'),
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  '👍': ' ok ',
};

const NOT_ASCII = /[^\0-\x7f]/gu;

/**
 * A text as rules read it: in small letters without accents, look-alikes, hidden and control characters; line ends and
 * punctuation stay. Cut to what a person writes.
 */
export const foldedText = (text: string): string =>
  text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKD')
    .slice(0, MOST_CHARACTERS)
    .replace(/[\p{M}\p{Cf}\p{Cs}]/gu, '')
    .toLowerCase()
    .replace(NOT_ASCII, (letter) => lookAlikes[letter] ?? letter)
    .replace(/[^\P{Cc}\n\r\t]/gu, '')
    .replace(/\be-mail/g, 'email');

/** The words of a folded text; an apostrophe joins what stands around it. */
export const wordsOf = (folded: string): readonly string[] =>
  folded
    .replace(/['’‘ʼ`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

function pairs(from: string, to: string): Readonly<Record<string, string>> {
  const into = [...to];
  return Object.fromEntries([...from].map((letter, at) => [letter, into[at] ?? letter]));
}
