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
]);

/** @typedef {typeof parts[number]} Part */

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
