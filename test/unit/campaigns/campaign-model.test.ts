import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignDefinition } from '../../../shared/campaigns/campaign-definition.ts';
import type { CampaignPage } from '../../../shared/campaigns/campaign-store.ts';
import { CAMPAIGN, CampaignWorld, type Ending, threeChannels } from '../../support/campaign-world.ts';

const MEMBERS = 7;
const names = Array.from({ length: MEMBERS }, (_, index) => `cust-${index}`);
const endings = ['delivered', 'bounced', 'suppressed', 'sent'] as const;
const HOUR = 3_600_000;

type Action =
  | {
      readonly kind: 'step';
      readonly at: number;
      readonly call: number;
      readonly when: 'before' | 'after' | 'never';
    }
  | { readonly kind: 'work'; readonly share: number; readonly ending: Ending }
  | { readonly kind: 'reply'; readonly member: number; readonly known: boolean }
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'pause' | 'resume' | 'repeat' };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('step' as const),
      at: fc.nat(3),
      call: fc.nat(40),
      when: fc.constantFrom('before', 'after', 'never'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('work' as const),
      share: fc.integer({ min: 1, max: 4 }),
      ending: fc.constantFrom(...endings),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reply' as const),
      member: fc.nat(MEMBERS - 1),
      known: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'repeat' as const) }),
  },
);

const act = async (world: CampaignWorld, todo: Action): Promise<void> => {
  if (todo.kind === 'step') {
    const { at, call, when } = todo;
    await world.step(at, when === 'never' ? undefined : { call, when });
  } else if (todo.kind === 'work') {
    let count = 0;
    await world.work(() => {
      count += 1;
      return count % todo.share === 0 ? todo.ending : undefined;
    });
  } else if (todo.kind === 'reply') {
    const customerId = names[todo.member] ?? '';
    const to = [...world.contacts.values()].find(
      (contact) => contact.customerId === customerId && contact.ending,
    );
    await world.reply(customerId, todo.known ? to : undefined);
  } else if (todo.kind === 'wait') world.now += todo.hours * HOUR;
  else if (todo.kind === 'repeat') world.repeatEvents();
  else await world.order(todo.kind === 'pause' ? 'PAUSE_CAMPAIGN' : 'RESUME_CAMPAIGN');
};

/** Looks, when a page is first kept, at this world's own books instead of at facts. */
const watchChoices = (world: CampaignWorld): string[] => {
  const wrong: string[] = [];
  const kept = new Set<string>();
  const { putPage } = world.store;
  world.store.putPage = async (campaignId: string, page: CampaignPage) => {
    const key = `${page.pass}/${page.page}`;
    if (!kept.has(key) && page.pass > 0)
      wrong.push(...page.customers.filter((id) => !mayGoOn(world, id, page.pass)));
    kept.add(key);
    return putPage.call(world.store, campaignId, page);
  };
  return wrong;
};

const channelOf = ['email', 'sms', 'phone'];

const mayGoOn = (world: CampaignWorld, customerId: string, pass: number): boolean => {
  const before = [...world.contacts.values()].find(
    (contact) => contact.customerId === customerId && contact.channel === channelOf[pass - 1],
  );
  return before?.ending !== undefined && !world.replied.has(customerId);
};

const repeatedContacts = (world: CampaignWorld): readonly string[] => {
  const seen = new Set<string>();
  return [...world.contacts.values()].flatMap(({ customerId, channel }) => {
    const key = `${customerId} by ${channel}`;
    if (seen.has(key)) return [key];
    seen.add(key);
    return [];
  });
};

/** What a person would count in this world. */
const recount = (world: CampaignWorld) =>
  channelOf.map((channel) => {
    const contacts = [...world.contacts.values()].filter((contact) => contact.channel === channel);
    const of = (ending: Ending) => contacts.filter((contact) => contact.ending === ending).length;
    return {
      members: contacts.length,
      sent: of('sent'),
      delivered: of('delivered'),
      failed: of('bounced'),
      suppressed: of('suppressed'),
    };
  });

const play = async (actions: readonly Action[], definition: CampaignDefinition) => {
  const world = new CampaignWorld();
  const wrong = watchChoices(world);
  await world.start(definition);
  for (const todo of actions) await act(world, todo);
  await world.order('RESUME_CAMPAIGN');
  await world.finish();
  return { world, wrong };
};

describe('a campaign', () => {
  it('contacts each member once a step at most, and only while the condition holds, whatever dies, repeats, is paused and resumed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const { world, wrong } = await play(
          actions,
          threeChannels(names, { escalation: { when: 'NO_REPLY', after: 'PT1H' } }),
        );

        expect(await world.state()).toBe('COMPLETED');
        expect(repeatedContacts(world)).toEqual([]);
        expect(wrong).toEqual([]);
        const progress = await world.store.getProgress(CAMPAIGN);
        const counted = recount(world);
        expect(counted[0]?.members).toBe(MEMBERS);
        expect(progress?.tallies ?? []).toMatchObject(counted.slice(0, progress?.tallies.length ?? 0));
        expect(counted.slice(progress?.tallies.length ?? 0).every(({ members }) => members === 0)).toBe(true);
      }),
      { numRuns: 150, verbose: 1 },
    );
  }, 120_000);

  it('never promises more contacts than its budget has, and ends by saying so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { maxLength: 30 }),
        fc.integer({ min: 1, max: 15 }),
        async (actions, contacts) => {
          const { world } = await play(actions, threeChannels(names, { budget: { contacts } }));

          expect(await world.state()).toBe('COMPLETED');
          const made = [...world.contacts.values()].filter(({ ending }) => ending !== 'suppressed');
          expect(made.length).toBeLessThanOrEqual(contacts);
          expect((await world.store.getProgress(CAMPAIGN))?.spent.contacts).toBe(made.length);
        },
      ),
      { numRuns: 60, verbose: 1 },
    );
  }, 120_000);
});
