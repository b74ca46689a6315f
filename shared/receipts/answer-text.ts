/** A person's answer is shorter; what goes on longer is cut. */
const MOST_CHARACTERS = 10_000;

/** Lines by which mail programs begin what a mail answers. */
const quoteBegins: readonly RegExp[] = [
  /^-{2,}\s*(original message|ursprüngliche nachricht|forwarded message|weitergeleitete nachricht)\s*-{2,}$/i,
  /^_{20,}$/,
  /^(on|am|le|el|il|op)\b.{4,200}(wrote|schrieb.{0,100}|a écrit|escribió|ha scritto|schreef)\s*:$/i,
];

/** RFC 3676's mark of a signature. Trailing space is lost on the way at times. */
const SIGNATURE = /^--\s?$/;

/**
 * What the author of a mail wrote: up to a signature, and without the mail that it answers at its end. Whatever is in doubt
 * stays, and where nothing would be left, all of it does.
 */
export const answerIn = (text: string): string => {
  const lines = text.slice(0, MOST_CHARACTERS).replace(/\r\n?/g, '\n').split('\n');
  const end = lines.findIndex((line, at) => SIGNATURE.test(line) || beginsQuote(lines, at));
  const own = withoutQuoteAtEnd(end < 0 ? lines : lines.slice(0, end));
  return own.join('\n').trim() || lines.join('\n').trim();
};

/** Long introductions are broken over two lines. */
const beginsQuote = (lines: readonly string[], at: number): boolean => {
  const [line = '', next = ''] = lines.slice(at, at + 2).map((text) => text.trim());
  return quoteBegins.some((begins) => begins.test(line) || begins.test(`${line} ${next}`));
};

const withoutQuoteAtEnd = (lines: readonly string[]): readonly string[] => {
  const last = lines.findLastIndex((line) => line.trim() !== '' && !line.startsWith('>'));
  return lines.slice(0, last + 1);
};
