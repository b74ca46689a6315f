import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { MAIN_FIELDS, REQUIRE_BANNER, standIns } from '../bundle/options.ts';

/**
 * How esbuild, run locally, makes one file of a function and all that it imports, the AWS SDK included; then
 * `infra/bundle/shrink.mjs` takes out what is unused and minifies.
 */
export const bundlingOf = ({ withTemplates }: { readonly withTemplates: boolean }): BundlingOptions => ({
  format: OutputFormat.ESM,
  logLevel: LogLevel.WARNING,
  externalModules: [],
  mainFields: [...MAIN_FIELDS],
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
