// @ts-check
import { missingSentence } from './prerequisites.mjs';

/** @typedef {import('./prerequisites.mjs').Prerequisite} Prerequisite */

/**
 * Something that this project fetches and keeps inside the checkout.
 * @typedef {object} Fetched
 * @property {string} name
 * @property {boolean} ready
 * @property {string} size what fetching it takes, in words
 */

/**
 * One list of what is there, what is missing and what will be fetched.
 * @param {readonly Prerequisite[]} prerequisites
 * @param {readonly Fetched[]} fetched
 * @returns {string[]} lines
 */
export const checklistLines = (prerequisites, fetched) => [
  ...prerequisites.map(({ ok, name, found, needed }) =>
    row(ok ? '✓' : '✗', name, found ?? 'not found', `needs ${needed}`),
  ),
  ...fetched.map(({ ready, name, size }) =>
    row(ready ? '✓' : '↓', name, ready ? 'installed' : `will fetch ${size}`),
  ),
];

/**
 * A sentence for each missing prerequisite.
 * @param {readonly Prerequisite[]} prerequisites
 * @returns {string[]}
 */
export const missingLines = (prerequisites) =>
  prerequisites.filter(({ ok }) => !ok).map((missing) => missingSentence(missing));

/**
 * @param {string} mark
 * @param {string} name
 * @param {string} state
 * @param {string} [note]
 */
const row = (mark, name, state, note) => `  ${mark} ${name.padEnd(38)} ${state}${note ? `  (${note})` : ''}`;
