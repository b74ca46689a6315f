import type { Endpoint } from '../endpoint.ts';
import { type SendProtocol, takeMessage } from '../take-message.ts';
import { sendAwsError, sendJson } from '../wire.ts';
import { addresseeIn, draftOf, sendEmailSchema } from './ses-request.ts';

/** Path of SES v2 `SendEmail`. */
const SEND_EMAIL_PATH = '/v2/email/outbound-emails';

/** SES's names of statuses; its general ones where it has none. */
const named: Readonly<Record<number, string>> = {
  403: 'AccessDeniedException',
  404: 'NotFoundException',
  429: 'TooManyRequestsException',
};

const sendEmail: SendProtocol = {
  channel: 'email',
  addresseeIn,
  read: (body) => {
    const parsed = sendEmailSchema.safeParse(body);
    if (parsed.success) return { draft: draftOf(parsed.data) };
    const rules = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { rules: rules.join('; ') };
  },
  refusals: {
    broken: { status: 400, name: 'BadRequestException' },
    throttled: { status: 429, name: 'TooManyRequestsException' },
    refusedAddress: { status: 400, name: 'MessageRejected' },
    ofStatus: (status) => ({
      status,
      name: named[status] ?? (status < 500 ? 'BadRequestException' : 'InternalServiceErrorException'),
    }),
  },
  sendRefusal: (response, { status, name }, message, headers) =>
    sendAwsError(response, status, name, message, headers),
  sendTaken: (response, MessageId) => sendJson(response, 200, { MessageId }),
};

/** Amazon SES v2, as far as `SendEmail`. */
export const sesEndpoint: Endpoint = {
  takes: ({ request, url }) => request.method === 'POST' && url.pathname === SEND_EMAIL_PATH,
  answer: (asked, state) => takeMessage(asked, state, sendEmail),
};
