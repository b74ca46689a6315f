// @ts-check
import { spawnSync } from 'node:child_process';

/**
 * Ids of the processes that a process has started, directly or through others, children before their own children.
 * @param {number} pid
 * @param {string} table lines of `pid ppid`
 * @returns {number[]}
 */
export const descendantsIn = (pid, table) => {
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  /** @type {number[]} */
  const found = [];
  for (let waiting = [pid]; waiting.length > 0; ) {
    const parents = new Set(waiting);
    waiting = rows.flatMap(([child = 0, parent = 0]) => (parents.has(parent) ? [child] : []));
    found.push(...waiting);
  }
  return found;
};

/**
 * Sends a signal to every process that this one has started, by its id.
 * @param {NodeJS.Signals} signal
 */
export const signalDescendants = (signal) => {
  const { stdout, pid: own } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  for (const pid of descendantsIn(process.pid, stdout ?? '')) {
    if (pid === own) continue;
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
};
