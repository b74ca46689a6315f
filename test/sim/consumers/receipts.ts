import { lanes } from '../../../config/lanes.ts';
import { createNewsReader } from '../../../shared/receipts/read-receipt.ts';
import { createReceiptsHandler } from '../../../shared/runtime/create-receipts-handler.ts';
import { receiptSources } from '../../support/a-receipt.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';
import { poolOf, serveQueue } from './lanes.ts';

const TIMEOUT_SECONDS = 15;
/** As `ReceiptsIntake` deploys its queue. */
const RULES = {
  visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS,
  maxReceives: 5,
  batchSize: lanes.email.HIGH.batchSize,
  batchWindowSeconds: 0,
  maxConcurrency: 2,
};

/** The consumer of what providers tell, behind the default bus's rule and the topic of answers. */
export const addReceipts = (world: World): void => {
  const readNews = createNewsReader(receiptSources);
  const pool = poolOf(world, TIMEOUT_SECONDS, (environment) =>
    createReceiptsHandler({ ...portsOf(world, environment), dimensions: {}, groupMs: 5000, readNews }),
  );
  const source = { pool: 'receipts', carries: 'news' } as const;
  const queue = serveQueue(world, 'receipts', RULES, pool, source);
  world.providerBus.addTarget({
    matches: () => true,
    take: ({ detail }) => queue.send(JSON.stringify(detail)),
  });
};
