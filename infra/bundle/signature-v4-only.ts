import { SignatureV4 } from '@smithy/signature-v4';

/** S3's clients ask for it for directory buckets. */
export class SignatureV4SignWithCredentials extends SignatureV4 {
  /** Is never called: no bucket of ours is a directory bucket. */
  async signWithCredentials(): Promise<never> {
    throw new Error('directory buckets are not bundled: none of ours is one (infra/constructs/bundling.ts)');
  }
}

/**
 * Stands in bundles for `@aws-sdk/signature-v4-multi-region`, which SES and S3 bring along for endpoints of several regions:
 * none of ours is used, so requests are signed for one.
 */
export class SignatureV4MultiRegion extends SignatureV4SignWithCredentials {
  /** No signer for several regions is there. */
  static sigv4aDependency(): string {
    return 'none';
  }
}
