import { describe, expect, it } from 'vitest';
import { createNewsReader } from '../../../shared/receipts/read-receipt.ts';
import {
  aMessagingReceipt,
  anSmsReply,
  aSesBounce,
  aSesReceipt,
  personalInReceipts,
  receiptSources,
} from '../../support/a-receipt.ts';

const commandId = '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c';
const read = (body: unknown) =>
  createNewsReader(receiptSources)(typeof body === 'string' ? body : JSON.stringify(body));

const ses = (eventType: string, more: object = {}) => aSesReceipt(commandId, eventType, more);
const bounce = (type: string, subtype: string) => aSesBounce(commandId, type, subtype);
const messaging = (eventType: string, more: object = {}) => aMessagingReceipt(commandId, eventType, more);

describe('createNewsReader', () => {
  it.each([
    ['ses', ses('Delivery'), 'email', 'delivered', 'Delivery', undefined],
    ['ses', ses('DeliveryDelay'), 'email', 'passing', 'DeliveryDelay', undefined],
    ['ses', ses('Reject'), 'email', 'bounced', 'Reject', undefined],
    ['ses', ses('Complaint'), 'email', 'complained', 'Complaint', 'COMPLAINT'],
    ['ses', bounce('Permanent', 'General'), 'email', 'bounced', 'Permanent/General', 'HARD_BOUNCE'],
    ['ses', bounce('Permanent', 'NoEmail'), 'email', 'bounced', 'Permanent/NoEmail', 'HARD_BOUNCE'],
    [
      'ses',
      bounce('Permanent', 'OnAccountSuppressionList'),
      'email',
      'bounced',
      'Permanent/OnAccountSuppressionList',
      'PROVIDER_LIST',
    ],
    ['ses', bounce('Permanent', 'Suppressed'), 'email', 'bounced', 'Permanent/Suppressed', 'PROVIDER_LIST'],
    ['ses', bounce('Permanent', 'toString'), 'email', 'bounced', 'Permanent/toString', undefined],
    ['ses', bounce('Transient', 'MailboxFull'), 'email', 'bounced', 'Transient/MailboxFull', undefined],
    ['ses', bounce('Transient', 'General'), 'email', 'bounced', 'Transient/General', undefined],
    [
      'ses',
      bounce('Undetermined', 'Undetermined'),
      'email',
      'bounced',
      'Undetermined/Undetermined',
      undefined,
    ],
    ...(
      [
        ['TEXT_QUEUED', 'passing'],
        ['TEXT_PENDING', 'passing'],
        ['TEXT_SENT', 'passing'],
        ['TEXT_SUCCESSFUL', 'delivered'],
        ['TEXT_DELIVERED', 'delivered'],
        ['TEXT_BLOCKED', 'bounced', 'PROVIDER_LIST'],
        ['TEXT_INVALID', 'bounced', 'HARD_BOUNCE'],
        ['TEXT_CARRIER_BLOCKED', 'bounced'],
        ['TEXT_PROTECT_BLOCKED', 'bounced'],
        ['TEXT_SPAM', 'bounced'],
        ['TEXT_INVALID_MESSAGE', 'bounced'],
        ['TEXT_CARRIER_UNREACHABLE', 'bounced'],
        ['TEXT_UNREACHABLE', 'bounced'],
        ['TEXT_TTL_EXPIRED', 'bounced'],
        ['TEXT_UNKNOWN', 'bounced'],
      ] as const
    ).map(([type, kind, suppression]) => ['text', messaging(type), 'sms', kind, type, suppression] as const),
    ...(
      [
        ['VOICE_INITIATED', 'passing'],
        ['VOICE_RINGING', 'passing'],
        ['VOICE_ANSWERED', 'passing'],
        ['VOICE_COMPLETED', 'delivered'],
        ['VOICE_BUSY', 'bounced'],
        ['VOICE_NO_ANSWER', 'bounced'],
        ['VOICE_FAILED', 'bounced'],
        ['VOICE_TTL_EXPIRED', 'bounced'],
      ] as const
    ).map(([type, kind]) => ['voice', messaging(type), 'phone', kind, type, undefined] as const),
  ] as const)('reads of %s, %#: %j', (provider, body, channel, kind, cause, suppression) => {
    const news = read(body);

    const providerMessageId = provider === 'ses' ? 'ses-1' : 'eum-1';
    const occurredAt = '2026-11-23T12:00:05.000Z';
    const receipt = { kind, channel, commandId, attempt: 1, providerMessageId, occurredAt, cause };
    expect(news).toEqual({
      ok: true,
      value: { receipt: suppression === undefined ? receipt : { ...receipt, suppression } },
    });
  });

  it('takes a success of the carrier for on its way where another receipt is to follow', () => {
    expect(read(messaging('TEXT_SUCCESSFUL', { isFinal: false }))).toMatchObject({
      value: { receipt: { kind: 'passing' } },
    });
  });

  it('reads an answer by text message with the time of its topic', () => {
    expect(read(anSmsReply('Hello'))).toEqual({
      ok: true,
      value: {
        reply: {
          channel: 'sms',
          from: '+14255550182',
          text: 'Hello',
          receivedAt: '2026-11-23T12:00:05.000Z',
          intakeId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
        },
      },
    });
  });

  it.each([
    ['no JSON', 'hello', 'body'],
    ['a number', 42, ''],
    ['a list', [], ''],
    ['a wrong source', { ...ses('Delivery'), source: 'com.evil' }, 'source'],
    [
      'a source named like a property of every object',
      { ...ses('Delivery'), source: 'constructor' },
      'source',
    ],
    ['an event of another account', { ...ses('Delivery'), account: '222222222222' }, 'account'],
    ['an event without an account', { ...ses('Delivery'), account: undefined }, 'account'],
    ['an unknown detail-type', { ...ses('Delivery'), 'detail-type': 'Email Opened' }, 'detail-type'],
    [
      "one provider's detail-type from another",
      { ...messaging('TEXT_DELIVERED'), 'detail-type': 'Email Delivered' },
      'detail-type',
    ],
    [
      "a call's event as a text message's",
      { ...messaging('TEXT_DELIVERED'), detail: messaging('VOICE_BUSY').detail },
      'detail.eventType',
    ],
    ['an unknown kind', messaging('TEXT_TELEPORTED'), 'detail.eventType'],
    ['a message without our context', messaging('TEXT_DELIVERED', { context: undefined }), 'detail.context'],
    [
      'a context with an id that is none',
      messaging('VOICE_BUSY', { context: { 'switchboard-command': 'x', 'switchboard-attempt': '1' } }),
      'detail.context.switchboard-command',
    ],
    [
      'an attempt that is no number',
      messaging('VOICE_BUSY', {
        context: { 'switchboard-command': commandId, 'switchboard-attempt': '+14255550182' },
      }),
      'detail.context.switchboard-attempt',
    ],
    ['a time beyond time', messaging('VOICE_BUSY', { eventTimestamp: 9e15 }), 'detail.eventTimestamp'],
    [
      'an answer by a foreign topic',
      { ...anSmsReply('Hi'), TopicArn: 'arn:aws:sns:us-east-1:222222222222:replies' },
      'TopicArn',
    ],
    ['a confirmation of a topic', { ...anSmsReply('Hi'), Type: 'SubscriptionConfirmation' }, 'Type'],
    ['an answer that is no JSON', { ...anSmsReply('Hi'), Message: 'STOP' }, 'Message'],
    ['an answer from no number', anSmsReply('Hi', { originationNumber: 'ADA' }), 'originationNumber'],
    ['an answer without a text', anSmsReply('Hi', { messageBody: undefined }), 'messageBody'],
    ['an answer whose id is an address', anSmsReply('Hi', { inboundMessageId: 'a b' }), 'inboundMessageId'],
  ])('rejects %s by naming the field, and quotes nothing', (_, body, path) => {
    const news = read(body);

    expect(news).toMatchObject({ ok: false, issues: [{ path }] });
    for (const personal of personalInReceipts) expect(JSON.stringify(news)).not.toContain(personal);
  });
});
