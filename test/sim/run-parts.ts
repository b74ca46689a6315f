import { faultProfiles, type ProfileName } from './faults.ts';
import { seedOfPart } from './seeded-random.ts';
import type { WorldSeed } from './world.ts';

/** What a run is made of. */
export type RunSeed = { readonly seed: number; readonly messages: number };

/** Messages of one world: few enough that its journal stays small, enough for its lanes to fill up. */
const MESSAGES_OF_A_WORLD = 4000;

/** The worlds of a run: one after the other through all fault profiles, each with a seed that follows from the run's. */
export const worldsOf = ({ seed, messages }: RunSeed): readonly WorldSeed[] =>
  Array.from({ length: Math.ceil(messages / MESSAGES_OF_A_WORLD) }, (_, part) => ({
    seed: seedOfPart(seed, part),
    profile: profileNames[part % profileNames.length] ?? 'rough',
    messages: Math.min(MESSAGES_OF_A_WORLD, messages - part * MESSAGES_OF_A_WORLD),
  }));

const profileNames = Object.keys(faultProfiles) as readonly ProfileName[];

/** A world's seed as text, and back. Throws on a text that is none. */
export const textOfWorld = ({ seed, profile, messages }: WorldSeed): string =>
  `${profile}:${seed}:${messages}`;

export const worldOfText = (text: string): WorldSeed => {
  const [name, seed, messages] = text.split(':');
  const profile = profileNames.find((known) => known === name);
  if (profile === undefined || !Number.isInteger(Number(seed)) || !(Number(messages) > 0)) {
    throw new Error(
      `sim: "${text}" is no world; one is ${textOfWorld({ seed: 1, profile: 'rough', messages: 4000 })}`,
    );
  }
  return { profile, seed: Number(seed), messages: Number(messages) };
};
