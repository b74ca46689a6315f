import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../../../config/agents.ts';
import { lanes as laneTable } from '../../../../../config/lanes.ts';
import { cast, documentsFolder } from '../../../../../local/start/demonstration/cast.ts';
import { eventLine } from '../../../../../local/start/demonstration/event-line.ts';
import { happenings, missingHappenings } from '../../../../../local/start/demonstration/happenings.ts';
import { noonZone } from '../../../../../local/start/demonstration/noon-zone.ts';
import {
  expected,
  problemsOfCounts,
  twiceContacted,
} from '../../../../../local/start/demonstration/problems.ts';
import { watchBus } from '../../../../../local/start/demonstration/watch-bus.ts';
import { expandBatch } from '../../../../../shared/batches/expand-batch.ts';
import { readBatch } from '../../../../../shared/batches/read-batch.ts';
import { admitCommand } from '../../../../../shared/client/admit-command.ts';
import type { Event } from '../../../../../shared/messages/event.ts';

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

/** Events that tell of everything that should happen. */
const everything = (): Event[] => [
  anEvent('CUSTOMER_RESPONDED', 'RESPONDED', { customerId: cast.answersMail }),
  anEvent('CUSTOMER_RESPONDED', 'RESPONDED', { customerId: cast.answersText }),
  anEvent('CONSENT_REVOKED', 'RECORDED', { customerId: cast.optsOut }),
  anEvent('SMS_SUPPRESSED', 'SUPPRESSED', { customerId: cast.optsOut }),
  anEvent('EMAIL_FAILED', 'FAILED', { customerId: cast.bounces }),
  anEvent('SMS_SENT', 'DELIVERED', { customerId: cast.bounces }),
  anEvent('BREAKER_OPENED', 'RECORDED'),
  anEvent('BREAKER_CLOSED', 'RECORDED'),
];

describe('the documents of the demonstration', () => {
  const files = readdirSync(documentsFolder).filter((file) => file.endsWith('.json'));

  it('are batches that the front door takes, to as many members as the report must count', () => {
    const members = files.flatMap((file) => {
      const batch = readBatch(JSON.parse(readFileSync(`${documentsFolder}/${file}`, 'utf8')));
      if (!batch.ok) throw new Error(`${file}: ${JSON.stringify(batch.issues)}`);
      return expandBatch(batch.value, Date.now());
    });

    const rules = { agents, laneTable, allowPlainContext: true };
    expect(members.filter(({ document }) => !admitCommand(document, Date.now(), rules).ok)).toEqual([]);
    expect(members).toHaveLength(expected.commands);
    expect(Object.values(expected.outcomes).reduce((sum, count) => sum + count, 0)).toBe(expected.commands);
  });

  it('are about the 20 customers of its file, each of them once at first', () => {
    const [, ...rows] = readFileSync(`${documentsFolder}/customers.csv`, 'utf8').trim().split('\n');
    const contacted = files
      .filter((file) => !['reminder.json', 'next-channel.json'].includes(file))
      .flatMap((file) => readFileSync(`${documentsFolder}/${file}`, 'utf8').match(/cust-demo-\d\d/g) ?? []);

    expect(rows).toHaveLength(20);
    expect(contacted.sort()).toEqual(rows.map((row) => row.split(',')[0]));
  });
});

describe('missingHappenings', () => {
  it('names each happening that no event has told of, and none else', () => {
    expect(missingHappenings(everything())).toEqual([]);
    for (const [at, { name }] of Object.values(happenings).entries()) {
      const told = everything();
      const order = [0, 1, 2, 3, 4, 5, 6, 7];
      expect(missingHappenings(told.filter((_, index) => index !== order[at]))).toEqual([name]);
    }
  });
});

describe('problemsOfCounts', () => {
  it('finds nothing where all adds up, and names what does not', () => {
    const total = { commands: expected.commands, outcomes: { ...expected.outcomes } };

    expect(problemsOfCounts({ total })).toEqual([]);
    expect(
      problemsOfCounts({ total: { commands: 22, outcomes: { ...total.outcomes, DELIVERED: 20 } } }),
    ).toEqual(['the report has 22 commands of 23', 'the report has 20 DELIVERED, not 21']);
    expect(problemsOfCounts({ total: { ...total, outcomes: { ...total.outcomes, UNKNOWN: 1 } } })).toEqual([
      'the report has 1 UNKNOWN, not 0',
    ]);
    expect(problemsOfCounts({})).toEqual(['there is no report']);
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
      anEvent('SAGA_COMPENSATED', 'COMPLETED'),
      '   2.5 s                          SAGA_COMPENSATED COMPLETED',
    ],
  ])('says when, where, who and what: %#', (event, line) => {
    expect(eventLine(event, 2.5)).toBe(line);
  });
});

describe('watchBus', () => {
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
