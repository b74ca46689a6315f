import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import { localAws } from './aws-settings.ts';

/** The names that the deployed stacks have published. Throws when one is missing. */
export const deployedNames = async (
  endpoint: string,
): Promise<{ readonly busName: string; readonly journalTableName: string }> => {
  const names = parameterNames('local');
  const client = new SSMClient(localAws(endpoint));
  try {
    const { Parameters = [] } = await client.send(
      new GetParametersCommand({ Names: [names.busName, names.journalTableName] }),
    );
    const published = (name: string): string => {
      const value = Parameters.find((parameter) => parameter.Name === name)?.Value;
      if (value === undefined) throw new Error(`the deployed stacks have no parameter ${name}`);
      return value;
    };
    return { busName: published(names.busName), journalTableName: published(names.journalTableName) };
  } finally {
    client.destroy();
  }
};
