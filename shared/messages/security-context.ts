import * as z from 'zod';
import { identifier, instant, upperCaseName } from './fields.ts';

/** Who acts and what it may do: the specification's section 6. */
export const securityContextSchema = z.looseObject({
  agentId: identifier,
  certificate: identifier,
  permissions: z.array(upperCaseName).max(64),
  tokenExpiry: instant,
});

/** The document that carries a security context on its own. */
export const securityContextDocumentSchema = z.looseObject({ securityContext: securityContextSchema });
