// @ts-check
import {
  engineHome,
  findPython,
  installDynamoDb,
  installPython,
  isDynamoDbReady,
  isPythonReady,
} from '../engine/install.mjs';
import { installPackages } from './install.mjs';
import { arePackagesReady } from './packages.mjs';
import { ask, docker, java, maven, nodeAndNpm, python } from './prerequisites.mjs';

/** @typedef {import('./prerequisites.mjs').Prerequisite} Prerequisite */
/** @typedef {import('./checklist.mjs').Fetched & { install: import('./install.mjs').Install }} Installable */

/**
 * What a run needs on this machine. Tools that only install something are asked for while it is missing.
 * @param {string} root the checkout
 * @param {boolean} engine whether LocalStack will run
 * @returns {{ prerequisites: Prerequisite[], fetched: Installable[] }}
 */
export const needsOf = (root, engine) => {
  const packages = {
    name: 'npm packages',
    size: '600 MB unpacked',
    ready: arePackagesReady(root),
    install: installPackages(root),
  };
  const node = nodeAndNpm(ask, process.versions.node);
  if (!engine) return { prerequisites: [node], fetched: [packages] };
  return isDockerChosen(ask, process.env['SWITCHBOARD_ENGINE'])
    ? { prerequisites: [node, docker(ask)], fetched: [packages] }
    : withHostEngine(root, node, packages);
};

/**
 * Whether LocalStack will run in Docker: a Docker engine answers and the user did not say `host`.
 * @param {import('./prerequisites.mjs').Ask} askFor
 * @param {string | undefined} choice
 */
const isDockerChosen = (askFor, choice) => choice !== 'host' && docker(askFor).ok;

/**
 * What LocalStack as a process of this machine needs beside.
 * @param {string} root
 * @param {Prerequisite} node
 * @param {Installable} packages
 */
const withHostEngine = (root, node, packages) => {
  const home = engineHome(root);
  const environment = {
    name: 'Python environment of LocalStack 4.13.1',
    size: '530 MB unpacked',
    ready: isPythonReady(home),
    install: (/** @type {(line: string) => void} */ onLine) => installPython(home, onLine),
  };
  const dynamoDb = {
    name: 'DynamoDB Local',
    size: '50 MB',
    ready: isDynamoDbReady(home),
    install: (/** @type {(line: string) => void} */ onLine) => installDynamoDb(home, onLine),
  };
  return {
    prerequisites: [
      node,
      ...(environment.ready ? [] : [python(ask, findPython()?.command)]),
      java(ask),
      ...(dynamoDb.ready ? [] : [maven(ask)]),
    ],
    fetched: [packages, environment, dynamoDb],
  };
};
