import { engineHome, findPython, isDynamoDbReady, isPythonReady } from '../../local/engine/install.mjs';
import {
  ask,
  docker,
  java,
  maven,
  nodeAndNpm,
  type Prerequisite,
  python,
} from '../../local/setup/prerequisites.mjs';
import type { Check } from '../format/format-checks.ts';

/**
 * What a stage on this machine needs of it; a stage on AWS only needs Node. `engine` is the running or wanted one: `host`,
 * `docker`, or undefined for Docker when one answers.
 */
export const machineChecks = (root: string, onThisMachine: boolean, engine: string | undefined): Check[] => {
  const version = (ask('node', ['--version']) ?? process.version).trim().replace(/^v/, '');
  const node = toCheck(nodeAndNpm(ask, version), false);
  if (!onThisMachine) return [node];
  if (engine !== 'host') {
    const engineCheck = toCheck(docker(ask), false);
    if (engineCheck.state === 'ok' || engine === 'docker') return [node, engineCheck];
  }
  const home = engineHome(root);
  return [
    node,
    toCheck(python(ask, findPython()?.command), isPythonReady(home)),
    toCheck(java(ask), false),
    toCheck(maven(ask), isDynamoDbReady(home)),
  ];
};

/** A missing tool is well when all that it would install is there already. */
const toCheck = ({ name, needed, found, ok, debian, macos }: Prerequisite, installed: boolean): Check => ({
  name,
  state: ok || installed ? 'ok' : 'failed',
  found: `${found ?? 'not found'}${!ok && installed ? ', not needed: LocalStack is installed' : ''}`,
  fix: ok || installed ? undefined : `needs ${needed}: ${debian} (macOS: ${macos})`,
});
