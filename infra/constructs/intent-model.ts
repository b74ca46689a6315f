import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** One of these before a model's id makes it an inference profile, which calls the model in several Regions. */
const PROFILE = /^(?:us|us-gov|eu|apac|jp|au|ca|global)\.(?=[a-z0-9-]+\.)/;
const MODEL_ID = /^[a-z0-9-]+(?:\.[a-z0-9-]+){1,3}(?::\d+)?$/;

/** What is wrong with the model that a stage names. */
export const problemsOfIntentModel = ({ stage: { intentModel } }: Deployment): readonly string[] =>
  intentModel === undefined || MODEL_ID.test(intentModel)
    ? []
    : [
        `config/stages.ts: intentModel is '${intentModel}'; must be the id of a Bedrock model or inference profile, such as amazon.nova-micro-v1:0`,
      ];

/** Lets a function ask the stage's model what answers mean, and no other model; nothing where the stage names none. */
export const allowIntentModel = (
  target: SwitchboardFunction,
  { stage: { intentModel } }: Deployment,
): void => {
  if (intentModel === undefined) return;
  const stack = Stack.of(target);
  const resource = (type: string, name: string, place: { region?: string; account?: string }) =>
    stack.formatArn({
      service: 'bedrock',
      resource: type,
      resourceName: name,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      ...place,
    });
  const model = intentModel.replace(PROFILE, '');
  target.allow(
    ['bedrock:InvokeModel'],
    model === intentModel
      ? [resource('foundation-model', model, { account: '' })]
      : [
          resource('inference-profile', intentModel, {}),
          resource('foundation-model', model, { region: '*', account: '' }),
        ],
  );
  target.setVariable('INTENT_MODEL', intentModel);
};
