// @ts-check
/**
 * Loaded into the CDK CLI on the local stage, with `--require`. The CLI asks CloudFormation for a stack's status every
 * 5 s and for its events every 2 s, which suits AWS; LocalStack is done in less than one. No other timer is touched,
 * and should the CLI change its intervals, deploying is slower and nothing else.
 */
const CLI_INTERVALS_MS = [5000, 2000];
const LOCAL_INTERVAL_MS = 250;

const original = globalThis.setTimeout;

/** @type {(callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => NodeJS.Timeout} */
const shortened = (callback, ms, ...args) =>
  original(callback, ms !== undefined && CLI_INTERVALS_MS.includes(ms) ? LOCAL_INTERVAL_MS : ms, ...args);

Object.assign(globalThis, {
  setTimeout: Object.defineProperties(shortened, Object.getOwnPropertyDescriptors(original)),
});
