/**
 * Stands in bundles for `@aws-sdk/middleware-endpoint-discovery`: the DynamoDB client always makes its cache, and only
 * commands that must discover their endpoint use it; none of ours does.
 */
export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config;

/** Discovery is off whatever the environment says. */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: false,
};
