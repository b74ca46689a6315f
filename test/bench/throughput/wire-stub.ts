import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { StubDelays, WireRequest } from '../wire/aws-stub.ts';
import type { StoredItem } from '../wire/journal-stub.ts';

/** What the stub saw since it was last asked. */
export type Seen = { readonly requests: readonly WireRequest[]; readonly inserted: readonly StoredItem[] };

/** What a contender's process asks of the stub's process. */
export type StubQuestion =
  | { readonly ask: 'take' }
  | { readonly ask: 'delay'; readonly delays: StubDelays }
  | { readonly ask: 'put'; readonly table: string; readonly items: readonly StoredItem[] };

/** The stub of AWS in a process of its own, so that its CPU is nobody's here. */
export type WireStub = {
  readonly url: string;
  take(): Promise<Seen>;
  /** Stores items, as somebody else did before. */
  put(table: string, items: readonly StoredItem[]): Promise<void>;
  /** From now on answers take so long. */
  delay(delays: StubDelays): Promise<void>;
  close(): void;
};

/** Starts the stub's module and waits until it listens. */
export const startStub = async (module: string): Promise<WireStub> => {
  const child = fork(module, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [url] = await once(child, 'message');
  return {
    url: String(url),
    take: () => answerTo<Seen>(child, { ask: 'take' }),
    put: async (table, items) => {
      await answerTo(child, { ask: 'put', table, items });
    },
    delay: async (delays) => {
      await answerTo(child, { ask: 'delay', delays });
    },
    close: () => child.disconnect(),
  };
};

const answerTo = async <Answer>(child: ChildProcess, question: StubQuestion): Promise<Answer> => {
  child.send(question);
  const [answer] = await once(child, 'message');
  return answer;
};
