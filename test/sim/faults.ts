import type { SeededRandom } from './seeded-random.ts';

/** How often each thing goes wrong, as a probability each time that it can. */
const rough = {
  /** A function dies at a port call: before it, with the request on its way, or before the answer is heard. */
  crash: 0.004,
  /** A call of AWS hangs, through the client's own time-outs and tries; the function may be killed for its time meanwhile. */
  'hanging call': 0.0005,
  'slow call': 0.02,
  'throttled call': 0.004,
  /** The call did what it should and its answer is lost. */
  'lost answer': 0.004,
  'half-written batch': 0.004,
  'throttled invocation': 0.01,
  'message twice': 0.01,
  'messages out of order': 0.2,
  'lost delete': 0.005,
  'refused batch entry': 0.005,
  'accepted batch entry reported as refused': 0.003,
  'late event': 0.02,
  'event twice': 0.01,
  'lost put answer': 0.01,
  'stream batch again': 0.03,
  'command put twice': 0.03,
  'provider refuses the connection': 0.02,
  'provider throttles': 0.03,
  'provider rejects': 0.01,
  'provider times out after accepting': 0.01,
  'provider times out before accepting': 0.01,
  'provider accepts after the time-out': 0.003,
  'provider answers 5xx': 0.01,
  'provider is slow': 0.03,
  'receipt lost': 0.02,
  'receipt late': 0.05,
  'receipt twice': 0.03,
} as const;

export type Fault = keyof typeof rough;

export const faults = Object.keys(rough) as readonly Fault[];

/** How often things go wrong in one world, and by how much clocks of two of its processes differ at most, in milliseconds. */
export type FaultProfile = { readonly rates: Readonly<Record<Fault, number>>; readonly skewMs: number };

const times = (factor: number): FaultProfile['rates'] =>
  Object.fromEntries(faults.map((fault) => [fault, Math.min(0.5, rough[fault] * factor)])) as Record<
    Fault,
    number
  >;

/** Fault rates by name; a run goes through all of them in turn. */
export const faultProfiles = {
  calm: { rates: times(0), skewMs: 0 },
  mild: { rates: times(0.2), skewMs: 200 },
  rough: { rates: rough, skewMs: 1800 },
  stormy: { rates: times(5), skewMs: 1900 },
  /** Functions die again and again while all else is mild. */
  deadly: { rates: { ...times(0.2), crash: 0.03, 'hanging call': 0.004 }, skewMs: 1800 },
  /** Calls of AWS hang, so that what a function has read is old when it acts. */
  stalling: { rates: { ...times(0.2), 'hanging call': 0.02 }, skewMs: 1000 },
  /** The providers are down more often than not. */
  outage: {
    rates: {
      ...times(0.5),
      'provider refuses the connection': 0.4,
      'provider throttles': 0.2,
      'provider times out before accepting': 0.05,
    },
    skewMs: 1000,
  },
} as const satisfies Record<string, FaultProfile>;

export type ProfileName = keyof typeof faultProfiles;

/** Decides what goes wrong, and counts it. */
export class FaultPlan {
  readonly profile: FaultProfile;
  readonly counts = new Map<Fault, number>();
  readonly #random: SeededRandom;

  constructor(profile: FaultProfile, random: SeededRandom) {
    this.profile = profile;
    this.#random = random;
  }

  /** Whether a fault happens this time. */
  strikes(fault: Fault): boolean {
    if (!this.#random.chance(this.profile.rates[fault])) return false;
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    return true;
  }
}
