import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../../../config/agents.ts';
import { contactPricesUsd } from '../../../../../config/campaigns.ts';
import { lanes as laneTable } from '../../../../../config/lanes.ts';
import { cast, documentsFolder, whatTheyDo } from '../../../../../local/start/demonstration/cast.ts';
import {
  areCallsAnswered,
  campaignCommands,
  countLines,
} from '../../../../../local/start/demonstration/counts.ts';
import { eventLine } from '../../../../../local/start/demonstration/event-line.ts';
import { happenings, missingHappenings } from '../../../../../local/start/demonstration/happenings.ts';
import { noonZone } from '../../../../../local/start/demonstration/noon-zone.ts';
import {
  leftBehind,
  MEMBERS,
  problemsOfCounts,
  twiceContacted,
} from '../../../../../local/start/demonstration/problems.ts';
import { sagaLines } from '../../../../../local/start/demonstration/saga-lines.ts';
import { watchBus } from '../../../../../local/start/demonstration/watch-bus.ts';
import { checkDefinition } from '../../../../../shared/campaigns/check-definition.ts';
import { admitCommand } from '../../../../../shared/client/admit-command.ts';
import { createRuleAnalyser } from '../../../../../shared/intent/rule-analyser.ts';
import { fact } from '../../../../../shared/journal/command-facts.ts';
import type { Event } from '../../../../../shared/messages/event.ts';
import { customerResponseInput } from '../../../../../shared/sagas/customer-response/customer-response-input.ts';
import { FileTemplateStore } from '../../../../../shared/templates/adapters/file-template-store.ts';
import { aCustomer } from '../../../../support/a-customer.ts';

let ids = 0;

const anEvent = (
  type: string,
  status: string,
  { customerId, campaignId, ...more }: Record<string, unknown> = {},
): Event => {
  ids += 1;
  return {
    messageId: `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`,
    messageType: 'EVENT',
    timestamp: '2026-11-26T12:00:00.000Z',
    source: 'email-agent-001',
    event: {
      type,
      status,
      ...(customerId === undefined ? {} : { customerId: String(customerId) }),
      ...(campaignId === undefined ? {} : { campaignId: String(campaignId) }),
      metadata: { deliveryTime: null, messageId: null, ...more },
    },
    correlation: {},
  };
};

const aStep = (place: number, channel: string, members: number): Event =>
  anEvent('CAMPAIGN_STEP_COMPLETED', 'COMPLETED', {
    ...{ campaignId: 'camp-1', place, channel, step: `step-${place}` },
    tally: { members, replied: 0, optedOut: 0 },
  });

/** Events that tell of everything that should happen, one for each happening, in their order. */
const everything = (): Event[] => [
  anEvent('CAMPAIGN_STARTED', 'ACCEPTED'),
  anEvent('EMAIL_FAILED', 'FAILED', { customerId: cast.bounces, campaignId: 'camp-1' }),
  anEvent('CUSTOMER_RESPONDED', 'RESPONDED', { customerId: cast.promises }),
  anEvent('SAGA_COMPLETED', 'COMPLETED', { customerId: cast.promises }),
  anEvent('ESCALATION_DECIDED', 'RECORDED', { customerId: cast.rollsBack }),
  anEvent('SAGA_COMPENSATED', 'COMPENSATED', { customerId: cast.rollsBack }),
  anEvent('SMS_SENT', 'DELIVERED', { customerId: cast.bounces, campaignId: 'camp-1' }),
  anEvent('CUSTOMER_RESPONDED', 'RESPONDED', { customerId: cast.answersText }),
  anEvent('CONSENT_REVOKED', 'RECORDED', { customerId: cast.optsOut, reason: 'OPTED_OUT' }),
  anEvent('SMS_SUPPRESSED', 'SUPPRESSED', { customerId: cast.optsOut }),
  anEvent('BREAKER_OPENED', 'RECORDED'),
  anEvent('BREAKER_CLOSED', 'RECORDED'),
  aStep(1, 'email', 20),
  aStep(2, 'sms', 18),
  aStep(3, 'phone', 2),
  anEvent('CAMPAIGN_COMPLETED', 'COMPLETED'),
];

const readDocument = (file: string): unknown =>
  JSON.parse(readFileSync(`${documentsFolder}/${file}`, 'utf8'));

