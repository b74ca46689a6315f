// @ts-check
import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/**
 * Something that must be on the machine before anything can be installed.
 * @typedef {object} Prerequisite
 * @property {string} name
 * @property {string} needed the versions that do
 * @property {string | undefined} found the version that is there; `undefined` when there is none
 * @property {boolean} ok
 * @property {string} debian how to install it on Debian and Ubuntu
 * @property {string} macos how to install it on macOS
 */

/** @typedef {(command: string, args: readonly string[]) => string | undefined} Ask output of a command; `undefined` when it fails */

/**
 * What a command prints on either stream; `undefined` when it is missing, fails or takes longer than 10 s.
 * @type {Ask}
 */
export const ask = (command, args) => {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return result.status === 0 ? `${result.stdout}${result.stderr}` : undefined;
};

/**
 * Node 20 or later, with npm.
 * @param {Ask} askFor
 * @param {string} nodeVersion such as `20.11.0`
 * @returns {Prerequisite}
 */
export const nodeAndNpm = (askFor, nodeVersion) => {
  const npm = askFor('npm', ['--version'])?.trim();
  return {
    name: 'Node with npm',
    needed: '20 or later',
    found: npm === undefined ? `Node ${nodeVersion} without npm` : `${nodeVersion}, npm ${npm}`,
    ok: npm !== undefined && majorOf(nodeVersion) >= 20,
    debian: 'sudo apt-get install nodejs npm (or https://nodejs.org when that is older than 20)',
    macos: 'brew install node',
  };
};

/**
 * Python 3.10 to 3.13 with the `venv` module: LocalStack 4.13.1 runs on these.
 * @param {Ask} askFor
 * @param {string | undefined} command the Python that the engine's installer chose
 * @returns {Prerequisite}
 */
export const python = (askFor, command) => {
  const found = versionIn(askFor(command ?? 'python3', ['--version']));
  const venv = command !== undefined && askFor(command, ['-c', 'import venv, ensurepip']) !== undefined;
  return {
    name: 'Python with venv',
    needed: '3.10 to 3.13',
    found: command !== undefined && !venv ? `${found} without venv` : found,
    ok: command !== undefined && venv,
    debian: 'sudo apt-get install python3 python3-venv',
    macos: 'brew install python@3.13',
  };
};

/**
 * A Java runtime that DynamoDB Local runs on.
 * @param {Ask} askFor
 * @returns {Prerequisite}
 */
export const java = (askFor) => {
  const found = versionIn(askFor('java', ['-version']));
  return {
    name: 'JDK',
    needed: '17 or later',
    found,
    ok: found !== undefined && majorOf(found) >= 17,
    debian: 'sudo apt-get install openjdk-17-jdk-headless',
    macos: 'brew install --cask temurin',
  };
};

/**
 * Maven, which fetches DynamoDB Local and checks what it fetched.
 * @param {Ask} askFor
 * @returns {Prerequisite}
 */
export const maven = (askFor) => {
  const found = versionIn(askFor('mvn', ['--version']));
  return {
    name: 'Maven',
    needed: '3 or later',
    found,
    ok: found !== undefined && majorOf(found) >= 3,
    debian: 'sudo apt-get install maven',
    macos: 'brew install maven',
  };
};

/**
 * A Docker engine that answers; LocalStack's image is fetched by its first start.
 * @param {Ask} askFor
 * @returns {Prerequisite}
 */
export const docker = (askFor) => {
  const found = askFor('docker', ['info', '--format', '{{.ServerVersion}}'])?.split('\n')[0]?.trim();
  return {
    name: 'Docker engine',
    needed: 'with Compose; the first start fetches LocalStack 4.13.1, about 1.2 GB',
    found: found === '' ? undefined : found,
    ok: found !== undefined && found !== '',
    debian: 'https://docs.docker.com/engine/install/debian/',
    macos: 'https://docs.docker.com/desktop/setup/install/mac-install/',
  };
};

/**
 * The sentence for one that is missing: what, which version, how to install it.
 * @param {Prerequisite} missing
 */
export const missingSentence = ({ name, needed, found, debian, macos }) =>
  `${name} ${needed} is needed and ${found === undefined ? 'was not found' : `${found} was found`}: ` +
  `on Debian ${debian}, on macOS ${macos}.`;

/** @param {string | undefined} text */
const versionIn = (text) => /\d+(?:\.\d+)*/.exec(stripVTControlCharacters(text ?? ''))?.[0];

/** @param {string} version */
const majorOf = (version) => {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first === 1 ? second : first;
};
