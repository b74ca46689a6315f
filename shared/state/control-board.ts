import type { Control, ControlStore } from './control-store.ts';

export type ControlBoardOptions = {
  readonly store: Pick<ControlStore, 'read'>;
  /** The switches that this process looks at. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds for which what was read counts as what is. @default 1000 */
  readonly maxAgeMs?: number;
};

/** The stage's switches as one process sees them. */
export type ControlBoard = {
  /** What a switch says, at most `maxAgeMs` old. Throws `ControlsUnavailableError` where it cannot be told. */
  get(name: string): Promise<Control>;
  /** Reads afresh at the next `get`. */
  forget(): void;
};

/** A process that works looks at its switches once a second, in one call for all of them. */
const MAX_AGE_MS = 1000;

type Seen = {
  readonly at: number;
  readonly controls: Promise<readonly Control[]>;
  readonly byName: Map<string, Promise<Control>>;
};

const pick = (control: Control | undefined, name: string): Control => {
  if (control === undefined) throw new TypeError(`controls: ${name} is not on this board`);
  return control;
};

/** Makes a board. The age counts from before the read, so that a change is seen by every read that starts `maxAgeMs` later. */
export const createControlBoard = ({
  store,
  names,
  now,
  maxAgeMs = MAX_AGE_MS,
}: ControlBoardOptions): ControlBoard => {
  let seen: Seen | undefined;
  const read = () => {
    const at = now();
    const isFresh = seen !== undefined && at >= seen.at && at - seen.at < maxAgeMs;
    if (seen !== undefined && isFresh) return seen;
    const controls = store.read(names);
    const mine: Seen = { at, controls, byName: new Map() };
    seen = mine;
    // A failure is no answer: the next one asks again.
    controls.catch(() => {
      if (seen === mine) seen = undefined;
    });
    return mine;
  };
  return {
    get: (name) => {
      const { byName, controls } = read();
      const known = byName.get(name) ?? controls.then((all) => pick(all[names.indexOf(name)], name));
      byName.set(name, known); // every message asks: they share one promise
      return known;
    },
    forget: () => {
      seen = undefined;
    },
  };
};
