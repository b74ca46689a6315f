import * as z from 'zod';
import type { ControlStore } from '../state/control-store.ts';

/** Of each part the sequence number up to which all is compared. */
export type Reached = Readonly<Record<string, string>>;

/** How far the runs have come. */
export type ProgressStore = {
  read(): Promise<Reached>;
  /** Replaces what was read or written last; `conflict` where another run wrote meanwhile and nothing was changed. */
  write(reached: Reached): Promise<'stored' | 'conflict'>;
};

const valueSchema = z.object({ reached: z.record(z.string(), z.string()) });

/** Progress of the runs over one journal, kept as a switch of the stage: one that runs beside another sees it and ends. */
export const keptProgress = (store: ControlStore, journalId: string): ProgressStore => {
  const name = `reconciliation#${journalId}`;
  let version = 0;
  return {
    read: async () => {
      const [control] = await store.read([name]);
      version = control?.version ?? 0;
      return control?.value === undefined ? {} : valueSchema.parse(control.value).reached;
    },
    write: async (reached) => {
      const outcome = await store.write(name, { version: version + 1, value: { reached } });
      if (outcome === 'stored') version += 1;
      return outcome;
    },
  };
};

/** Progress of a run that begins at the oldest fact and leaves no trace. */
export const freshProgress: ProgressStore = {
  read: async () => ({}),
  write: async () => 'stored',
};
