import { describe, expect, it } from 'vitest';
import type { Customer } from '../../shared/customers/customer.ts';
import type { ProfileName } from './faults.ts';
import type { Mutation } from './mutation.ts';
import { runWorld } from './run-world.ts';

let commits = 0;

/** Consumers with one defect each, and the invariant that it breaks. */
const mutants: readonly {
  readonly defect: string;
  readonly invariant: number;
  readonly profile: ProfileName;
  /** @default 3 */
  readonly seed?: number;
  readonly mutation: Mutation;
}[] = [
  {
    defect: 'failed messages are removed from their queue',
    invariant: 1,
    profile: 'rough',
    mutation: {
      queueHandler: (handler) => async (event, context) => {
        await handler(event, context);
        return { batchItemFailures: [] };
      },
    },
  },
  {
    defect: 'nobody looks whether a claim was won',
    invariant: 2,
    profile: 'rough',
    mutation: {
      agent: (deps) => ({
        ...deps,
        journal: {
          ...deps.journal,
          insert: async (facts, change) => {
            await deps.journal.insert(facts, change);
            return facts.map(() => 'inserted' as const);
          },
        },
      }),
    },
  },
  {
    defect: 'an unknown outcome counts as not accepted',
    invariant: 2,
    profile: 'rough',
    mutation: {
      agent: (deps) => ({
        ...deps,
        channel: {
          send: async (content, attempt) => {
            const outcome = await deps.channel.send(content, attempt);
            return outcome.kind === 'unknown' ? { ...outcome, kind: 'not-accepted' } : outcome;
          },
        },
      }),
    },
  },
  {
    defect: 'a message is recorded as sent and never handed over',
    invariant: 3,
    profile: 'calm',
    mutation: {
      agent: (deps) => ({
        ...deps,
        channel: { send: async () => ({ kind: 'accepted', providerMessageId: 'none' }) },
      }),
    },
  },
  {
    defect: 'what comes last counts as newest',
    invariant: 4,
    profile: 'mild',
    mutation: {
      conversations: (writer, now) => ({
        write: (change, origin) => writer.write({ ...change, at: new Date(now()).toISOString() }, origin),
      }),
    },
  },
  {
    defect: 'bans are cached for a minute',
    invariant: 5,
    profile: 'mild',
    mutation: {
      agent: (deps) => {
        const kept = new Map<string, { readonly until: number; readonly customer: Customer | undefined }>();
        return {
          ...deps,
          customers: {
            get: async (ids) => {
              const lacking = ids.filter((id) => (kept.get(id)?.until ?? 0) < deps.now());
              const found = await deps.customers.get(lacking);
              for (const id of lacking) kept.set(id, { until: deps.now() + 60_000, customer: found.get(id) });
              return new Map(ids.flatMap((id) => entryOf(id, kept.get(id)?.customer)));
            },
          },
        };
      },
    },
  },
  {
    defect: 'hours are never quiet',
    invariant: 6,
    profile: 'calm',
    mutation: {
      agent: (deps) => ({
        ...deps,
        contactPolicy: async (contact) => {
          const judgement = await deps.contactPolicy(contact);
          if (judgement.verdict.kind !== 'DEFER') return judgement;
          return {
            ...judgement,
            verdict: { kind: 'ALLOW', basis: { purpose: 'service', basis: 'contract' } },
          };
        },
      }),
    },
  },
  {
    defect: 'clocks of Berlin are not changed in October',
    invariant: 6,
    profile: 'calm',
    seed: 2,
    mutation: {
      agent: (deps) => ({
        ...deps,
        contactPolicy: ({ recipient, ...contact }) => {
          const storedZone = recipient.storedZone === 'Europe/Berlin' ? 'Etc/GMT-2' : recipient.storedZone;
          return deps.contactPolicy({ ...contact, recipient: { ...recipient, storedZone } });
        },
      }),
    },
  },
  {
    defect: 'contacts are not counted',
    invariant: 6,
    profile: 'calm',
    mutation: {
      agent: (deps) => ({
        ...deps,
        caps: { ...deps.caps, write: async (changes) => changes.map(() => 'stored') },
      }),
    },
  },
  {
    defect: 'whoever counts contacts last wins',
    invariant: 6,
    profile: 'rough',
    seed: 7,
    mutation: {
      agent: (deps) => ({
        ...deps,
        caps: {
          ...deps.caps,
          write: async (changes) => {
            await deps.caps.write(changes);
            return changes.map(() => 'stored');
          },
        },
      }),
    },
  },
  {
    defect: 'whoever writes a switch last wins',
    invariant: 8,
    profile: 'outage',
    mutation: {
      controls: (store) => ({
        read: (names) => store.read(names),
        write: async (name, { value }) => {
          const [now] = await store.read([name]);
          return store.write(name, { version: (now?.version ?? 0) + 1, value });
        },
      }),
    },
  },
  {
    defect: 'nobody looks at the breaker',
    invariant: 9,
    profile: 'outage',
    mutation: {
      agent: (deps) => ({
        ...deps,
        breaker: {
          admit: async () => 'all',
          note: (outcome) => deps.breaker.note(outcome),
          settle: () => deps.breaker.settle(),
          recorded: () => deps.breaker.recorded(),
        },
      }),
    },
  },
  {
    defect: 'a payment is written again when its command comes again',
    invariant: 3,
    profile: 'stormy',
    mutation: {
      records: (records) => ({
        find: (customerId) => records.find(customerId),
        commit: (commit) => {
          commits += 1;
          const claim = { ...commit.claim, key: `${commit.claim.key}#${commits}` };
          const row = commit.row && { ...commit.row, part: `${commit.row.part}#${commits}` };
          return records.commit({ ...commit, claim, row });
        },
      }),
    },
  },
  {
    defect: 'nobody looks who may give a command',
    invariant: 12,
    profile: 'calm',
    mutation: { agent: (deps) => ({ ...deps, authoriser: () => ({ allowed: true }) }) },
  },
];

const entryOf = (id: string, customer: Customer | undefined) =>
  customer === undefined ? [] : [[id, customer] as const];

describe('the simulator', () => {
  it.each(mutants)(
    'finds that $defect: invariant $invariant',
    async ({ invariant, profile, seed = 3, mutation }) => {
      const { violations } = await runWorld({ seed, profile, messages: 2000 }, mutation);

      expect(violations[0]?.invariant).toBe(invariant);
    },
  );
});
