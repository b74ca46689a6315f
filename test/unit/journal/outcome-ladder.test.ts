import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fact } from '../../../shared/journal/command-facts.ts';
import {
  type CommandStatus,
  commandStateOf,
  commandStatuses,
} from '../../../shared/journal/command-state.ts';
import type { Fact, FactType } from '../../../shared/journal/fact.ts';
import { nextStep } from '../../../shared/journal/next-step.ts';

const of = 'command#c';
const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};
const receipt = { ...subject, providerMessageId: 'ses-1', occurredAt: '2026-11-23T12:00:00Z' };
const cause = 'C';

const accepted = fact('accepted', of, 0, {
  ...subject,
  tier: 'HIGH',
  source: 's',
  acceptedAt: 0,
  dueAt: 0,
  deadlineAt: 0,
  schedule: 'NONE',
});
const claimed = (attempt: number) =>
  fact('claimed', of, 0, { ...subject, attempt, owner: 'a', deadlineAt: 100 });
const proofs = {
  confirmed: fact('confirmed', of, 0, { ...subject, attempt: 1, by: 'operator', reason: 'SEEN' }),
  sent: fact('sent', of, 0, { ...subject, attempt: 1, providerMessageId: 'ses-1', startedAt: 0 }),
  complained: fact('complained', of, 0, receipt),
  delivered: fact('delivered', of, 0, receipt),
  bounced: fact('bounced', of, 0, { ...receipt, cause }),
} as const;
const denials = {
  parked: fact('parked', of, 0, { ...subject, attempt: 0, cause }),
  failed: fact('failed', of, 0, { ...subject, attempt: 0, cause }),
  expired: fact('expired', of, 0, { ...subject, cause }),
  suppressed: fact('suppressed', of, 0, { ...subject, reasons: [cause] }),
  cancelled: fact('cancelled', of, 0, { ...subject, cause }),
  erased: fact('erased', of, 0, subject),
  performed: fact('performed', of, 0, subject),
} as const;
const endOf = (attempt: number) =>
  ({
    unknown: fact('unknown', of, 0, { ...subject, attempt, cause }),
    parked: fact('parked', of, 0, { ...subject, attempt, cause }),
    'not-accepted': fact('not-accepted', of, 0, { attempt, cause }),
    failed: fact('failed', of, 0, { ...subject, attempt, cause }),
  }) as const;

const ATTEMPTS = [1, 2, 3];
const allFacts: readonly Fact[] = [
  accepted,
  fact('rejected', of, 0, { issues: [], intakeId: 'q' }),
  fact('duplicate', of, 0, { intakeId: 'q' }),
  fact('responded', of, 0, { ...subject, intakeId: 'r', channel: 'email', response: 'j', receivedAt: '' }),
  ...Object.values(proofs),
  ...Object.values(denials),
  ...ATTEMPTS.flatMap((attempt) => [claimed(attempt), ...Object.values(endOf(attempt))]),
];
const someFacts = fc.subarray([...allFacts]);

/** The rungs of each part of the ladder, the lowest first. */
const order = {
  start: ['rejected', 'accepted'],
  denial: ['parked', 'failed', 'expired', 'suppressed', 'cancelled', 'erased', 'performed'],
  attempt: ['claimed', 'unknown', 'parked', 'not-accepted', 'failed'],
  proof: ['confirmed', 'sent', 'complained', 'delivered', 'bounced'],
} as const satisfies Record<string, readonly FactType[]>;

const attemptOf = ({ body }: Fact): number => ('attempt' in body ? (body.attempt ?? 0) : 0);

/** How high facts stand on the ladder: proof before attempts, the newest first and each by its end, those before denial and start. */
const heightOf = (facts: readonly Fact[]): readonly number[] => {
  const highest = (rungs: readonly FactType[], among: readonly Fact[]) =>
    Math.max(-1, ...among.map(({ type }) => rungs.indexOf(type)));
  const endOfAttempt = (attempt: number) => {
    const own = facts.filter((each) => attemptOf(each) === attempt);
    return own.some(({ type }) => type === 'claimed') ? highest(order.attempt, own) : -1;
  };
  const untried = facts.filter((each) => attemptOf(each) === 0);
  return [
    highest(order.proof, facts),
    ...ATTEMPTS.toReversed().map(endOfAttempt),
    highest(order.denial, untried),
    highest(order.start, untried),
  ];
};

