// @ts-check
/**
 * Installs what host mode needs, below one folder. Plain JavaScript for Node.js 20 without a dependency: it runs before
 * `npm ci`. A stamp is removed before an installation is touched and written after it is complete, so the next run
 * repairs an interrupted one.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf, readStamp, removeStamp, writeStamp } from './install-stamp.mjs';
import { runLogged } from './run-logged.mjs';

/** @typedef {(line: string) => void} OnLine */

const source = fileURLToPath(new URL('../localstack', import.meta.url));
const constraints = path.join(source, 'constraints-4.13.1.txt');
const pyproject = path.join(source, 'pyproject.toml');
const packageSource = path.join(source, 'src');
const pom = path.join(source, 'pom.xml');
const BUILD_TOOL = 'setuptools==80.9.0';
const PYTHONS = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3'];

/** Where the engine of a checkout is installed. @param {string} repoRoot */
export const engineHome = (repoRoot) => path.join(repoRoot, '.switchboard', 'engine');

/** The installed interpreter. @param {string} home */
export const pythonOf = (home) => path.join(home, 'venv', 'bin', 'python');

/** True when LocalStack and our package are installed as this checkout wants them. @param {string} home */
export const isPythonReady = (home) => {
  const stamp = readStamp(pythonStamp(home));
  return hasPinnedPackages(home, stamp) && stamp?.['package'] === packageHash();
};

/** True when DynamoDB Local is installed in the version of this checkout. @param {string} home */
export const isDynamoDbReady = (home) =>
  readStamp(dynamoDbStamp(home))?.['pom'] === hashOf([pom]) && existsSync(path.join(home, 'dynamodb'));

/**
 * The first Python in 3.10 to 3.13 on PATH, newest name first.
 * @returns {{ command: string, version: string } | undefined}
 */
export const findPython = () => {
  for (const command of PYTHONS) {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    const version = status === 0 ? /^Python (3\.(\d+)\.\S+)/.exec(stdout) : null;
    const minor = Number(version?.[2]);
    if (version?.[1] && minor >= 10 && minor <= 13) return { command, version: version[1] };
  }
  return undefined;
};

/**
 * Installs LocalStack and our package into a virtual environment; only our package when only that changed.
 * @param {string} home @param {OnLine} onLine @returns {Promise<void>}
 */
export const installPython = async (home, onLine) => {
  mkdirSync(home, { recursive: true });
  const stamp = readStamp(pythonStamp(home));
  const onlyPackage = hasPinnedPackages(home, stamp);
  const logFile = path.join(home, 'install-python.log');
  rmSync(logFile, { force: true });
  removeStamp(pythonStamp(home));
  if (!onlyPackage) await createEnvironment(home, logFile, onLine);
  const copy = copyPackage(home);
  const how = onlyPackage
    ? ['--no-deps', '--no-build-isolation', '--no-index', '--force-reinstall']
    : ['-c', constraints];
  await pip(home, [...how, copy], logFile, onLine);
  rmSync(copy, { recursive: true, force: true });
  writeStamp(pythonStamp(home), { pins: pinsHash(), package: packageHash() });
};

/**
 * Copies DynamoDB Local and what it needs from the Maven repository.
 * @param {string} home @param {OnLine} onLine @returns {Promise<void>}
 */
export const installDynamoDb = async (home, onLine) => {
  mkdirSync(home, { recursive: true });
  const logFile = path.join(home, 'install-dynamodb.log');
  const unfinished = path.join(home, 'dynamodb.unfinished');
  const target = path.join(home, 'dynamodb');
  rmSync(logFile, { force: true });
  removeStamp(dynamoDbStamp(home));
  rmSync(unfinished, { recursive: true, force: true });
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${unfinished}`];
  await runLogged('mvn', ['-B', '-ntp', '-Dstyle.color=never', '-f', pom, ...goal], {
    logFile,
    onLine,
    failure: 'DynamoDB Local could not be installed with Maven.',
    advice:
      'Check that `mvn` (with Java 17 or later) is on PATH and reaches its repository, then start again.',
  });
  rmSync(target, { recursive: true, force: true });
  renameSync(unfinished, target);
  writeStamp(dynamoDbStamp(home), { pom: hashOf([pom]) });
};

/** @param {string} home */
const pythonStamp = (home) => path.join(home, 'python.stamp.json');

/** @param {string} home */
const dynamoDbStamp = (home) => path.join(home, 'dynamodb.stamp.json');

/** Everything of our package, entry points included. */
const packageHash = () => hashOf([packageSource, pyproject]);

/** What pip has to fetch. */
const pinsHash = () => {
  const dependencies = /^dependencies = .*$/m.exec(readFileSync(pyproject, 'utf8'))?.[0] ?? '';
  return `${hashOf([constraints])} ${dependencies}`;
};

/** @param {string} home @param {Record<string, unknown> | undefined} stamp */
const hasPinnedPackages = (home, stamp) => stamp?.['pins'] === pinsHash() && existsSync(pythonOf(home));

/** @param {string} home @param {string} logFile @param {OnLine} onLine */
const createEnvironment = async (home, logFile, onLine) => {
  const python = findPython();
  if (!python) throw new Error('No Python 3.10 to 3.13 is on PATH. Install one of them, then start again.');
  rmSync(path.join(home, 'venv'), { recursive: true, force: true });
  await runLogged(python.command, ['-m', 'venv', path.join(home, 'venv')], {
    logFile,
    onLine,
    failure: `Python ${python.version} could not create a virtual environment.`,
    advice: 'On Debian and Ubuntu install the package `python3-venv`, then start again.',
  });
  await pip(home, [BUILD_TOOL], logFile, onLine);
};

/** Building leaves files beside the sources, so it happens in a copy. @param {string} home */
const copyPackage = (home) => {
  const copy = path.join(home, 'package');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  cpSync(pyproject, path.join(copy, 'pyproject.toml'));
  cpSync(packageSource, path.join(copy, 'src'), {
    recursive: true,
    filter: (file) => !/(__pycache__|\.egg-info)$/.test(file),
  });
  return copy;
};

/** @param {string} home @param {string[]} args @param {string} logFile @param {OnLine} onLine */
const pip = (home, args, logFile, onLine) =>
  runLogged(pythonOf(home), ['-m', 'pip', 'install', '--disable-pip-version-check', ...args], {
    logFile,
    onLine,
    failure: 'LocalStack could not be installed with pip.',
    advice: 'Check that pip reaches its package index, then start again; finished downloads are kept.',
  });
