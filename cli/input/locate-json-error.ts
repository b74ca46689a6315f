const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or close' | 'end';

/** Where a reader stands in a text: what may come next, and the brackets that are open. */
type Place = { expected: Expected; readonly open: string[] };

/** The offset at which text stops being JSON; `undefined` for JSON. JSON.parse does not say it reliably. */
export const locateJsonError = (text: string): number | undefined => {
  const place: Place = { expected: 'value', open: [] };
  for (let at = endOf(SPACE, text, 0); at < text.length; at = endOf(SPACE, text, at)) {
    const end = tokenEnd(text, at);
    const next = end === at ? undefined : nextExpected(place, text[at] ?? '');
    if (next === undefined) return at;
    place.expected = next;
    at = end;
  }
  return place.expected === 'end' ? undefined : text.length;
};

/** Where the token ends that starts at an offset; the offset itself when none does. */
const tokenEnd = (text: string, at: number): number => {
  const first = text[at] ?? '';
  if (first === '"') return stringEnd(text, at);
  return '{}[]:,'.includes(first) ? at + 1 : endOf(SCALAR, text, at);
};

const stringEnd = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; ) {
    const character = text[at] ?? '';
    if (character === '"') return at + 1;
    if (character < ' ') return start;
    const next = character === '\\' ? endOf(ESCAPE, text, at) : at + 1;
    if (next === at) return start;
    at = next;
  }
  return start;
};

/** What may follow a token, known by its first character; `undefined` when the token may not stand there. */
const nextExpected = ({ expected, open }: Place, first: string): Expected | undefined => {
  switch (expected) {
    case 'value or ]':
      return first === ']' ? close(open) : afterValueStart(open, first);
    case 'value':
      return afterValueStart(open, first);
    case 'key or }':
      return first === '}' ? close(open) : afterKey(first);
    case 'key':
      return afterKey(first);
    case 'colon':
      return first === ':' ? 'value' : undefined;
    case 'comma or close':
      return afterElement(open, first);
    default:
      return undefined;
  }
};

const afterKey = (first: string): Expected | undefined => (first === '"' ? 'colon' : undefined);

const afterValueStart = (open: string[], first: string): Expected | undefined => {
  if (first === '[' || first === '{') {
    open.push(first);
    return first === '[' ? 'value or ]' : 'key or }';
  }
  return '}]:,'.includes(first) ? undefined : afterValue(open);
};

const afterElement = (open: string[], first: string): Expected | undefined => {
  const inList = open.at(-1) === '[';
  if (first === ',') return inList ? 'value' : 'key';
  return first === (inList ? ']' : '}') ? close(open) : undefined;
};

const close = (open: string[]): Expected => {
  open.pop();
  return afterValue(open);
};

const afterValue = (open: readonly string[]): Expected => (open.length === 0 ? 'end' : 'comma or close');

const endOf = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
};
