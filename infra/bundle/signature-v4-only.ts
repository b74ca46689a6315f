import { SignatureV4 } from '@smithy/signature-v4';

/**
 * Stands in bundles for `@aws-sdk/signature-v4-multi-region`, which SES brings along for its multi-region endpoints: none of
 * ours is used, so requests are signed for one region.
 */
export class SignatureV4MultiRegion extends SignatureV4 {
  /** No signer for several regions is there. */
  static sigv4aDependency(): string {
    return 'none';
  }
}
