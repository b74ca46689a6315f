import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** The processes of this machine whose environment or command names the folder, and that are no zombies. Linux. */
export const processesOf = (folder: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && belongsTo(pid, folder));

/** Whether the machine has a process of this id, one that ended but was not waited for included. */
export const processExists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error()),
      );
    });
  });

/** The IPv4 addresses of this machine on which somebody listens at the port. Linux. */
export const listeningAddresses = (port: number): string[] => {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const LISTEN = '0A';
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === LISTEN)
    .map((fields) =>
      Buffer.from(fields[1]?.slice(0, 8) ?? '', 'hex')
        .reverse()
        .join('.'),
    );
};

const belongsTo = (pid: number, folder: string): boolean => {
  try {
    const text = ['environ', 'cmdline']
      .map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'))
      .join('\0');
    return text.includes(folder) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // Gone meanwhile, or not ours to look at.
    return false;
  }
};
