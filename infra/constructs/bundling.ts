import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/** Lets CommonJS packages inside the ESM bundle require Node's own modules. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Parts of the AWS SDK that a function of ours never runs, by what stands in for them; each file says why. */
const standIns = {
  '@aws-sdk/credential-provider-node': './infra/bundle/environment-credentials.ts',
  '@aws-sdk/middleware-endpoint-discovery': './infra/bundle/no-endpoint-discovery.ts',
  '@aws-sdk/checksums/flexible-checksums': './infra/bundle/no-checksums.ts',
  '@aws-sdk/checksums/sha': './infra/bundle/no-checksums.ts',
  '@aws-sdk/signature-v4-multi-region': './infra/bundle/signature-v4-only.ts',
  '@smithy/core/event-streams': './infra/bundle/no-event-streams.ts',
} as const;

/**
 * How esbuild, run locally, makes one file of a function and all that it imports, the AWS SDK included; then
 * `infra/bundle/shrink.mjs` takes out what is unused and minifies.
 */
export const bundlingOf = ({ withTemplates }: { readonly withTemplates: boolean }): BundlingOptions => ({
  format: OutputFormat.ESM,
  logLevel: LogLevel.WARNING,
  externalModules: [],
  mainFields: ['module', 'main'],
  banner: REQUIRE_BANNER,
  esbuildArgs: Object.fromEntries(
    Object.entries(standIns).map(([module, file]) => [`--alias:${module}`, file]),
  ),
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (projectRoot, outputFolder) => [
      `node "${projectRoot}/infra/bundle/shrink.mjs" "${outputFolder}/index.mjs"`,
      ...(withTemplates ? [`cp -R "${projectRoot}/config/templates" "${outputFolder}/templates"`] : []),
    ],
  },
});
