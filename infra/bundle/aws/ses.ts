import type * as Sdk from '@aws-sdk/client-sesv2';
import { type Call, clientOf, type Service } from './client.ts';
import { jsonRefusal } from './json-protocol.ts';
import type { HttpAnswer } from './transport.ts';

/** Stands in bundles for `@aws-sdk/client-sesv2` (ADR 0030). */

const service: Service = {
  host: 'email',
  signingName: 'ses',
  variable: 'SESV2',
  refusalOf: jsonRefusal,
};

export const SESv2Client = clientOf(service);

/** JSON like the others', but by a path of its own. */
export class SendEmailCommand {
  readonly input: Sdk.SendEmailCommandInput;

  constructor(input: Sdk.SendEmailCommandInput) {
    this.input = input;
  }

  call(): Call<Sdk.SendEmailCommandOutput> {
    return {
      method: 'POST',
      path: '/v2/email/outbound-emails',
      headers,
      body: JSON.stringify(this.input),
      outputOf,
    };
  }
}

const headers = { 'content-type': 'application/json' };

const outputOf = ({ body }: HttpAnswer): Sdk.SendEmailCommandOutput => JSON.parse(body.toString());
