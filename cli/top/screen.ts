import type { Readable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';

/** A terminal that is drawn over and over, and its keys. */
export type Screen = {
  columns(): number;
  /** Draws lines in place of those before; what does not fit below is left out. */
  draw(lines: readonly string[]): void;
  /** Waits for a key, at most so many milliseconds; `undefined` where none came. */
  key(ms: number): Promise<string | undefined>;
  /** Gives the terminal back as it was. */
  close(): void;
};

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';

/** Takes the terminal over. */
export const openScreen = (stdin: ReadStream, stdout: WriteStream): Screen => {
  stdout.write(ENTER);
  stdin.setRawMode(true);
  const keys = takeKeys(stdin);
  return {
    columns: () => stdout.columns,
    draw: (lines) => {
      const shown = lines.slice(0, stdout.rows).map((line) => `${line}${REST_OF_LINE}`);
      stdout.write(`${HOME}${shown.join('\r\n')}${REST_OF_SCREEN}`);
    },
    key: keys.next,
    close: () => {
      stdin.setRawMode(false);
      stdin.pause();
      stdout.write(LEAVE);
    },
  };
};

/** Takes keys from now on, also those that are pressed while nobody waits for one. */
export const takeKeys = (stdin: Pick<Readable, 'on'>) => {
  const pressed: string[] = [];
  let wake: (() => void) | undefined;
  stdin.on('data', (keys: Buffer) => {
    pressed.push(...keys.toString());
    wake?.();
  });
  return {
    next: async (ms: number): Promise<string | undefined> => {
      if (pressed.length === 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = undefined;
      return pressed.shift();
    },
  };
};
