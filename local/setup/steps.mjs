// @ts-check

/** @typedef {(line: string) => void} Write */

const FIRST_NOTE_MS = 2000;
const NEXT_NOTES_MS = 5000;

/**
 * Runs a piece of work and says how long it took; from its third second on it says now and then that it still runs.
 * @template T
 * @param {string} title
 * @param {(note: (detail: string) => void) => Promise<T>} work calls `note` with what it is at, for the progress line
 * @param {Write} [write] takes a line
 * @returns {Promise<T>}
 */
export const step = async (title, work, write = console.log) => {
  const started = performance.now();
  let detail = '';
  let timer = setTimeout(function tell() {
    write(`  … ${title}: ${secondsSince(started)} s${detail === '' ? '' : `  ${detail}`}`);
    timer = setTimeout(tell, NEXT_NOTES_MS);
  }, FIRST_NOTE_MS);
  try {
    const result = await work((text) => {
      detail = text.trim().slice(0, 90);
    });
    write(`  ✓ ${title}  ${secondsSince(started)} s`);
    return result;
  } catch (error) {
    write(`  ✗ ${title}  ${secondsSince(started)} s`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

/** @param {number} started */
const secondsSince = (started) => ((performance.now() - started) / 1000).toFixed(1);
