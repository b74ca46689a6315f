import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/** Lets CommonJS packages inside the ESM bundle require Node's own modules. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** How esbuild, run locally, makes one file of a function and all that it imports, the AWS SDK included. */
export const bundlingOf = ({ withTemplates }: { readonly withTemplates: boolean }): BundlingOptions => ({
  format: OutputFormat.ESM,
  minify: true,
  logLevel: LogLevel.WARNING,
  externalModules: [],
  mainFields: ['module', 'main'],
  banner: REQUIRE_BANNER,
  ...(withTemplates ? { commandHooks: copyTemplates } : {}),
});

const copyTemplates: NonNullable<BundlingOptions['commandHooks']> = {
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (projectRoot, outputFolder) => [
    `cp -R "${projectRoot}/config/templates" "${outputFolder}/templates"`,
  ],
};
