/** What an HTML part must not hold, and why it is refused. */
const bannedInHtml: readonly (readonly [RegExp, string])[] = [
  [
    /<\s*(script|iframe|frame|object|embed|applet|link|base|form|meta)\b/i,
    'must not hold scripts, frames, forms or foreign content',
  ],
  [/<[^>]*\son[a-z]+\s*=/i, 'must not hold event handlers'],
  [
    /(href|src|action|background)\s*=\s*["']?\s*(javascript|vbscript|data):/i,
    'must not hold code in addresses',
  ],
  [
    /(@import|expression\s*\(|url\s*\(\s*["']?\s*(javascript|data):)/i,
    'must not load or run anything from styles',
  ],
];

/** The tags of SSML that a voice part may hold: those that only say how to speak. */
const speechTags = new Set([
  'break',
  'emphasis',
  'lang',
  'p',
  'phoneme',
  'prosody',
  's',
  'say-as',
  'speak',
  'sub',
  'w',
]);

/** What rendered markup breaks: HTML that does more than show, or SSML that does more than speak. */
export const lintMarkup = (part: 'html' | 'voice', text: string): readonly string[] =>
  part === 'html'
    ? [...bannedInHtml.filter(([pattern]) => pattern.test(text)).map(([, rule]) => rule), ...unclosed(text)]
    : [...foreignSpeech(text), ...unclosed(text)];

const foreignSpeech = (text: string): readonly string[] =>
  [...text.matchAll(/<\/?\s*([^\s/>]+)/g)].some(([, tag = '']) => !speechTags.has(tag.toLowerCase()))
    ? [`must hold no SSML but ${[...speechTags].join(', ')}`]
    : [];

/** HTML's tags that have no end. */
const VOID = /^(area|br|col|hr|img|input|source|track|wbr|!.*)$/i;

/** Every tag that opens closes, in order: mail programs and speech repair broken markup each in its own way. */
const unclosed = (text: string): readonly string[] => {
  const open: string[] = [];
  for (const [, slash, tag = '', end] of text.matchAll(/<(\/?)([A-Za-z!][^\s/>]*)[^>]*?(\/?)>/g)) {
    if (slash === '/') {
      if (open.pop() !== tag.toLowerCase()) return [`must close its tags in order: </${tag}>`];
    } else if (end !== '/' && !VOID.test(tag)) open.push(tag.toLowerCase());
  }
  return open.length === 0 ? [] : [`must close its tags: <${open.at(-1)}>`];
};
