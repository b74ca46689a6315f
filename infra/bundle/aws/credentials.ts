/** What requests are signed with. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

/**
 * Lambda gives a function its role's credentials by environment variables and in no other way, so SSO, profiles, processes, web
 * identity and the metadata service need not come along. Throws an error that names the variables, and repeats none.
 */
export const credentials = (): Credentials => {
  // biome-ignore lint/style/noProcessEnv: Lambda's own variables
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: must be set, a bundle reads no other source');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN || undefined,
  };
};
