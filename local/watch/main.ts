import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { readStageFile } from '../stage-file.ts';
import { localAws } from '../start/aws-settings.ts';
import { Shutdown } from '../start/shutdown.ts';
import { deployedFolders } from './deployed-functions.ts';
import { watchFunctions } from './watch-functions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs `npm run local:watch` on the stage that `npm start` has up. */
const main = async (): Promise<number> => {
  const stage = readStageFile(root);
  if (stage === undefined) {
    console.error('npm run local:watch: no stage runs for this checkout; run npm start in another terminal');
    return 1;
  }
  const shutdown = new Shutdown();
  shutdown.listen();
  const client = new LambdaClient(localAws(stage.endpoint));
  try {
    await watchFunctions({
      root,
      directory: join(root, '.switchboard', 'watch'),
      functions: await deployedFolders(client, stage.stage),
      client,
      signal: shutdown.requested,
      say: (line) => console.log(line),
    });
    console.log('Stopped. Functions keep the code of the last change; npm start deploys the stage afresh.');
    return 0;
  } catch (error) {
    console.error(`npm run local:watch: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    client.destroy();
    await shutdown.run();
  }
};

process.exitCode = await main();