const compareHeights = (a: readonly number[], b: readonly number[]): number =>
  a.map((rung, at) => rung - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;

const statuses: Readonly<Record<keyof typeof order, readonly CommandStatus[]>> = {
  start: ['REJECTED', 'ACCEPTED'],
  denial: ['PARKED', 'FAILED', 'EXPIRED', 'SUPPRESSED', 'CANCELLED', 'ERASED', 'DELIVERED'],
  attempt: ['IN_PROGRESS', 'UNKNOWN', 'PARKED', 'RETRYING', 'FAILED'],
  proof: ['SENT', 'SENT', 'DELIVERED', 'DELIVERED', 'FAILED'],
};

/** The newest attempt that is not proven to have been none has the word. */
const statusAt = (height: readonly number[]): CommandStatus => {
  const [proof = -1, ...rest] = height;
  const ends = rest.slice(0, ATTEMPTS.length).filter((end) => end >= 0);
  const [denial = -1, start = -1] = rest.slice(ATTEMPTS.length);
  const open = ends.map((end) => statuses.attempt[end]).find((status) => status !== 'RETRYING');
  const untried = statuses.denial[denial];
  const retrying = ends.length > 0 ? 'RETRYING' : undefined;
  return statuses.proof[proof] ?? open ?? untried ?? retrying ?? statuses.start[start] ?? ('NONE' as const);
};

const RUNS = { numRuns: 4000 };
const statusOf = (facts: readonly Fact[]): CommandStatus => commandStateOf(facts).status;

describe('outcomeLadder', () => {
  it('gives facts the status of the highest rung that they reach', () => {
    fc.assert(
      fc.property(someFacts, (facts) => statusOf(facts) === statusAt(heightOf(facts))),
      RUNS,
    );
  });

  it('does not look at the order of facts, nor at facts that come twice', () => {
    const shuffledAndTwice = someFacts.chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffledAndTwice, ([facts, again]) => statusOf(facts) === statusOf(again)),
      RUNS,
    );
  });

  it('is only ever climbed, whatever fact comes next', () => {
    fc.assert(
      fc.property(someFacts, fc.constantFrom(...allFacts), (facts, next) => {
        expect(compareHeights(heightOf([...facts, next]), heightOf(facts))).toBeGreaterThanOrEqual(0);
        const isTerminalBefore = ['DELIVERED', 'FAILED'].includes(statusOf(facts));
        const hasProof = facts.some(({ type }) => type === 'delivered' || type === 'bounced');
        // What a receipt has proven no later record of ours takes back.
        if (isTerminalBefore && hasProof)
          expect(['DELIVERED', 'FAILED']).toContain(statusOf([...facts, next]));
      }),
      RUNS,
    );
  });

  it('lets a receipt win that comes late, whatever was written before: a bounce even after a delivery', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const unproven = facts.filter(({ type }) => !order.proof.some((proof) => proof === type));

        expect(statusOf([...unproven, proofs.delivered])).toBe('DELIVERED');
        expect(statusOf([...unproven, proofs.complained])).toBe('DELIVERED');
        expect(statusOf([...unproven, proofs.delivered, proofs.bounced])).toBe('FAILED');
      }),
      RUNS,
    );
  });

  it('never hides an open attempt behind a denial', () => {
    const open = fc.constantFrom('claimed', 'unknown', 'parked');
    fc.assert(
      fc.property(
        fc.subarray(Object.values(denials)),
        fc.constantFrom(...ATTEMPTS),
        open,
        (denied, attempt, end) => {
          const before = [
            accepted,
            claimed(attempt),
            ...(end === 'claimed' ? [] : [endOf(attempt)[end as 'unknown']]),
          ];

          expect(statusOf([...before, ...denied])).toBe(statusOf(before));
        },
      ),
      RUNS,
    );
  });

  it('gives of two ends the later sequence to the one that wins, so that subscribers go by sequence', () => {
    const endings: readonly Fact[] = [
      ...Object.values(denials),
      proofs.delivered,
      proofs.bounced,
      proofs.complained,
    ];
    for (const one of endings) {
      for (const other of endings) {
        const later = one.sequence > other.sequence ? one : other;
        expect(statusOf([one, other])).toBe(statusOf([later]));
      }
    }
  });

  it('has a way to every status', () => {
    const reached = new Set<CommandStatus>(['NONE', ...allFacts.map((each) => statusOf([each]))]);
    for (const attempt of ATTEMPTS)
      for (const end of Object.values(endOf(attempt))) reached.add(statusOf([claimed(attempt), end]));

    expect([...reached].sort()).toEqual([...commandStatuses].sort());
  });
});

