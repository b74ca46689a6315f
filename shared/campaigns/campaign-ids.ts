import { eventIdOf } from '../journal/command-facts.ts';

/** The aggregate of a campaign. */
export const campaignAggregate = (campaignId: string): string => `campaign#${campaignId}`;

/** A place in the plan of a campaign: the nth chunk of a page of a pass, all from 0. */
export type ChunkPlace = { readonly pass: number; readonly page: number; readonly chunk: number };

/** The id of the batch that is sent for a chunk, the same however often it is sent: a UUID. */
export const chunkBatchId = (campaignId: string, { pass, page, chunk }: ChunkPlace): string =>
  eventIdOf({ aggregate: campaignAggregate(campaignId), key: `batch#${pass}#${page}#${chunk}` });

/** The id of the task that asks a person about a member at the end, the same however often it is opened: a UUID. */
export const memberTaskId = (campaignId: string, customerId: string): string =>
  eventIdOf({ aggregate: campaignAggregate(campaignId), key: `task#${customerId}` });

/** The name of the execution that goes on with a run of a campaign's master. */
export const executionName = (campaignId: string, run: number, leg: number): string =>
  eventIdOf({ aggregate: campaignAggregate(campaignId), key: `execution#${run}#${leg}` });
