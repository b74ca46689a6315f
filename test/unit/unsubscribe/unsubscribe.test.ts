import type { LambdaFunctionURLEvent } from 'aws-lambda';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { CustomersUnavailableError } from '../../../shared/customers/errors.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { createUnsubscribeHandler } from '../../../shared/runtime/create-unsubscribe-handler.ts';
import { unsubscribeUrlOf } from '../../../shared/unsubscribe/unsubscribe-link.ts';
import { recordingPorts } from '../../support/recording-ports.ts';
import { testSigner } from '../../support/test-signer.ts';

const ONE_CLICK = 'List-Unsubscribe=One-Click';
const MULTIPART =
  '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
const named = { customerId: 'cust-456', commandId: '0b8f5a40-6b4c-4a8e-9d0e-0d3a3f0c8a11' };
const signer = testSigner();
const pathOf = (of = named, by = signer) => unsubscribeUrlOf(of, '/', by);

let customers: InMemoryCustomerStore;
let journal: InMemoryJournal;
let ports: ReturnType<typeof recordingPorts>;

beforeEach(async () => {
  customers = new InMemoryCustomerStore();
  journal = new InMemoryJournal();
  ports = recordingPorts();
  await customers.put({
    ...named,
    version: 1,
    addresses: {},
    consents: [],
    suppressions: [],
    attributes: {},
  });
});

const ask = (method: string, rawPath: string, body?: string, store: Partial<InMemoryCustomerStore> = {}) => {
  const event = { rawPath, requestContext: { http: { method } }, ...(body === undefined ? {} : { body }) };
  const handler = createUnsubscribeHandler({
    ...ports,
    customers: {
      suppress: async (id, ban) => (store.suppress ? store.suppress(id, ban) : customers.suppress(id, ban)),
      put: (customer) => customers.put(customer),
    },
    journal,
    signer,
    dimensions: { stage: 'test' },
    now: () => 1_700_000_000_000,
  });
  return handler({ isBase64Encoded: false, ...event } as LambdaFunctionURLEvent);
};

const bansOf = async (customerId = named.customerId) =>
  (await customers.get([customerId])).get(customerId)?.suppressions ?? [];
const factsOf = (customerId = named.customerId) => journal.read(`customer#${customerId}`);

describe('the link to unsubscribe', () => {
  it('shows a page with a form when it is looked at, and changes nothing', async () => {
    const answer = await ask('GET', await pathOf());

    expect(answer).toMatchObject({
      statusCode: 200,
      headers: {
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
      },
      body: expect.stringContaining('<form method="post">'),
    });
    expect([await bansOf(), await factsOf()]).toEqual([[], []]);
  });

  it.each([
    ['a mail program', ONE_CLICK],
    ['a mail program that sends multipart', MULTIPART],
  ])('bans e-mail when %s posts to it, with evidence and a fact, once', async (_, body) => {
    expect(await ask('POST', await pathOf(), body)).toMatchObject({ statusCode: 200 });
    expect(await ask('POST', await pathOf(), body)).toMatchObject({ statusCode: 200 });

    expect(await bansOf()).toEqual([
      {
        channel: 'email',
        reason: 'OPTED_OUT',
        recordedBy: 'unsubscribe-link',
        at: '2023-11-14T22:13:20.000Z',
        source: 'one-click-unsubscribe',
        wording: `the link in the e-mail of command ${named.commandId}`,
      },
    ]);
    expect((await factsOf()).map(({ type }) => type)).toEqual(['suppressing']);
  });

  it('bans e-mail for a customer who is not stored', async () => {
    const path = await pathOf({ ...named, customerId: 'cust-new' });

    expect(await ask('POST', path, ONE_CLICK)).toMatchObject({ statusCode: 200 });

    expect(await bansOf('cust-new')).toMatchObject([{ channel: 'email', reason: 'OPTED_OUT' }]);
    expect(await factsOf('cust-new')).toHaveLength(1);
  });

  it('says nothing of success while the ban is not written', async () => {
    const suppress = async () => {
      throw new CustomersUnavailableError('customers: no answer');
    };

    expect(await ask('POST', await pathOf(), ONE_CLICK, { suppress })).toMatchObject({ statusCode: 503 });

    expect(await factsOf()).toEqual([]);
    expect(ports.lines.join()).toContain('"UNSUBSCRIBE_FAILED":1');
  });

  it('refuses a POST that is none of a mail program or of the page', async () => {
    for (const body of [undefined, '', 'List-Unsubscribe=Two', `x=${ONE_CLICK}`])
      expect(await ask('POST', await pathOf(), body)).toMatchObject({ statusCode: 400 });
    expect(await ask('DELETE', await pathOf(), ONE_CLICK)).toMatchObject({ statusCode: 400 });

    expect(await bansOf()).toEqual([]);
  });

  it('refuses what we did not sign, or not for this, without a word of why', async () => {
    const forged = await pathOf(named, testSigner('another key'));
    const foreign = `/${await signer.sign('reply/email', `${named.customerId} ${named.commandId}`)}`;

    const answers = await Promise.all(
      ['/', '/x', forged, foreign, `${await pathOf()}x`].flatMap((path) =>
        ['GET', 'POST'].map((method) => ask(method, path, ONE_CLICK)),
      ),
    );

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ statusCode: 400 });
    expect(ports.lines.join()).toContain('"UNSUBSCRIBE_REFUSED":1');
    expect(await bansOf()).toEqual([]);
  });

  it('bans nobody by any path and body, and always answers with a page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.string(),
        fc.constantFrom('GET', 'POST', 'PUT'),
        async (path, body, method) => {
          expect(await ask(method, `/${path}`, body)).toMatchObject({ statusCode: 400 });
        },
      ),
      { numRuns: 200 },
    );
    expect(await bansOf()).toEqual([]);
  });

  it('is another one for each customer and command', async () => {
    const other = { customerId: 'cust-457', commandId: '1b8f5a40-6b4c-4a8e-9d0e-0d3a3f0c8a11' };

    const paths = await Promise.all(
      [
        named,
        { ...named, ...{ customerId: other.customerId } },
        { ...named, commandId: other.commandId },
      ].map((of) => pathOf(of)),
    );

    expect(new Set(paths).size).toBe(3);
  });
});
