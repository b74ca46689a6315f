import type { Watcher, World } from '../world.ts';

/** Something that must hold in every world, whatever goes wrong in it. */
export type Invariant = {
  /** Its number in the table of targets. */
  readonly number: number;
  readonly rule: string;
  /** Looks at what happens, as it happens. */
  readonly watch?: (world: World) => Watcher;
  /** Looks at what is left when nothing moves any more. */
  readonly check?: (world: World) => Promise<void>;
};
