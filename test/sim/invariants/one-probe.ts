import type { BreakerState } from '../../../shared/resilience/breaker.ts';
import { breakerStateOf } from '../../../shared/resilience/breaker-record.ts';
import type { Environment } from '../models/environment.ts';
import type { World } from '../world.ts';
import { BREAKER_GRACE_MS, channelOfBreaker } from './breaker-channels.ts';
import type { Invariant } from './invariant.ts';

/** What a breaker was set to, by whom, and when in the world's time; since when it has not been closed. */
type Turn = {
  readonly state: BreakerState;
  readonly writer: Environment;
  readonly at: number;
  readonly openedAt: number | undefined;
};

/** Turns that are looked back on: a call may be on its way for some seconds. */
const TURNS = 50;

/** The probe of a breaker is a lease: one process holds it in each term, and only that one calls and ends it. */
export const oneProbe: Invariant = {
  number: 8,
  rule: 'a probe has one holder in each term, who alone calls once and ends it; others may after its time only',
  watch: (world) => {
    const turnsOf = new Map<string, Turn[]>();
    const probed = new Map<string, Environment>();
    const called = new Set<string>();
    return {
      controlled: (name, control, writer) => {
        const channel = channelOfBreaker.get(name);
        if (channel === undefined) return;
        const turns = turnsOf.get(channel) ?? [];
        const before = turns.at(-1);
        const state = breakerStateOf(control);
        const openedAt = state.state === 'CLOSED' ? undefined : (before?.openedAt ?? world.clock.now);
        const turn = { state, writer, at: world.clock.now, openedAt };
        const wrong = wrongTurn(before, turn, world) ?? wrongTerm(channel, turn, probed);
        if (wrong !== undefined) world.violate(8, `${name}: ${wrong}`);
        turnsOf.set(channel, [...turns.slice(-TURNS), turn]);
      },
      started: ({ commandId, channel }, startedAt, caller) => {
        const turn = turnsOf.get(channel)?.findLast(({ at }) => at <= startedAt);
        if (turn?.openedAt === undefined || startedAt - turn.openedAt <= BREAKER_GRACE_MS) return;
        const { state, writer } = turn;
        if (state.state !== 'HALF_OPEN' || writer !== caller) {
          world.violate(
            8,
            `is sent in term ${state.term} by a process that does not hold the probe`,
            commandId,
          );
        }
        const call = `${channel}/${state.term}`;
        if (called.has(call)) world.violate(8, `is the second call of term ${state.term}`, commandId);
        called.add(call);
      },
    };
  },
};

/** A lease is ended by its holder, or taken over once it has run out by the clock of whoever takes it. */
const wrongTurn = (
  before: Turn | undefined,
  { state, writer, at }: Turn,
  world: World,
): string | undefined => {
  if (before?.state.state !== 'HALF_OPEN' || before.writer === writer) return undefined;
  const { term, until } = before.state;
  if (state.state !== 'HALF_OPEN') return `the probe of term ${term} is ended by somebody else`;
  const earlyMs = until - (at + world.faults.profile.skewMs / 2);
  return earlyMs > 0 ? `the probe of term ${term} is taken over ${earlyMs} ms too early` : undefined;
};

/** No term is given to two. */
const wrongTerm = (
  channel: string,
  { state, writer }: Turn,
  probed: Map<string, Environment>,
): string | undefined => {
  if (state.state !== 'HALF_OPEN') return undefined;
  const term = `${channel}/${state.term}`;
  const holder = probed.get(term);
  probed.set(term, writer);
  return holder === undefined ? undefined : `term ${state.term} is given to a second holder`;
};
