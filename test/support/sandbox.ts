import { inject } from 'vitest';
import { createSandboxClient } from '../../local/provider-sandbox/sandbox-client.ts';

/** The provider sandbox of the shared local stage. */
export const sandboxClient = () => createSandboxClient(inject('sandbox'));
