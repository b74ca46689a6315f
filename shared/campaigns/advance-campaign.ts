import type { AgentRegistry } from '../agents/agent-registry.ts';
import type { SwitchboardClient } from '../client/switchboard-client.ts';
import { fact } from '../journal/command-facts.ts';
import type { TaskOpener } from '../tasks/task.ts';
import { campaignAggregate, executionName } from './campaign-ids.ts';
import { type CampaignPlan, planOf } from './campaign-plan.ts';
import { BUDGET_SPENT, type CampaignState } from './campaign-state.ts';
import type { CampaignPage, CampaignProgress } from './campaign-store.ts';
import type { ContactPrices } from './contact-prices.ts';
import type { Move, Ticket } from './master-move.ts';
import { countPage, nextPass } from './move-progress.ts';
import { type PlanDeps, planFirstPage, planNextPage } from './plan-page.ts';
import { batchesOf, isComplete, openTasks, sendBatches } from './send-page.ts';
import { nextOpening } from './send-window.ts';
import { readCampaign, type TurnDeps, turnCampaign } from './turn-campaign.ts';

export type MasterDeps = PlanDeps &
  TurnDeps & {
    readonly client: Pick<SwitchboardClient, 'submit'>;
    readonly openTask: TaskOpener;
    readonly agents: AgentRegistry;
    readonly prices: ContactPrices;
    /** Whether there is time for another page. */
    readonly hasTime: () => boolean;
  };

/** Calls of one execution at most: with 12 events of its history each, it is handed on far before Step Functions' 25,000. */
export const MOST_TURNS = 500;
/** Milliseconds for which the end of a step is waited for: lanes keep messages 4 days, and UNKNOWN ones are parked before. */
const GIVE_UP_MS = 5 * 86_400_000;
const POLL = { firstMs: 2000, mostMs: 600_000 };

/**
 * The master of a campaign: works through its pages while there is time, and says how to go on. All that it decides is kept
 * before it has any effect, and made of ids that follow from it: stopped anywhere and begun again, it contacts nobody twice.
 * Throws retryable errors.
 */
export const advanceCampaign = async (ticket: Ticket, deps: MasterDeps): Promise<Move> => {
  if (ticket.turns >= MOST_TURNS) return chain(ticket);
  for (let pages = 0; ; pages += 1) {
    const seen = await look(ticket, deps);
    if (typeof seen === 'string') return { ...ticket, move: 'END', why: seen };
    const wait = await mustWait(seen, deps, pages > 0 ? 0 : ticket.polls);
    if (wait !== undefined) {
      const { polls } = wait;
      return { ...ticket, turns: ticket.turns + 1, polls, move: 'WAIT', until: wholeSecond(wait.until) };
    }
    const ended = await workPage(seen, deps);
    if (ended !== undefined) return { ...ticket, move: 'END', why: ended };
    if (!deps.hasTime()) return { ...ticket, turns: ticket.turns + 1, polls: 0, move: 'GO_ON' };
  }
};

/** Not before a time: what waits for it cuts off what is less than a second, and would ask too early. */
const wholeSecond = (at: number): string => new Date(Math.ceil(at / 1000) * 1000).toISOString();

const chain = (ticket: Ticket): Move => {
  const { campaignId, run } = ticket;
  const leg = ticket.leg + 1;
  return { ...ticket, turns: 0, leg, move: 'CHAIN', name: executionName(campaignId, run, leg) };
};

/** A campaign as its master finds it. */
type Seen = {
  readonly campaignId: string;
  readonly state: CampaignState;
  readonly plan: CampaignPlan;
  readonly progress: CampaignProgress;
};

/** Why this execution has nothing to do, or what it has. */
const look = async (ticket: Ticket, deps: MasterDeps): Promise<Seen | string> => {
  const { campaignId } = ticket;
  const [state, definition, progress] = await Promise.all([
    readCampaign(campaignId, deps.journal),
    deps.store.getDefinition(campaignId),
    deps.store.getProgress(campaignId),
  ]);
  if (definition === undefined) return 'UNKNOWN_CAMPAIGN';
  if (state.state !== 'RUNNING' && state.state !== 'SPENT') return state.state;
  if (ticket.run !== state.run) return 'SUPERSEDED';
  const plan = planOf(definition, deps.agents, deps.prices);
  const seen = { campaignId, state, plan };
  if (progress !== undefined && isOwn(progress, ticket)) return { ...seen, progress };
  if (progress !== undefined && !isAfter(ticket, progress)) return 'SUPERSEDED';
  const { run, leg, execution } = ticket;
  const taken = { ...(progress ?? firstProgress(state.started?.at ?? deps.now())), run, leg, execution };
  const adopted = { ...taken, version: taken.version + 1 };
  const answer = await deps.store.putProgress(campaignId, adopted);
  return answer === 'stored' ? { ...seen, progress: adopted } : look(ticket, deps);
};

const isOwn = (progress: CampaignProgress, { run, leg, execution }: Ticket): boolean =>
  progress.run === run && progress.leg === leg && progress.execution === execution;

/** Of two executions of one run and leg, which an event that comes twice begins, the second has nothing to do. */
const isAfter = ({ run, leg }: Ticket, progress: CampaignProgress): boolean =>
  run > progress.run || (run === progress.run && leg > progress.leg);

