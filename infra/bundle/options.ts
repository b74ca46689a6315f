/** Lets CommonJS packages inside the ESM bundle require Node's own modules. */
export const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** ES modules first: esbuild can leave out what is unused of them. */
export const MAIN_FIELDS = ['module', 'main'] as const;

/** Parts of the AWS SDK that a function of ours never runs, by what stands in for them; each file says why. */
export const standIns = {
  '@aws-sdk/credential-provider-node': './infra/bundle/environment-credentials.ts',
  '@aws-sdk/middleware-endpoint-discovery': './infra/bundle/no-endpoint-discovery.ts',
  '@aws-sdk/checksums/flexible-checksums': './infra/bundle/no-checksums.ts',
  '@aws-sdk/checksums/sha': './infra/bundle/no-checksums.ts',
  '@aws-sdk/signature-v4-multi-region': './infra/bundle/signature-v4-only.ts',
  '@smithy/core/event-streams': './infra/bundle/no-event-streams.ts',
} as const;

/** Names the folder under `functions/` that a deployed function is made from. */
export const FOLDER_TAG = 'switchboard:folder';
