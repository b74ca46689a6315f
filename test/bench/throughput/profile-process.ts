import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { standIns } from '../../../infra/bundle/options.ts';

// From source, so that each function has its name, but with the clients that bundles have.
registerHooks({
  resolve: (specifier, context, next) => {
    const standIn = Object.entries(standIns).find(([module]) => module === specifier)?.[1];
    const url = standIn === undefined ? specifier : pathToFileURL(join(process.cwd(), standIn)).href;
    return next(url, context);
  },
});

const [{ runWorker }, { profiled }] = await Promise.all([
  import('./run-worker.ts'),
  import('./switchboard.ts'),
]);
await runWorker({ profiled });
