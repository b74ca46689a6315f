// @ts-check
import { needsEngine, partsFrom } from '../checks/parts.mjs';

/**
 * What one of the npm scripts runs, under the Node of node_modules.
 * @typedef {object} Task
 * @property {boolean} engine whether it starts LocalStack
 * @property {readonly string[]} args
 */

/** @type {Record<string, (args: readonly string[]) => Task>} */
const tasks = {
  start: (args) => ({ engine: true, args: ['local/start/main.ts', ...startArguments(args)] }),
  test: (args) => ({
    engine: needsEngine(partsFrom(args)),
    args: ['local/checks/main.ts', ...args],
  }),
  synth: (args) => ({ engine: false, args: ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', ...args] }),
  'new-agent': (args) => ({ engine: false, args: ['local/new-agent/main.ts', ...args] }),
  watch: () => ({ engine: false, args: ['local/watch/main.ts'] }),
  docs: (args) => ({ engine: false, args: ['local/docs/main.ts', ...args] }),
  sim: (args) => ({ engine: false, args: ['test/sim/main.ts', ...args] }),
  bench: (args) => ({ engine: false, args: ['test/bench/main.ts', ...args] }),
};

/**
 * The task of a command line. Throws, with a sentence for its user, on one that makes no sense.
 * @param {readonly string[]} commandLine such as `['test', 'unit']`
 * @returns {Task}
 */
export const taskOf = ([name = '', ...args]) => {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) throw new Error(`usage: node local/run.mjs ${Object.keys(tasks).join('|')}`);
  return task(args);
};

/** @param {readonly string[]} args */
const startArguments = (args) => {
  const unknown = args.find((arg) => arg !== '--once');
  if (unknown === undefined) return args;
  throw new Error(
    `npm start: there is no option "${unknown}"; there is --once, which ends after the first command`,
  );
};
