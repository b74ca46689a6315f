import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Shutdown } from './shutdown.ts';
import { start } from './start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CODE_OF_A_STOPPED_START = 130;

/** Runs `npm start` and undoes all that it started, whatever happens. */
const main = async (): Promise<number> => {
  const shutdown = new Shutdown();
  shutdown.listen();
  const crashed = new Promise<never>((_, reject) => {
    process.on('uncaughtException', reject);
    process.on('unhandledRejection', reject);
  });
  try {
    const once = process.argv.includes('--once');
    const directory = join(root, '.switchboard', 'start');
    return await Promise.race([start({ root, directory, once, shutdown }), crashed]);
  } catch (error) {
    if (shutdown.requested.aborted) return CODE_OF_A_STOPPED_START;
    console.error(`npm start: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    if (shutdown.requested.aborted) console.log('\nStopping…');
    await shutdown.run();
    console.log('Stopped: every process of this run has ended.');
  }
};

process.exit(await main());
