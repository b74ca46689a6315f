import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import type { StoredMail } from '../../../shared/receipts/mail-store.ts';
import { replyAddressOf } from '../../../shared/receipts/reply-address.ts';
import { createInboundMailHandler } from '../../../shared/runtime/create-inbound-mail-handler.ts';
import { aMail } from '../../support/a-mail.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { recordingPorts } from '../../support/recording-ports.ts';
import { testSigner } from '../../support/test-signer.ts';

const AT = 1_700_000_000_000;
const signer = testSigner();
const commandId = randomUUID();

let journal: InMemoryJournal;
let customers: InMemoryCustomerStore;
let ports: ReturnType<typeof recordingPorts>;

beforeEach(async () => {
  journal = new InMemoryJournal();
  customers = new InMemoryCustomerStore();
  ports = recordingPorts();
  await customers.put(aCustomer());
  const subject = { agentType: 'email', identity: 'email-agent-001', commandType: 'SEND_EMAIL' };
  const claim = { ...subject, customerId: 'cust-456', attempt: 1, owner: 'o', deadlineAt: AT };
  await journal.insert([fact('claimed', commandAggregate(commandId), AT, claim)]);
});

const notice = (...keys: string[]) => ({
  Records: keys.map((key) => ({ eventSource: 'aws:s3', s3: { object: { key } } })),
});

/** Hands mails to the handler, by key, and says what it answered. */
const take = async (mails: Readonly<Record<string, string | StoredMail>>, body: unknown = undefined) => {
  const handler = createInboundMailHandler({
    ...ports,
    dimensions: {},
    groupMs: 1000,
    queue: { delete: async () => undefined, returnLater: async () => undefined },
    random: () => 0.5,
    now: () => AT,
    journal,
    customers,
    signer,
    senders: new Set(['notices@switchboard.example']),
    cipher: { encrypt: async (id, value) => `jwe(${id},${JSON.stringify(value)})` },
    mails: {
      read: async (key) => {
        const mail = mails[key];
        if (mail === undefined) return { kind: 'gone' };
        return typeof mail === 'string' ? { kind: 'mail', raw: Buffer.from(mail) } : mail;
      },
    },
  });
  const records = [anSqsRecord(body ?? notice(...Object.keys(mails)), 1, randomUUID())];
  return handler({ Records: records }, { getRemainingTimeInMillis: () => 10_000 });
};

const ofCommand = async () =>
  (await journal.read(commandAggregate(commandId))).filter(({ type }) => type !== 'claimed');
const ofCustomer = () => journal.read('customer#cust-456');
const rejectionOf = (key: string) => journal.read(`rejection#${key}`);
const bans = async () => (await customers.get(['cust-456'])).get('cust-456')?.suppressions ?? [];
const repliesTo = (id: string) => replyAddressOf(id, 'reply.example', signer);

