/** The characters that mail programs write as names; every other one stays as it is written. */
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  nbsp: ' ',
  quot: '"',
};

/** Longest HTML that is read: a person's answer stands at its beginning. */
const MOST_CHARACTERS = 200_000;

/** What an HTML mail says, as plain text: for the few mail programs that send no text beside it. Quoted mails are left out. */
export const textOfHtml = (html: string): string =>
  html
    .slice(0, MOST_CHARACTERS)
    .replace(/<(style|script|head|title|blockquote)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/<(br|\/p|\/div|\/li|\/tr|\/h\d)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(#\d{1,7}|#x[\da-f]{1,6}|\w{2,6});/gi, (whole, name: string) => characterOf(name) ?? whole)
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();

const characterOf = (name: string): string | undefined => {
  if (!name.startsWith('#')) return entities[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
};
