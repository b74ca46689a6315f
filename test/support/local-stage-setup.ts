import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { bringUp } from '../../local/start/bring-up.ts';
import { freePort } from '../../local/start/ports.ts';
import { Shutdown } from '../../local/start/shutdown.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * One engine, sandbox and deployment for all LocalStack tests of a run. `SWITCHBOARD_TEST_ENDPOINT` and
 * `SWITCHBOARD_TEST_SANDBOX` name a stage that runs already instead, such as that of `npm start`.
 */
export default async function setUpLocalStage(project: TestProject): Promise<() => Promise<void>> {
  const shutdown = new Shutdown();
  const running = process.env['SWITCHBOARD_TEST_ENDPOINT'];
  const sandbox = process.env['SWITCHBOARD_TEST_SANDBOX'];
  if (running !== undefined && sandbox !== undefined) {
    project.provide('endpoint', running);
    project.provide('sandbox', sandbox);
    return () => shutdown.run();
  }
  try {
    const ports = { engine: await freePort(), sandbox: await freePort() };
    const stage = await bringUp({ root, directory: join(root, '.switchboard', 'test'), ports, shutdown });
    project.provide('endpoint', stage.endpoint);
    project.provide('sandbox', stage.sandboxEndpoint);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
  return () => shutdown.run();
}
