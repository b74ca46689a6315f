import { createHash } from 'node:crypto';
import type { UnsubscribeOutcome } from './answer-unsubscribe.ts';

/** What a person sees: one of the outcomes, or that it could not be done now. */
export type UnsubscribeView = UnsubscribeOutcome | 'FAILED';

const STYLE = `
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; min-height: 100vh; place-items: center; }
main { max-width: 32rem; padding: 2rem 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
button { font: inherit; margin-top: 0.5rem; padding: 0.75rem 1.5rem; border: 0; border-radius: 0.5rem;
  background: #0b57d0; color: #fff; cursor: pointer; }
button:hover { background: #0842a0; }
button:focus-visible { outline: 3px solid CanvasText; outline-offset: 3px; }
`;

/** The form goes to the address of the page itself, with the field that mail programs post too. */
const FORM = `<form method="post">
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<button type="submit">Stop these e-mails</button>
</form>`;

const views = {
  ASKED: ['Stop these e-mails?', `<p>If you confirm, we will send you no further e-mails.</p>\n${FORM}`],
  UNSUBSCRIBED: [
    'You are unsubscribed',
    '<p>We will send you no further e-mails. You may close this page.</p>',
  ],
  REFUSED: [
    'This link does not work',
    '<p>Please use the link in the e-mail as it is, or answer the e-mail.</p>',
  ],
  FAILED: ['That did not work', '<p>Please try again in a few minutes, or answer the e-mail.</p>'],
} as const satisfies Record<UnsubscribeView, readonly [string, string]>;

const statuses = {
  ASKED: 200,
  UNSUBSCRIBED: 200,
  REFUSED: 400,
  FAILED: 503,
} as const satisfies Record<UnsubscribeView, number>;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** Nothing but its own style and its own form; kept by nobody, and the link told to nobody. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
} as const;

/** The page of a view as a function URL answers with it. */
export const unsubscribePage = (
  view: UnsubscribeView,
): { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: string } => {
  const [title, content] = views[view];
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  return { statusCode: statuses[view], headers: { ...HEADERS }, body };
};
