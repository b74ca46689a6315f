import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followMembers } from '../../../shared/batches/follow-members.ts';
import type { CampaignPage } from '../../../shared/campaigns/campaign-store.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandSubject } from '../../../shared/journal/command-subject.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import { CampaignWorld, type Contact, threeChannels } from '../../support/campaign-world.ts';
import type { CrashPoint } from '../../support/crash-plan.ts';

const names = Array.from({ length: 6 }, (_, index) => `cust-${index}`);
/** Millionths of a USD, as `CampaignWorld` has them. */
const prices: Readonly<Record<string, number>> = { email: 100, sms: 10_000, phone: 20_000 };
const DEAREST = 'phone';
const GIVE_UP_MS = 5 * 86_400_000;

/** How a contact goes: as planned, by the dearest channel, at the second attempt, never, without a word about its end, or once all is over. */
const courses = ['planned', 'dearer', 'again', 'suppressed', 'silent', 'late'] as const;
type Course = (typeof courses)[number];

/** What contacts have cost, by command: as providers have it, not as facts tell. */
type Books = Map<string, number>;

/** One process of an agent works on a contact, which other processes have too; the journal says who may. */
const serve = async (world: CampaignWorld, contact: Contact, course: Course, books: Books) => {
  const { journal, now } = world;
  const { commandId, channel, message } = contact;
  const of = commandAggregate(commandId);
  const told: Fact[] = [];
  const tell = async (...facts: readonly Fact[]) => {
    told.push(...facts);
    return (await journal.insert(facts)).every((outcome) => outcome === 'inserted');
  };
  const attempt = async (nth: number, by: string, isTaken: boolean) => {
    const subject = { ...commandSubject(message), agentType: by, attempt: nth };
    if (!(await tell(fact('claimed', of, now, { ...subject, owner: 'o', deadlineAt: now })))) return false;
    if (isTaken) books.set(commandId, (books.get(commandId) ?? 0) + (prices[by] ?? 0));
    if (course === 'silent') return false;
    const sent = { ...subject, providerMessageId: 'p', startedAt: now };
    return isTaken
      ? tell(fact('sent', of, now, sent))
      : tell(fact('not-accepted', of, now, { ...subject, cause: 'REFUSED' }));
  };
  if (course === 'suppressed')
    await tell(fact('suppressed', of, now, { ...commandSubject(message), reasons: ['NO_CONSENT'] }));
  else if (course === 'planned' || course === 'late') await attempt(1, channel, true);
  else if (course === 'silent') await attempt(1, DEAREST, true);
  else if (await attempt(1, channel, false)) await attempt(2, course === 'again' ? channel : DEAREST, true);
  await followMembers(told, journal);
  if (course !== 'silent') contact.ending = 'sent';
};

/** Lets masters and agents, two processes for each, reach the stores in whatever order the scheduler says. */
const scheduleCalls = ({ journal, store, controls }: CampaignWorld, scheduler: fc.Scheduler): void => {
  for (const port of [journal, store, controls] as object[]) {
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(port));
    for (const name of names.filter((each) => each !== 'constructor' && each !== 'all')) {
      const method = Reflect.get(port, name) as (...args: unknown[]) => Promise<unknown>;
      if (typeof method === 'function')
        Reflect.set(port, name, scheduler.scheduleFunction(method.bind(port)));
    }
  }
};

/** A world whose audience comes in pages of two. */
const aWorld = async (usd: number): Promise<CampaignWorld> => {
  const world = new CampaignWorld();
  for (const customerId of names) {
    const unknown = { consents: [], suppressions: [], addresses: {}, attributes: {} };
    await world.customers.put({ customerId, version: 1, zone: 'Europe/Berlin', ...unknown });
  }
  const { list } = world.customers;
  world.customers.list = (_, cursor) => list.call(world.customers, 2, cursor);
  const audience = { query: { zone: 'Europe/Berlin' } };
  expect(await world.start(threeChannels([], { audience, budget: { usd } }))).toMatchObject({ ok: true });
  world.repeatEvents();
  return world;
};

const passes = ['email', 'sms', 'phone'];