describe('the documents of the demonstration', () => {
  const [, ...rows] = readFileSync(`${documentsFolder}/customers.csv`, 'utf8').trim().split('\n');
  const customers = rows.map((row) => row.split(',')[0]);

  it('are a campaign over three channels that may start, for the 20 customers of its file', async () => {
    const templates = new FileTemplateStore('config/templates');
    const checked = await checkDefinition(readDocument('campaign.json'), {
      ...{ agents, prices: contactPricesUsd, templates },
    });

    if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
    expect(checked.value.steps.map(({ channel }) => channel)).toEqual(['email', 'sms', 'phone']);
    expect(checked.value.audience.customers).toEqual(customers);
    expect(customers).toHaveLength(MEMBERS);
    expect(customers).toEqual(expect.arrayContaining(Object.values(cast)));
  });

  it('are a command that the front door takes, and the input of a saga whose follow-up it refuses', () => {
    const rules = { agents, laneTable, allowPlainContext: true };
    const input = { ...Object(readDocument('rollback.json')), answer: undefined, entryId: 'entry-1' };

    expect(admitCommand(readDocument('text-after-stop.json'), Date.now(), rules).ok).toBe(true);
    const { followUp, customerId } = customerResponseInput.parse(input);
    expect(customerId).toBe(cast.rollsBack);
    const { target, ...contact } = followUp;
    const command = {
      ...Object(readDocument('text-after-stop.json')),
      target,
      command: { ...contact, customerId },
    };
    expect(admitCommand(command, Date.now(), rules).ok).toBe(false);
  });
});

describe('whatTheyDo', () => {
  it('has each customer say what leads to what the demonstration shows', async () => {
    const analyse = createRuleAnalyser();
    const said = await Promise.all(
      whatTheyDo.flatMap(({ action, match: { channel = 'email' } }) =>
        action.kind === 'reply' ? [analyse({ text: action.text, channel, receivedAt: 0 })] : [],
      ),
    );

    expect(said.map(({ intent }) => intent)).toEqual([
      ...['PAYMENT_PROMISE', 'ACKNOWLEDGEMENT', 'CALLBACK_REQUEST', 'OPT_OUT'],
    ]);
  });
});

describe('missingHappenings', () => {
  it('names each happening that no event has told of, and none else', () => {
    expect(missingHappenings(everything())).toEqual([]);
    for (const [at, { name }] of Object.values(happenings).entries()) {
      expect(missingHappenings(everything().filter((_, index) => index !== at))).toEqual([name]);
    }
  });
});

describe('problemsOfCounts', () => {
  it('finds nothing where all adds up, and names what does not', () => {
    const row = (channel: string, outcomes: Record<string, number>) => ({
      of: { channel },
      counts: { commands: Object.values(outcomes).reduce((sum, count) => sum + count, 0), outcomes },
    });
    const rows = [row('coordinator', { DELIVERED: 1 }), row('email', { DELIVERED: 19, FAILED: 1 })];

    expect(problemsOfCounts({ rows: [...rows, row('sms', { DELIVERED: 2 })] }, 22)).toEqual([]);
    expect(problemsOfCounts({ rows }, 22)).toEqual([
      'the report has 20 contacts of 22',
      'the report has 19 DELIVERED, not 21',
    ]);
    expect(problemsOfCounts({ rows: [...rows, row('sms', { UNKNOWN: 1 })] }, 21)).toEqual([
      'the report has 19 DELIVERED, not 20',
      'the report has 1 UNKNOWN, not 0',
    ]);
    expect(problemsOfCounts({}, 22)).toEqual(['there is no report']);
  });
});

describe('leftBehind', () => {
  it('names each field of a profile that a saga has left changed, whatever its version is', () => {
    const before = aCustomer({ version: 1 });

    expect(leftBehind(before, { ...before, version: 3 })).toEqual([]);
    expect(
      leftBehind(before, { ...before, preferredChannel: 'fax', attributes: { lastResponseAt: 'x' } }),
    ).toEqual(
      ['preferredChannel', 'attributes'].map(
        (name) => `the saga was rolled back, and ${name} of the profile is not as before`,
      ),
    );
    expect(leftBehind(before, undefined)).toEqual(['the customer is not there']);
  });
});

describe('the counts of the campaign', () => {
  it('are those of its steps and of what the bus told of', () => {
    const lines = countLines(everything()).map((line) => line.replace(/ +/g, ' '));

    expect(campaignCommands(everything())).toBe(40);
    expect(lines).toEqual([
      'members by step 20 by email, 18 by sms, 2 by phone',
      'answers 2, those that opt out among them',
      'opt-outs 1',
      'failovers 1 whose mail failed and who got a text message',
      'breaker opened 1, let one try 0, closed 1',
      'sagas 1 complete, 1 rolled back, 0 unresolved',
      'tasks for people 0',
    ]);
  });

  it('wait for each customer of the step by phone, and for no other call', () => {
    const call = (customerId: string, status: string, more: object = { campaignId: 'camp-1' }) =>
      anEvent('CALL_SENT', status, { customerId, ...more });
    const one = [...everything(), call('a', 'DELIVERED')];

    expect(areCallsAnswered([...one, call('b', 'SENT'), call('c', 'DELIVERED', {})])).toBe(false);
    expect(areCallsAnswered([...one, call('b', 'DELIVERED')])).toBe(true);
  });
});

describe('twiceContacted', () => {
  it('names a command that a provider took twice, not one that it refused before', () => {
    const call = (commandId: string, answer: string) => ({ commandId, answer });

    const calls = [
      ...['TooManyRequests', 'accepted'].map((answer) => call('a', answer)),
      ...['accepted', 'accepted'].map((answer) => call('b', answer)),
    ];
    expect(twiceContacted(calls)).toEqual(['command b contacted its customer 2 times']);
  });
});

