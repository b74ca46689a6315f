import type { Outcome } from '../outcome.ts';
import { renderTop } from './render-top.ts';
import type { Screen } from './screen.ts';
import type { Snapshot } from './snapshot.ts';

/** Milliseconds between two looks. */
const REFRESH_MS = 2000;

const QUIT_KEYS: ReadonlySet<string> = new Set(['q', 'Q', '\u0003', '\u001b']);

/** `top --once`, and where no terminal listens: one look, without any control characters. */
export const showOnce = (snapshot: Snapshot, columns: number): Outcome => ({
  exit: 'OK',
  json: { snapshot },
  lines: renderTop(snapshot, columns),
});

/** `top`: looks and draws until somebody presses q. Throws what the look throws, the terminal given back. */
export const watchTop = async (look: () => Promise<Snapshot>, screen: Screen): Promise<Outcome> => {
  try {
    let key: string | undefined;
    do {
      const snapshot = await look();
      screen.draw([...renderTop(snapshot, screen.columns()), '', 'q quits']);
      key = await screen.key(REFRESH_MS);
    } while (key === undefined || !QUIT_KEYS.has(key));
    return { exit: 'OK', json: {}, lines: [] };
  } finally {
    screen.close();
  }
};
