// @ts-check

/** The checks of `npm test`, in the order in which they run. */
export const parts = /** @type {const} */ ([
  'lint',
  'types',
  'layers',
  'dead-code',
  'unit',
  'sim',
  'infra',
  'integration',
  'start',
]);

/** @typedef {typeof parts[number]} Part */

/** The parts that run beside the one before them: each has an engine of its own, and mostly waits. */
const beside = new Set(/** @type {readonly Part[]} */ (['start']));

/** The parts that run LocalStack. */
const withEngine = new Set(/** @type {readonly Part[]} */ (['integration', 'start']));

/**
 * Whether any of them runs LocalStack.
 * @param {readonly Part[]} asked
 */
export const needsEngine = (asked) => asked.some((part) => withEngine.has(part));

/**
 * Parts in the order in which they run, those together that run at once.
 * @param {readonly Part[]} asked
 * @returns {readonly (readonly Part[])[]}
 */
export const roundsOf = (asked) => {
  /** @type {Part[][]} */
  const rounds = [];
  for (const part of asked) {
    const last = rounds.at(-1);
    if (beside.has(part) && last !== undefined && needsEngine(last)) last.push(part);
    else rounds.push([part]);
  }
  return rounds;
};

/**
 * The parts that a command line asks for, in their order; all of them when it names none. Throws on an unknown one.
 * @param {readonly string[]} args
 * @returns {readonly Part[]}
 */
export const partsFrom = (args) => {
  const unknown = args.find((arg) => !parts.some((part) => part === arg));
  if (unknown !== undefined) {
    throw new Error(`npm test: there is no part "${unknown}"; the parts are ${parts.join(', ')}`);
  }
  return args.length === 0 ? parts : parts.filter((part) => args.includes(part));
};
