import { readdirSync, readFileSync } from 'node:fs';

/** Kills the processes of the functions on this engine whose names begin so, as a crash of their machines would; says how many. */
export const killFunctions = (endpoint: string, namePrefix: string): number => {
  const pids = functionProcesses(endpoint, namePrefix);
  return pids.filter((pid) => kill(pid)).length;
};

/** Ids of the processes of the functions on this engine whose names begin so. */
export const functionProcesses = (endpoint: string, namePrefix: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isFunctionOf(pid, endpoint, namePrefix));

/** Kills one process; false where it had ended by itself. */
export const kill = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
};

const isFunctionOf = (pid: number, endpoint: string, namePrefix: string): boolean => {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return (
      environment.some((line) => line.startsWith(`AWS_LAMBDA_FUNCTION_NAME=${namePrefix}`)) &&
      environment.includes(`AWS_ENDPOINT_URL=${endpoint}`)
    );
  } catch {
    return false; // It ended meanwhile, or is not ours.
  }
};
