/** What the AWS SDK signs requests with. */
type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/**
 * Stands in bundles for `@aws-sdk/credential-provider-node`: Lambda gives a function its role's credentials by environment
 * variables and in no other way, so SSO, profiles, processes, web identity and the metadata service need not come along.
 */
export const defaultProvider = () => async (): Promise<Credentials> => {
  // biome-ignore lint/style/noProcessEnv: Lambda's own variables, read by SDK code at each renewal
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: must be set, a bundle reads no other source');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
};
