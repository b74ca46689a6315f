import { defineConfig } from 'vitest/config';

/** They import functions, which open their clients as the environment says at that time: each in a process of its own. */
const inProcessFunctions = 'test/unit/bench/*.test.ts';

/** Five suites: `unit` (with `unit-functions`), `sim` and `infra` need nothing but Node; `integration` shares one engine and one deployment; `start` starts its own. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/contracts/*.fake.test.ts'],
          exclude: [inProcessFunctions],
          // A module is read once for all files of a worker; what a test sets of the process, it takes back.
          isolate: false,
          testTimeout: 60_000,
          // All processors: by default Vitest leaves one free, which is half of a small machine.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'unit-functions',
          include: [inProcessFunctions],
          testTimeout: 60_000,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'sim',
          include: ['test/sim/*.test.ts'],
          // The worlds of a run keep every processor busy by themselves.
          fileParallelism: false,
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'infra',
          // Synthesized once for all files: each of them reads the same templates.
          isolate: false,
          include: ['test/infra/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          // One after the other: a test that kills functions must not kill those of its neighbours.
          fileParallelism: false,
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/local-stage-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'start',
          include: ['test/start/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