/** Says of a contact whether its step was closed when the master last chose anybody, and what it cost could be known. */
const watchChoices = (world: CampaignWorld, ended: () => ReadonlySet<string>) => {
  const pageOf = new Map<string, number>();
  const kept = new Set<string>();
  let isClosed = (_: Contact): boolean => false;
  const { putPage } = world.store;
  world.store.putPage = (campaignId: string, chosen: CampaignPage) => {
    const { pass, page, customers } = chosen;
    if (!kept.has(`${pass}/${page}`) && customers.length > 0) {
      if (pass === 0) for (const customerId of customers) pageOf.set(customerId, page);
      const before = ended();
      isClosed = ({ commandId, customerId, channel }) => {
        const of = passes.indexOf(channel);
        const isBefore = of < pass - 1 || (of === pass - 1 && (pageOf.get(customerId) ?? page) <= page);
        return before.has(commandId) && isBefore;
      };
    }
    kept.add(`${pass}/${page}`);
    return putPage.call(world.store, campaignId, chosen);
  };
  return (contact: Contact) => isClosed(contact);
};

type Played = {
  readonly usd: number;
  readonly choose: (nth: number) => Course;
  /** Where the master dies in the first rounds. */
  readonly crashes: readonly (CrashPoint | undefined)[];
};

/** Plays a campaign to its end; answers with what it cost, and what its contacts in flight at its last choice cost too much. */
const play = async (scheduler: fc.Scheduler, { usd, choose, crashes }: Played) => {
  const world = await aWorld(usd);
  const books: Books = new Map();
  const contacts = () => [...world.contacts.values()].map((contact, nth) => [contact, choose(nth)] as const);
  let ended: ReadonlySet<string> = new Set();
  const wasClosed = watchChoices(world, () => ended);
  scheduleCalls(world, scheduler);
  for (let round = 0; world.executions.length > 0; round += 1) {
    if (round > 3000) throw new Error('the campaign never ends');
    ended = new Set(contacts().flatMap(([{ commandId, ending }]) => (ending ? [commandId] : [])));
    const open = contacts().filter(
      ([{ commandId, ending }, course]) => !ending && course !== 'late' && !books.has(commandId),
    );
    const awake = world.executions.filter(({ wakeAt }) => wakeAt <= world.now);
    await scheduler.waitFor(
      Promise.all([
        ...awake.map((_, at) => world.step(at, crashes[round])),
        ...[...open, ...open].map(([contact, course]) => serve(world, contact, course, books)),
      ]),
    );
    // Only those without an end are waited for, until nobody waits any more.
    const waitMs = open.length === 0 ? GIVE_UP_MS : 0;
    if (awake.length === 0) world.now = waitMs + Math.min(...world.executions.map(({ wakeAt }) => wakeAt));
  }
  const late = contacts().filter(([, course]) => course === 'late');
  await scheduler.waitFor(Promise.all(late.map(([contact, course]) => serve(world, contact, course, books))));
  const excess = contacts()
    .filter(([contact]) => !wasClosed(contact))
    .map(([{ commandId, channel }]) => (books.get(commandId) ?? 0) - (prices[channel] ?? 0));
  return { cost: sumOf([...books.values()]), excess: sumOf(excess.filter((each) => each > 0)) };
};

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0);

/** A few ways at a time: so what one alone does is not hidden by others. */
const someCourses = fc
  .subarray([...courses], { minLength: 1, maxLength: 3 })
  .chain((of) => fc.array(fc.constantFrom(...of), { minLength: 1, maxLength: 18 }));

const someCrashes = fc.array(
  fc.option(fc.record({ call: fc.nat(40), when: fc.constantFrom('before' as const, 'after' as const) }), {
    nil: undefined,
  }),
  { maxLength: 12 },
);

describe('the budget of a campaign', () => {
  it('is exceeded by no more than what was in flight at the last choice cost beyond its promise, whichever processes meet', async () => {
    let exceeded = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 100, max: 200_000 }),
        someCourses,
        someCrashes,
        async (scheduler, budget, chosen, crashes) => {
          const { cost, excess } = await play(scheduler, {
            usd: budget / 1e6,
            choose: (nth: number) => chosen[nth % chosen.length] ?? 'planned',
            crashes,
          });

          if (cost > budget) exceeded += 1;
          expect(cost).toBeLessThanOrEqual(budget + excess);
        },
      ),
      { numRuns: 800, verbose: 1 },
    );
    // Where nothing ever went beyond its budget, the bound would not have been tried.
    expect(exceeded).toBeGreaterThan(3);
  }, 120_000);
});
