// @ts-check
import 'node:crypto';
import 'node:fs/promises';
import 'node:https';
import 'node:stream';

/** Loads what anything needs that signs requests and speaks HTTPS, and nothing else: the floor of such a function. */
export const handler = async () => ({ batchItemFailures: [] });
