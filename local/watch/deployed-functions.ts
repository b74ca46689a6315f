import { type LambdaClient, ListTagsCommand, paginateListFunctions } from '@aws-sdk/client-lambda';
import { FOLDER_TAG } from '../../infra/bundle/options.ts';

/** A folder under `functions/` and the deployed functions that are made from it. */
export type DeployedFolder = { readonly folder: string; readonly functionNames: readonly string[] };

/** The functions of a stage by folder, folders in order of their names. */
export const deployedFolders = async (
  client: LambdaClient,
  stageName: string,
): Promise<readonly DeployedFolder[]> => {
  const byFolder = new Map<string, string[]>();
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName, FunctionArn } of Functions) {
      if (FunctionName?.startsWith(`switchboard-${stageName}-`) !== true) continue;
      const { Tags } = await client.send(new ListTagsCommand({ Resource: FunctionArn }));
      const folder = Tags?.[FOLDER_TAG];
      if (folder !== undefined) byFolder.set(folder, [...(byFolder.get(folder) ?? []), FunctionName]);
    }
  }
  return [...byFolder]
    .map(([folder, functionNames]) => ({ folder, functionNames: functionNames.toSorted() }))
    .toSorted((a, b) => a.folder.localeCompare(b.folder));
};
