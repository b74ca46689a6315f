import { messageIdIn } from '../../shared/messages/message-id.ts';
import type { Delivery } from './delivery.ts';

/** A document that is ready to go, and its place in the input. */
export type Indexed<T> = { readonly index: number; readonly document: unknown; readonly ready: T };

/**
 * Sends page after page. When a page throws, its documents are FAILED (nobody knows how far they came) and later ones
 * NOT_SENT; throws only when nothing went before.
 */
export const sendInPages = async <T>(
  pages: readonly (readonly Indexed<T>[])[],
  send: (page: readonly Indexed<T>[]) => Promise<readonly Delivery[]>,
): Promise<readonly Delivery[]> => {
  const done: Delivery[] = [];
  for (const [at, page] of pages.entries()) {
    try {
      done.push(...(await send(page)));
    } catch (error) {
      if (at === 0) throw error;
      const cause = error instanceof Error ? error.name : 'NO_ANSWER';
      const named = ({ index, document }: Indexed<T>) => ({ index, commandId: messageIdIn(document) });
      const failed = page.map((of) => ({ ...named(of), status: 'FAILED' as const, cause }));
      const later = pages.slice(at + 1).flat();
      return [...done, ...failed, ...later.map((of) => ({ ...named(of), status: 'NOT_SENT' as const }))];
    }
  }
  return done;
};