const firstProgress = (startedAt: number): CampaignProgress => ({
  version: 0,
  run: 0,
  leg: 0,
  execution: '',
  startedAt,
  pass: 0,
  page: 0,
  pages: 0,
  chosen: 0,
  dueAt: startedAt,
  members: 0,
  brokenMembers: 0,
  spent: { contacts: 0, microUsd: 0 },
  tallies: [],
});

/** Until when nothing is to be done, in milliseconds since 1970, and how often the end of this page was asked for by then. */
const mustWait = async (
  { campaignId, state, plan, progress }: Seen,
  { now, store, journal }: MasterDeps,
  polls: number,
): Promise<{ readonly until: number; readonly polls: number } | undefined> => {
  const at = now();
  if (progress.ended) return undefined;
  // A wait for a time asks for no end: the next wait for one is as short as the first.
  if (at < progress.dueAt) return { until: progress.dueAt, polls: 0 };
  const opening = progress.pass < plan.steps.length ? nextOpening(plan.definition.windows, at) : at;
  if (opening > at && state.state !== 'SPENT') return { until: opening, polls: 0 };
  if (progress.pass === 0 || at > progress.dueAt + GIVE_UP_MS) return undefined;
  const before = await store.getPage(campaignId, progress.pass - 1, progress.page);
  if (before === undefined || (await isComplete(campaignId, before, journal))) return undefined;
  const waitMs = Math.min(POLL.mostMs, POLL.firstMs * 2 ** Math.min(polls, 20));
  return { until: at + waitMs, polls: polls + 1 };
};

/** Plans the page, sends it, and moves on; answers with why it is the end. */
const workPage = async (seen: Seen, deps: MasterDeps): Promise<string | undefined> => {
  const { campaignId, plan, progress } = seen;
  if (progress.ended) return complete(campaignId, progress, deps);
  const { pass, page } = progress;
  const kept = (await deps.store.getPage(campaignId, pass, page)) ?? (await keepPage(seen, deps));
  if (kept === undefined) {
    await turnCampaign(campaignId, ({ state }) => (state === 'CANCELLED' ? undefined : GONE), deps);
    return GONE.cause;
  }
  const step = plan.steps[pass];
  if (step !== undefined) await sendBatches(batchesOf(campaignId, plan, kept, step), deps.client);
  else await openTasks(campaignId, plan, kept, deps.openTask, deps.now());
  if (kept.budget !== undefined) await spend(campaignId, kept.budget, deps);
  return moveOn(seen, kept, deps);
};

const GONE = { to: 'CANCELLED', cause: 'AUDIENCE_GONE' } as const;

const keepPage = async (seen: Seen, deps: MasterDeps): Promise<CampaignPage | undefined> => {
  const { campaignId, plan, progress, state } = seen;
  const asked = { campaignId, plan, progress, isSpent: state.state === 'SPENT' };
  const before =
    progress.pass === 0 ? undefined : await deps.store.getPage(campaignId, progress.pass - 1, progress.page);
  const page =
    before === undefined ? await planFirstPage(asked, deps) : await planNextPage(asked, before, deps);
  return page === undefined ? undefined : deps.store.putPage(campaignId, page);
};

const spend = (campaignId: string, cause: string, deps: MasterDeps) =>
  turnCampaign(campaignId, ({ state }) => (state === 'RUNNING' ? { to: 'SPENT', cause } : undefined), deps);

/** Where the master stands after a page; the facts of what ended with it come first. */
const moveOn = async (seen: Seen, kept: CampaignPage, deps: MasterDeps): Promise<string | undefined> => {
  const { campaignId, plan, progress } = seen;
  const counted = countPage(plan, progress, kept);
  const isLast = progress.pass === 0 ? kept.next === undefined : progress.page + 1 >= progress.pages;
  const isEnd = isLast && (counted.chosen === 0 || progress.pass >= plan.steps.length);
  if (isLast && progress.pass > 0) await tellStep(seen, counted, deps);
  const isSpent = seen.state.state === 'SPENT' || kept.budget !== undefined;
  const next = isLast ? nextPass(plan, counted, isSpent, deps.now()) : counted;
  const answer = await deps.store.putProgress(campaignId, isEnd ? { ...next, ended: true } : next);
  return isEnd && answer === 'stored' ? complete(campaignId, next, deps) : undefined;
};

const tellStep = async (
  { campaignId, plan, progress }: Seen,
  counted: CampaignProgress,
  deps: MasterDeps,
) => {
  const step = plan.steps[progress.pass - 1];
  const tally = counted.tallies[progress.pass - 1];
  if (step === undefined || tally === undefined) return;
  const body = { campaignId, nth: progress.pass, step: step.step, channel: step.channel, tally };
  await deps.journal.insert([
    fact('campaign-step-completed', campaignAggregate(campaignId), deps.now(), body),
  ]);
};

/** Says that it is the end, unless somebody paused or cancelled meanwhile; answers with what it is now. */
const complete = async (
  campaignId: string,
  { members, brokenMembers }: CampaignProgress,
  deps: MasterDeps,
): Promise<string> => {
  const { state } = await turnCampaign(
    campaignId,
    ({ state: from }) =>
      from === 'RUNNING' || from === 'SPENT'
        ? { to: 'COMPLETED', cause: from === 'SPENT' ? BUDGET_SPENT : 'ALL_STEPS', members, brokenMembers }
        : undefined,
    deps,
  );
  return state;
};
