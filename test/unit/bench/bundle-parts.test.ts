import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultProvider } from '../../../infra/bundle/environment-credentials.ts';
import {
  NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS,
  resolveEndpointDiscoveryConfig,
} from '../../../infra/bundle/no-endpoint-discovery.ts';
import { EventStreamSerde, eventStreamSerdeProvider } from '../../../infra/bundle/no-event-streams.ts';
import { shrink } from '../../../infra/bundle/shrink.mjs';

afterEach(() => vi.unstubAllEnvs());

describe('credentials of a bundle', () => {
  it('are the role’s, from the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIA1');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');

    expect(await defaultProvider()()).toEqual({
      accessKeyId: 'ASIA1',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
  });

  it('are missed by name', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');

    await expect(defaultProvider()()).rejects.toThrow('AWS_ACCESS_KEY_ID');
  });
});

describe('what stands in for unused parts of the SDK', () => {
  it('leaves endpoints as they are configured', () => {
    const config = { endpoint: 'e' };

    expect(resolveEndpointDiscoveryConfig(config)).toBe(config);
    expect(NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS.environmentVariableSelector()).toBeUndefined();
    expect(NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS.configFileSelector()).toBeUndefined();
  });

  it('says what to do when an operation with event streams comes', () => {
    expect(() => new EventStreamSerde()).toThrow('infra/constructs/bundling.ts');
    expect(eventStreamSerdeProvider).toThrow('event streams are not bundled');
  });
});

describe('shrink', () => {
  it('drops a schema that only a computed key kept alive', async () => {
    const source = [
      'var _hE = "httpError";',
      'var Unused$ = [-3, "ns", "Unused", { [_hE]: 400 }];',
      'var Used$ = [-3, "ns", "Used", { [_hE]: 404 }];',
      'export { Used$ };',
    ].join('\n');

    const small = await shrink(source);

    expect(small).not.toContain('Unused');
    expect(small).toContain('httpError:404');
  });

  it('keeps the version of a package, and not its whole description', async () => {
    const source = [
      'var package_default = {',
      '  name: "client",',
      '  description: "long",',
      '  version: "3.1.2",',
      '  scripts: {',
      '    build: "x"',
      '  }',
      '};',
      'export const version = package_default.version;',
    ].join('\n');

    const small = await shrink(source);

    expect(small).toContain('3.1.2');
    expect(small).not.toContain('long');
  });

  it('leaves keys alone that are no constants', async () => {
    expect(await shrink('export const f = (_x) => ({ [_x]: 1 });')).toContain('[');
  });
});
