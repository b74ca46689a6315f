/** What SES writes above a mail that came in and passed. */
const verdicts = {
  'Return-Path': '<ada@example.com>',
  'X-SES-Spam-Verdict': 'PASS',
  'X-SES-Virus-Verdict': 'PASS',
  'Authentication-Results':
    'amazonses.com; spf=pass (spfCheck) smtp.mailfrom=ada@example.com; dkim=pass header.i=@example.com; dmarc=pass header.from=example.com;',
};

/** A customer's mail as SES puts it into the bucket: headers, then the text. A header of `undefined` is left out. */
export const aMail = (
  text: string,
  headers: Readonly<Record<string, string | undefined>> = {},
  body: Readonly<Record<string, string>> = { 'Content-Type': 'text/plain; charset=utf-8' },
): string => {
  const all = {
    ...verdicts,
    From: 'Ada Lovelace <ada@example.com>',
    To: 'Switchboard <notices@switchboard.example>',
    Subject: 'Re: A reminder',
    'Message-ID': '<1@example.com>',
    'MIME-Version': '1.0',
    ...headers,
    ...body,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return [...lines, '', text].join('\r\n');
};
