import type { Fact } from '../journal/fact.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { FactFollower } from '../reconciliation/fact-follower.ts';
import { type CommandIndex, indexedIn, slotAt } from './command-index.ts';

/** The index of commands: it must name every command, or a report would not count it. */
export const createIndexFollower = (index: CommandIndex, log: Logger): FactFollower => ({
  name: 'command-index',
  concerns: (fact) => indexedIn(fact) !== undefined,
  knows: async (facts) => {
    const slots = [...new Set(facts.map(({ at }) => slotAt(at)))];
    const noted = new Map(
      await Promise.all(slots.map(async (slot) => [slot, await index.of(slot)] as const)),
    );
    return facts.map(({ aggregate, at }) => noted.get(slotAt(at))?.has(aggregate) ?? false);
  },
  teach: async (facts) => {
    try {
      await noteCommands(facts, index);
      return facts.map(() => true);
    } catch (error) {
      log.error('commands are not in the index', errorFields(error));
      return facts.map(() => false);
    }
  },
});

/** Puts the commands that facts begin into the index. No call where there are none. Throws where that failed. */
export const noteCommands = async (
  facts: readonly Fact[],
  index: Pick<CommandIndex, 'note'>,
): Promise<void> => {
  const commands = facts.flatMap((fact) => indexedIn(fact) ?? []);
  if (commands.length > 0) await index.note(commands);
};
