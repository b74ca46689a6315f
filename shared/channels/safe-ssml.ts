import { broken, type Parsed } from '../messages/parse-message.ts';

/** The tags that a call may use, each with its attributes and how their values may look. */
const allowed: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  speak: {},
  p: {},
  s: {},
  break: { time: /^\d{1,5}(ms|s)$/, strength: /^(none|x-weak|weak|medium|strong|x-strong)$/ },
  emphasis: { level: /^(strong|moderate|reduced)$/ },
  prosody: {
    rate: /^(x-slow|slow|medium|fast|x-fast|\d{2,3}%)$/,
    volume: /^(default|silent|x-soft|soft|medium|loud|x-loud|[+-]\d{1,2}dB)$/,
    pitch: /^(default|x-low|low|medium|high|x-high|[+-]\d{1,2}%)$/,
  },
  'say-as': {
    'interpret-as':
      /^(characters|spell-out|cardinal|number|ordinal|digits|fraction|unit|date|time|address|telephone)$/,
    format: /^(mdy|dmy|ymd|md|dm|ym|my|d|m|y|yyyymmdd)$/,
  },
  sub: { alias: /^(?:[^<>&"]|&(?:amp|lt|gt|quot|apos|#34|#39);){0,400}$/ },
  phoneme: { alphabet: /^(ipa|x-sampa)$/, ph: /^(?:[^<>&"]|&(?:amp|lt|gt|quot|apos|#34|#39);){1,100}$/ },
};

/** One piece of a text: a tag, an entity, or words. Whatever matches none of them is broken. */
const PIECE =
  /<(?<close>\/)?(?<name>[a-z-]+)(?<attributes>(?:\s+[a-z-]+="[^"<>]*")*)\s*(?<empty>\/)?>|&(?:amp|lt|gt|quot|apos|#34|#39);|[^<>&]+/gy;

const ATTRIBUTE = /([a-z-]+)="([^"<>]*)"/g;

/** What XML 1.0 has no place for: control characters other than line ends and tabs, and halves of characters. */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Longest SSML that End User Messaging takes, tags included. */
const MOST_CHARACTERS = 6000;

const PATH = 'command.templateId';

/**
 * Checks that a text is well-formed SSML of a few harmless tags, and puts it into `<speak>` where it is not. Customer values
 * were escaped before, so a tag in it is the template's own: an issue is the template's, and quotes nothing. Characters that
 * XML does not have are left out: nobody can hear them.
 */
export const safeSsml = (text: string): Parsed<string> => {
  const spoken = text.replace(NO_XML, '').trim();
  const inner = /^<speak>([\s\S]*)<\/speak>$/.exec(spoken)?.[1] ?? spoken;
  const ssml = `<speak>${inner}</speak>`;
  if (ssml.length > MOST_CHARACTERS) {
    return broken(PATH, `makes speech of more than ${MOST_CHARACTERS} characters, tags included`);
  }
  const rule = brokenRule(inner);
  if (rule !== undefined) return broken(PATH, rule);
  if (inner.replace(/<[^>]*>/g, '').trim() === '') return broken(PATH, 'makes speech without a word');
  return { ok: true, value: ssml };
};

const brokenRule = (inner: string): string | undefined => {
  const open: string[] = [];
  let end = 0;
  for (const piece of inner.matchAll(PIECE)) {
    end = piece.index + piece[0].length;
    const { name, close, empty, attributes = '' } = piece.groups ?? {};
    if (name === undefined) continue;
    const rule = brokenTag(name, attributes);
    if (rule !== undefined) return rule;
    if (close && (empty || attributes !== '' || open.pop() !== name))
      return 'makes speech whose tags do not match';
    if (!close && !empty) open.push(name);
  }
  if (end !== inner.length) return 'makes speech that is no well-formed SSML';
  return open.length === 0 ? undefined : 'makes speech whose tags do not match';
};

const brokenTag = (name: string, attributes: string): string | undefined => {
  const known = Object.hasOwn(allowed, name) && name !== 'speak' ? allowed[name] : undefined;
  if (known === undefined) return `makes speech with a tag other than ${Object.keys(allowed).join(', ')}`;
  const seen = new Set<string>();
  for (const [, attribute = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
    const rule = Object.hasOwn(known, attribute) ? known[attribute] : undefined;
    if (rule === undefined || !rule.test(value) || seen.has(attribute)) {
      return 'makes speech with an attribute that its tag may not have';
    }
    seen.add(attribute);
  }
  return undefined;
};
