/**
 * Stands in bundles for `@aws-sdk/checksums`, by which the S3 client checks what it moves beyond TLS: a mail that arrived broken
 * is rejected as one, and a parked body is a JWE, which checks itself.
 */
export class Sha1 {
  constructor() {
    throw new Error('checksums are not bundled: nothing of ours asks for one (infra/constructs/bundling.ts)');
  }
}

/** Leaves a client's configuration without checksums. */
export const resolveFlexibleChecksumsConfig = <Config>(config: Config): Config => config;

/** Adds nothing to an operation. */
export const getFlexibleChecksumsPlugin = () => ({ applyToStack: (): void => undefined });

const unasked = {
  default: 'WHEN_REQUIRED',
  environmentVariableSelector: (): undefined => undefined,
  configFileSelector: (): undefined => undefined,
};

/** What the client would look up in the environment, for requests. */
export const NODE_REQUEST_CHECKSUM_CALCULATION_CONFIG_OPTIONS = { ...unasked };

/** The same, for answers. */
export const NODE_RESPONSE_CHECKSUM_VALIDATION_CONFIG_OPTIONS = { ...unasked };
