import * as z from 'zod';
import { type SigningClient, signedFetch } from '../../signing/adapters/signed-fetch.ts';
import type { LanguageModel, Question } from '../language-model.ts';

export type BedrockModelOptions = {
  /** Signs the requests with the credentials that it has. */
  readonly client: SigningClient;
  /** Of a foundation model, or of an inference profile. */
  readonly modelId: string;
  /** @default Bedrock's own of the client's region */
  readonly endpoint?: string | undefined;
};

/** Milliseconds that an answer may take: whoever waits for it has a batch to do. */
const TIMEOUT_MS = 2000;
const MOST_TOKENS = 100;
const TOOL = 'choose';

/** A model did not answer as it was asked. */
export class ModelUnavailableError extends Error {
  override readonly name = 'ModelUnavailableError';
}

const answerSchema = z.object({
  output: z.object({
    message: z.object({
      content: z.array(
        z.looseObject({ toolUse: z.object({ name: z.literal(TOOL), input: z.unknown() }).optional() }),
      ),
    }),
  }),
});

/**
 * A model of Amazon Bedrock by its Converse API, by a plain signed request: its client would be in bundles that mostly never
 * ask. The model has to call a tool whose schema has the choices, so that it cannot answer with a text.
 */
export const createBedrockModel = ({ client, modelId, endpoint }: BedrockModelOptions): LanguageModel => ({
  id: modelId,
  choose: async (question, choices) => {
    const region = await client.config.region();
    const place = endpoint ?? `https://bedrock-runtime.${region}.amazonaws.com`;
    const response = await signedFetch(client, 'bedrock', {
      method: 'POST',
      url: new URL(`/model/${encodeURIComponent(modelId)}/converse`, place),
      body: JSON.stringify(requestOf(question, choices)),
      headers: { 'content-type': 'application/json' },
      timeoutMs: TIMEOUT_MS,
    });
    if (!response.ok) throw new ModelUnavailableError(`bedrock: answered ${response.status}`);
    const { output } = answerSchema.parse(await response.json());
    const used = output.message.content.find(({ toolUse }) => toolUse !== undefined);
    return used?.toolUse?.input;
  },
});

const requestOf = ({ instructions, text }: Question, choices: readonly string[]) => ({
  system: [{ text: instructions }],
  messages: [{ role: 'user', content: [{ text }] }],
  inferenceConfig: { maxTokens: MOST_TOKENS, temperature: 0 },
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: TOOL,
          description: 'Says what the answer means, and how sure that is, from 0 to 1.',
          inputSchema: {
            json: {
              type: 'object',
              properties: {
                choice: { type: 'string', enum: choices },
                confidence: { type: 'number', minimum: 0, maximum: 1 },
              },
              required: ['choice', 'confidence'],
            },
          },
        },
      },
    ],
    toolChoice: { tool: { name: TOOL } },
  },
});
