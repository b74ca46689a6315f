/**
 * The names of a document's elements in order, by a strict reading of XML 1.0 without comments, sections, declarations and
 * namespaces. Throws on what is not well-formed. Reads letter by letter, unlike the code that it checks.
 */
export const parseXml = (document: string): readonly string[] => {
  const names: string[] = [];
  const open: string[] = [];
  let at = 0;
  const fail = (why: string): never => {
    throw new Error(`not well-formed at ${at}: ${why}`);
  };
  const peek = () => document[at] ?? '';
  const take = (expected: string): void => {
    if (!document.startsWith(expected, at)) fail(expected);
    at += expected.length;
  };
  const takeWhile = (holds: (character: string) => boolean): string => {
    const start = at;
    while (at < document.length && holds(peek())) at += 1;
    return document.slice(start, at);
  };
  const isBlank = (character: string) => ' \t\r\n'.includes(character);
  const isNamePart = (character: string) => /[A-Za-z0-9_.:-]/.test(character);
  const takeReference = () => {
    take('&');
    const name = takeWhile((character) => character !== ';' && character !== '<');
    take(';');
    if (!/^(amp|lt|gt|quot|apos|#34|#39)$/.test(name)) fail(`reference ${name}`);
  };
  const takeText = (end: string) => {
    while (at < document.length && peek() !== end) {
      const code = document.codePointAt(at) ?? 0;
      const isHalf = code >= 0xd800 && code <= 0xdfff;
      if ((code < 32 && !isBlank(peek())) || isHalf || code === 0xfffe || code === 0xffff) fail('character');
      if (peek() === '<') fail('bracket');
      if (document.startsWith(']]>', at)) fail('section end');
      if (peek() === '&') takeReference();
      else at += code > 0xffff ? 2 : 1;
    }
  };
  const takeAttributes = () => {
    const seen = new Set<string>();
    for (;;) {
      const blanks = takeWhile(isBlank);
      if (!isNamePart(peek()) || peek() === '') return;
      if (blanks === '') fail('blank before attribute');
      const name = takeWhile(isNamePart);
      if (seen.has(name)) fail('attribute twice');
      seen.add(name);
      take('="');
      takeText('"');
      take('"');
    }
  };
  const takeTag = () => {
    take('<');
    const closes = peek() === '/';
    if (closes) take('/');
    const name = takeWhile(isNamePart);
    if (!/^[A-Za-z_]/.test(name)) fail('name');
    if (closes) {
      if (open.pop() !== name) fail('crossing tags');
      return take('>');
    }
    if (open.length === 0 && names.length > 0) fail('second root');
    names.push(name);
    takeAttributes();
    if (peek() === '/') return take('/>');
    open.push(name);
    return take('>');
  };
  while (at < document.length) {
    if (peek() === '<') takeTag();
    else if (open.length === 0) fail('text outside');
    else takeText('<');
  }
  return open.length === 0 && names.length > 0 ? names : fail('open tag');
};
