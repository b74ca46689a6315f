import { describe, expect, it } from 'vitest';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import { deploymentOf } from '../../infra/deployment.ts';
import { aDeployment } from '../support/synthesized.ts';

const templatesWith = (intentModel?: string): readonly string[] => {
  const { stage } = deploymentOf('prod');
  const { templates } = synthesize(
    aDeployment({ stage: { ...stage, ...(intentModel === undefined ? {} : { intentModel }) } }),
  );
  return [...templates.values()].map((template) => JSON.stringify(template));
};

/** Of each statement that lets a function ask a model, the resources. */
const modelsIn = (template: string): readonly string[] => {
  const found: string[] = [];
  JSON.parse(template, (_, value: { Action?: unknown; Resource?: unknown } | null) => {
    if (value?.Action === 'bedrock:InvokeModel') found.push(JSON.stringify(value.Resource));
    return value;
  });
  return found;
};

describe('the model that is asked what answers mean', () => {
  it('is nowhere in a stage that names none', () => {
    const all = templatesWith().join();

    expect(all).not.toContain('bedrock');
    expect(all).not.toContain('INTENT_MODEL');
    expect(all).not.toContain('intent-model-silent');
  });

  it('may be asked by the coordinator and the saga that reads answers, and no other model by anybody', () => {
    const templates = templatesWith('amazon.nova-micro-v1:0');
    const models = templates.flatMap(modelsIn);

    expect(models.length).toBe(3);
    for (const resources of models) expect(resources).toContain('::foundation-model/amazon.nova-micro-v1:0');
    expect([...templates.join().matchAll(/"INTENT_MODEL":"amazon.nova-micro-v1:0"/g)].length).toBe(3);
  });

  it('is missed where it is silent for most answers of an hour', () => {
    const alarms = templatesWith('amazon.nova-micro-v1:0')
      .flatMap((template): { Properties?: { MetricName?: string } }[] =>
        Object.values(JSON.parse(template).Resources),
      )
      .flatMap(({ Properties }) => (Properties?.MetricName === 'MODEL_SILENT' ? [Properties] : []));

    expect(alarms).toMatchObject([
      {
        Namespace: 'Switchboard',
        Dimensions: [{ Name: 'stage', Value: 'prod' }],
        Statistic: 'Average',
        Period: 3600,
        Threshold: 0.5,
        AlarmDescription: expect.stringContaining('docs/runbook.md#intent-model-silent'),
      },
    ]);
  });

  it('may be one behind an inference profile', () => {
    const [resources = ''] = templatesWith('eu.amazon.nova-micro-v1:0').flatMap(modelsIn);

    expect(resources).toContain('inference-profile/eu.amazon.nova-micro-v1:0');
    expect(resources).toContain(':bedrock:*::foundation-model/amazon.nova-micro-v1:0');
  });

  it.each(['', 'Claude', 'https://example.com', 'arn:aws:bedrock:eu-west-1::foundation-model/x'])(
    'is not deployed as %j',
    (intentModel) => {
      expect(() => templatesWith(intentModel)).toThrow('config/stages.ts: intentModel is');
    },
  );
});
