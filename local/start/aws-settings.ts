/** The region that the local stage pretends to be in. */
export const localRegion = 'us-east-1';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** What an AWS client needs to speak to the local stage. */
export const localAws = (endpoint: string) => ({ endpoint, region: localRegion, credentials });

/** A program's environment with nothing of the user's own AWS account in it, pointed at the local stage. */
export const localAwsEnvironment = (endpoint: string): NodeJS.ProcessEnv => {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'),
  );
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: localRegion,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
};
