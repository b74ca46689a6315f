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

/** What rendered HTML breaks: it shows and links, and does nothing else. */
export const lintHtml = (text: string): readonly string[] => [
  ...bannedInHtml.filter(([pattern]) => pattern.test(text)).map(([, rule]) => rule),
  ...unclosed(text),
];

/** HTML's tags that have no end. */
const VOID = /^(area|br|col|hr|img|input|source|track|wbr|!.*)$/i;

/** Every tag that opens closes, in order: mail programs repair broken markup each in its own way. */
const unclosed = (text: string): readonly string[] => {
  const open: string[] = [];
  for (const [, slash, tag = '', end] of text.matchAll(/<(\/?)([A-Za-z!][^\s/>]*)[^>]*?(\/?)>/g)) {
    if (slash === '/') {
      if (open.pop() !== tag.toLowerCase()) return [`must close its tags in order: </${tag}>`];
    } else if (end !== '/' && !VOID.test(tag)) open.push(tag.toLowerCase());
  }
  return open.length === 0 ? [] : [`must close its tags: <${open.at(-1)}>`];
};
