import { createBedrockModel } from '../intent/adapters/bedrock-model.ts';
import type { IntentAnalyser } from '../intent/intent.ts';
import { createModelAnalyser } from '../intent/model-analyser.ts';
import { createRuleAnalyser } from '../intent/rule-analyser.ts';
import { sqsClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The variables that those ask for who find out what answers mean. */
export const analyserVariables = ['STAGE', 'INTENT_MODEL', 'AWS_ENDPOINT_URL'] as const;

/** What the stage understands answers by: rules, and a model behind them where it names one. */
export const openAnalyser = (env: {
  readonly STAGE: string;
  readonly INTENT_MODEL?: string | undefined;
  readonly AWS_ENDPOINT_URL?: string | undefined;
}): IntentAnalyser => {
  const { INTENT_MODEL: modelId, AWS_ENDPOINT_URL: endpoint } = env;
  if (modelId === undefined) return createRuleAnalyser();
  const client = sqsClient(); // for its signer only
  return createModelAnalyser({
    ...systemPorts,
    dimensions: { stage: env.STAGE },
    model: createBedrockModel({ client, modelId, endpoint }),
  });
};
