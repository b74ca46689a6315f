import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { TemplatesUnavailableError } from '../errors.ts';
import type { PushedVersion } from '../template-archive.ts';
import { templateSchema } from '../template-schema.ts';
import type { Template } from '../template-store.ts';

/** An item or key of the state table. */
export type Item = Record<string, AttributeValue>;

/** The partition that names every pushed template. */
export const TEMPLATE_INDEX = 'templates';

/** The item that says which version of a template is sent. */
export const headKey = (templateId: string): Item => keyOf(`template#${templateId}`, 'current');

/** The item that holds one version of a template. */
export const versionKey = (templateId: string, version: string): Item =>
  keyOf(`template#${templateId}`, `version#${version}`);

/** The item by which a template is found in the list of all. */
export const indexKey = (templateId: string): Item => keyOf(TEMPLATE_INDEX, templateId);

/** A version's item, whole. */
export const toVersionItem = (
  template: Template,
  { pushedBy, pushedAt }: Omit<PushedVersion, 'version'>,
): Item => ({
  ...versionKey(template.templateId, template.version),
  content: { S: JSON.stringify(template) },
  pushedBy: { S: pushedBy },
  pushedAt: { S: pushedAt },
});

const pushedSchema = z.object({
  part: z.object({ S: z.string().startsWith('version#') }),
  pushedBy: z.object({ S: z.string() }),
  pushedAt: z.object({ S: z.string() }),
});

/** Who pushed a version and when, of its item or a projection of it. */
export const toPushedVersion = (item: Item): PushedVersion => {
  const { part, pushedBy, pushedAt } = pushedSchema.parse(item);
  return { version: part.S.slice('version#'.length), pushedBy: pushedBy.S, pushedAt: pushedAt.S };
};

/** The template of a version's item. Throws on one that is none. */
export const toTemplate = (item: Item): Template =>
  templateSchema.parse(JSON.parse(item['content']?.S ?? 'null'));

/** The version that a head names. */
export const versionIn = (head: Item | undefined): string | undefined => head?.['version']?.S;

/** What a call to DynamoDB answers, or `undefined` when its condition did not hold. Throws `TemplatesUnavailableError`. */
export const unlessRefused = async <Answer>(call: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'ConditionalCheckFailedException') return undefined;
    throw new TemplatesUnavailableError('templates: the state table does not answer', { cause });
  }
};

const keyOf = (id: string, part: string): Item => ({ id: { S: id }, part: { S: part } });