describe('eventLine', () => {
  it.each([
    [
      anEvent('EMAIL_SENT', 'DELIVERED', { customerId: 'cust-demo-01' }),
      '   2.5 s  email    cust-demo-01   delivered',
    ],
    [
      anEvent('CALL_PARKED', 'PARKED', { customerId: 'cust-demo-13', cause: 'BREAKER_OPEN' }),
      '   2.5 s  phone    cust-demo-13   kept aside: BREAKER_OPEN',
    ],
    [
      anEvent('CONSENT_REVOKED', 'RECORDED', {
        customerId: 'cust-demo-09',
        channel: 'sms',
        reason: 'OPTED_OUT',
      }),
      '   2.5 s  sms      cust-demo-09   opted out: no further message by this channel',
    ],
    [
      anEvent('SAGA_COMPENSATED', 'COMPENSATED', {
        saga: 'customer-response',
        step: 'follow-up',
        cause: 'NOBODY',
      }),
      '   2.5 s                          SAGA customer-response is ROLLED BACK: follow-up failed (NOBODY), all before it is undone',
    ],
    [
      anEvent('CAMPAIGN_STEP_COMPLETED', 'COMPLETED', {
        ...{ campaignId: 'camp-1', channel: 'sms', step: 'text' },
        tally: { members: 18, delivered: 17, failed: 1, parked: 0, microUsd: 1234 },
      }),
      '   2.5 s  sms                     CAMPAIGN has closed its step text: 18 members, 17 delivered, 1 failed',
    ],
    [anEvent('SOMETHING_NEW', 'RECORDED'), '   2.5 s                          SOMETHING_NEW RECORDED'],
  ])('says when, where, who and what: %#', (event, line) => {
    expect(eventLine(event, 2.5)).toBe(line);
  });
});

describe('sagaLines', () => {
  it('say of each step in turn what it came to', () => {
    const of = (step: string, place: number) => ({ step, place, nth: step, owner: 'o' });
    const facts = [
      fact('step-done', 'saga#1', 1, { ...of('profile', 0), output: '{}' }),
      fact('step-ended', 'saga#1', 2, { ...of('follow-up', 1), cause: 'COMMAND_REJECTED' }),
      fact('step-undone', 'saga#1', 3, { step: 'profile', place: 0, nth: 'profile' }),
    ];

    expect(sagaLines(facts).map((line) => line.replace(/ +/, ' '))).toEqual([
      ...['profile done', 'follow-up failed: COMMAND_REJECTED', 'profile undone'],
    ]);
  });
});

describe('watchBus', () => {
  it('shows what came together in the order in which it happened', async () => {
    const about = { campaignId: 'camp-1' };
    const analysed = anEvent('INTENT_ANALYSED', 'RECORDED', { ...about, sequence: 2 });
    const decided = anEvent('ESCALATION_DECIDED', 'RECORDED', { ...about, sequence: 3 });
    const sent = { ...anEvent('EMAIL_SENT', 'SENT', about), timestamp: '2026-11-26T11:59:59.000Z' };
    const shown: Event[] = [];
    const watch = watchBus(
      { next: async () => [decided, analysed, sent] },
      {
        ...{ campaignId: 'camp-1', timeoutMs: 10_000, now: () => 0, signal: new AbortController().signal },
        show: (event) => shown.push(event),
      },
    );

    await watch.until('all', (events) => events.length === 3);

    expect(shown).toEqual([sent, analysed, decided]);
  });

  it('shows each event of the demonstration once, and gives up on what never comes', async () => {
    const own = anEvent('EMAIL_SENT', 'SENT', { campaignId: 'camp-1', customerId: 'x' });
    const other = anEvent('EMAIL_SENT', 'SENT', { campaignId: 'camp-2', customerId: 'y' });
    const breaker = anEvent('BREAKER_OPENED', 'RECORDED');
    const batches = [
      [own, other],
      [own, breaker],
    ];
    const shown: Event[] = [];
    let now = 0;
    const watch = watchBus(
      { next: async () => batches.shift() ?? [] },
      {
        campaignId: 'camp-1',
        timeoutMs: 10_000,
        now: () => (now += 1000),
        signal: new AbortController().signal,
        show: (event) => shown.push(event),
      },
    );

    await watch.until('the breaker', (events) => events.length === 2);
    await expect(watch.until('more', (events) => events.length === 3)).rejects.toThrow('10 s in vain: more');

    expect(shown).toEqual([own, breaker]);
  });
});

describe('noonZone', () => {
  it('is a zone in which it is noon at every hour of a day', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const now = new Date(Date.UTC(2026, 10, 26, hour));
      const local = now.toLocaleString('en-GB', { timeZone: noonZone(now), hour: '2-digit', hour12: false });
      expect(local, noonZone(now)).toBe('12');
    }
  });
});