describe('a mail that comes in', () => {
  it('becomes an answer to the command that its signed address names, whoever sent it', async () => {
    const To = `"Us" <${(await repliesTo(commandId)).toUpperCase()}>`;

    await take({
      m1: aMail('Yes please.', { To, From: 'ada@elsewhere.example', 'Authentication-Results': 'x' }),
    });

    expect(await ofCommand()).toMatchObject([
      {
        key: 'responded#m1',
        body: {
          channel: 'email',
          commandType: 'SEND_EMAIL',
          response: 'jwe(cust-456,{"text":"Yes please."})',
        },
      },
    ]);
  });

  it('becomes an answer of the customer whose address it proves, once', async () => {
    await take({ m1: aMail('Yes please.') });
    await take({ m1: aMail('Yes please.') });

    expect((await ofCustomer()).map(({ key }) => key)).toEqual(['responded#m1']);
  });

  it('bans e-mail when it says STOP and nothing else of its own', async () => {
    const text =
      'Stop!\n\nOn Mon, 1 Jan 2024 at 10:00, Us <notices@switchboard.example> wrote:\n> Hello Ada\n';

    await take({ m1: aMail(text) });

    expect(await bans()).toMatchObject([{ channel: 'email', reason: 'OPTED_OUT', source: 'email-reply' }]);
  });

  it.each([
    ['DMARC failed', 'amazonses.com; spf=fail; dkim=none; dmarc=fail header.from=example.com;'],
    ['nothing was signed', 'amazonses.com; spf=pass smtp.mailfrom=eve.example; dkim=none; dmarc=none;'],
    ['somebody else signed', 'amazonses.com; dkim=pass header.i=@eve.example; dmarc=none;'],
    ['a foreign server vouches', 'mx.eve.example; dmarc=pass header.from=example.com;'],
    [
      'its own verdict stands below',
      'amazonses.com; dmarc=fail;\r\nAuthentication-Results: amazonses.com; dmarc=pass;',
    ],
    ['nobody says anything', undefined],
  ])('puts no word into a mouth when %s', async (_, verdict) => {
    await take({ m1: aMail('STOP', { 'Authentication-Results': verdict }) });

    expect([await ofCustomer(), await bans()]).toEqual([[], []]);
    expect(await rejectionOf('m1')).toMatchObject([{ body: { issues: [{ path: 'from' }] } }]);
  });

  it('is believed by its own signature where its domain has no DMARC', async () => {
    const verdict = 'amazonses.com; spf=none; dkim=pass header.i=@example.com; dmarc=none;';

    await take({ m1: aMail('Yes', { 'Authentication-Results': verdict }) });

    expect(await ofCustomer()).toHaveLength(1);
  });

  it('with an old signed address of nobody does not speak for its unproven author', async () => {
    const To = await repliesTo(randomUUID());

    await take({ m1: aMail('STOP', { To, 'Authentication-Results': 'amazonses.com; dmarc=fail;' }) });

    expect([await ofCustomer(), await bans()]).toEqual([[], []]);
  });

  it.each([
    ['AUTO_REPLY', { 'Auto-Submitted': 'auto-replied' }],
    ['AUTO_REPLY', { 'Auto-Submitted': 'auto-generated (vacation)' }],
    ['AUTO_REPLY', { 'X-Autoreply': 'yes' }],
    ['AUTO_REPLY', { Precedence: 'bulk' }],
    ['AUTO_REPLY', { From: 'no-reply@example.com' }],
    ['BOUNCE', { 'Return-Path': '<>' }],
    ['BOUNCE', { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' }],
    ['MAILING_LIST', { 'List-Id': '<a.example.com>' }],
    ['LOOP', { From: 'Switchboard <Notices@Switchboard.example>' }],
    ['LOOP', { From: `reply+${'a'.repeat(52)}@reply.example` }],
    ['MALWARE', { 'X-SES-Virus-Verdict': 'FAIL' }],
    ['SPAM', { 'X-SES-Spam-Verdict': 'FAIL' }],
  ])('is counted as %s and answers nothing with %j', async (outcome, headers) => {
    const To = await repliesTo(commandId);

    await take({ m1: aMail('STOP', { To, ...headers }, {}) });

    expect([await ofCommand(), await ofCustomer(), await bans()]).toEqual([[], [], []]);
    expect(ports.lines.join()).toContain(`"${outcome}":1`);
  });

  it('is taken as a person wrote it when it says that no program did', async () => {
    await take({ m1: aMail('Yes', { 'Auto-Submitted': 'no' }) });

    expect(await ofCustomer()).toHaveLength(1);
  });

  it('of nobody we know is rejected without a word of it', async () => {
    const From = 'Bob <bob@example.com>';

    await take({ m1: aMail('My secret is 42', { From }) });

    expect(JSON.stringify(await rejectionOf('m1'))).not.toMatch(/bob|secret/i);
    expect(await rejectionOf('m1')).toHaveLength(1);
    expect(ports.lines.join()).not.toMatch(/bob|secret/i);
  });

  it('that is too large is rejected, and one that is gone is counted', async () => {
    await take({ m1: { kind: 'too-large' } });
    await take({}, notice('m2'));

    expect(await rejectionOf('m1')).toMatchObject([
      { body: { issues: [{ rule: 'must be at most 10 MiB' }] } },
    ]);
    expect(ports.lines.join()).toContain('"MAIL_GONE":1');
  });

  it.each([
    ['no JSON', 'hello'],
    ['no notice', { Records: [{ eventSource: 'aws:sqs' }] }],
  ])('is not looked for by %s, which is rejected', async (_, body) => {
    expect(await take({}, body)).toEqual({ batchItemFailures: [] });

    expect(ports.lines.join()).toContain('"MAIL_REJECTED":1');
  });

  it("is not looked for by S3's own test", async () => {
    await take({}, { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'b' });

    expect(ports.lines.join()).toContain('"PASSING":1');
  });

  it('never crashes its function, whatever it is made of', async () => {
    const headerName = fc.constantFrom(
      'From',
      'To',
      'Content-Type',
      'Content-Transfer-Encoding',
      'Date',
      'X',
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'multipart/mixed; boundary=b',
        'text/html; charset=x',
        'base64',
        'message/rfc822',
        '=?utf-8?Q?=?=',
      ),
    );
    const mail = fc
      .tuple(
        fc.array(fc.tuple(headerName, value)),
        fc.array(fc.oneof(value, fc.constant('--b'), fc.constant(''))),
      )
      .map(([headers, lines]) => [...headers.map((pair) => pair.join(': ')), '', ...lines].join('\r\n'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(mail, fc.string({ unit: 'binary' })), async (raw) => {
        expect(await take({ m1: raw })).toEqual({ batchItemFailures: [] });
      }),
      { numRuns: 300 },
    );
  });
});