type Story = {
  readonly retries: number;
  readonly end: 'sent' | 'failed' | 'unknown' | 'parked' | 'open' | 'denied';
  readonly denial: keyof typeof denials;
  readonly receipts: readonly ('complained' | 'delivered' | 'bounced')[];
};

const stories: fc.Arbitrary<Story> = fc.record({
  retries: fc.integer({ min: 0, max: 2 }),
  end: fc.constantFrom('sent', 'failed', 'unknown', 'parked', 'open', 'denied'),
  denial: fc.constantFrom(...(Object.keys(denials) as (keyof typeof denials)[])),
  receipts: fc.subarray(['complained', 'delivered', 'bounced'] as const),
});

/** What an agent writes: attempts that were not taken, then one more with its end, or a denial instead of it. */
const factsOf = ({ retries, end, denial, receipts }: Story): Fact[] => {
  const tried = ATTEMPTS.slice(0, retries).flatMap((attempt) => [
    claimed(attempt),
    endOf(attempt)['not-accepted'],
  ]);
  const last = retries + 1;
  const ends: Readonly<Record<Story['end'], readonly Fact[]>> = {
    sent: [claimed(last), proofs.sent],
    failed: [claimed(last), endOf(last).failed],
    unknown: [claimed(last), endOf(last).unknown],
    parked: [claimed(last), endOf(last).unknown, endOf(last).parked],
    open: [claimed(last)],
    denied: [denials[denial]],
  };
  const proven = end === 'denied' || end === 'failed' ? [] : receipts.map((name) => proofs[name]);
  return [accepted, ...tried, ...ends[end], ...proven];
};

/** The outcome that a reader of the story would tell. */
const outcomeOf = ({ end, denial, receipts }: Story): CommandStatus => {
  const isReceived = end !== 'denied' && end !== 'failed' && receipts.length > 0;
  if (isReceived) return receipts.includes('bounced') ? 'FAILED' : 'DELIVERED';
  if (end === 'denied') return statuses.denial[order.denial.indexOf(denial)] ?? 'NONE';
  return (
    { sent: 'SENT', failed: 'FAILED', unknown: 'UNKNOWN', parked: 'PARKED', open: 'IN_PROGRESS' } as const
  )[end];
};

describe('the facts of a command that is tried again', () => {
  it('tell its story in whatever order they come', () => {
    const told = stories.chain((story) => {
      const facts = factsOf(story);
      return fc.tuple(fc.constant(story), fc.shuffledSubarray(facts, { minLength: facts.length }));
    });
    fc.assert(
      fc.property(told, ([story, facts]) => {
        const state = commandStateOf(facts);

        expect(state.status).toBe(outcomeOf(story));
        expect(state.attempts).toBe(story.end === 'denied' ? story.retries : story.retries + 1);
      }),
      RUNS,
    );
  });

  it('allow another attempt only after the last one is proven not to have been taken, and nothing denies it', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const state = commandStateOf(facts);
        const step = nextStep(state, { owner: 'b', now: 500 });
        if (step.kind !== 'attempt' || state.attempts === 0) return;

        expect(step.attempt).toBe(state.attempts + 1);
        expect(facts).toContainEqual(endOf(state.attempts)['not-accepted']);
        expect(
          facts.filter(
            // Of a parked command a message comes again only when it was released.
            ({ type, ...each }) =>
              type !== 'parked' &&
              attemptOf({ type, ...each } as Fact) === 0 &&
              order.denial.some((denial) => denial === type),
          ),
        ).toEqual([]);
      }),
      RUNS,
    );
  });
});
