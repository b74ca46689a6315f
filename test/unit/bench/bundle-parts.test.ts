import { createHash, createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultProvider } from '../../../infra/bundle/environment-credentials.ts';
import {
  getFlexibleChecksumsPlugin,
  NODE_REQUEST_CHECKSUM_CALCULATION_CONFIG_OPTIONS,
  NODE_RESPONSE_CHECKSUM_VALIDATION_CONFIG_OPTIONS,
  resolveFlexibleChecksumsConfig,
  Sha1,
} from '../../../infra/bundle/no-checksums.ts';
import {
  NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS,
  resolveEndpointDiscoveryConfig,
} from '../../../infra/bundle/no-endpoint-discovery.ts';
import {
  EventStreamSerde,
  eventStreamSerdeProvider,
  resolveEventStreamSerdeConfig,
} from '../../../infra/bundle/no-event-streams.ts';
import { shrink } from '../../../infra/bundle/shrink.mjs';
import { SignatureV4MultiRegion } from '../../../infra/bundle/signature-v4-only.ts';

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
    expect(resolveEventStreamSerdeConfig('as it was')).toBe('as it was');
  });

  it('reads without checksums, and says what to do when something is to be written', () => {
    expect(resolveFlexibleChecksumsConfig('as it was')).toBe('as it was');
    expect(getFlexibleChecksumsPlugin().applyToStack()).toBeUndefined();
    expect(NODE_REQUEST_CHECKSUM_CALCULATION_CONFIG_OPTIONS.environmentVariableSelector()).toBeUndefined();
    expect(NODE_RESPONSE_CHECKSUM_VALIDATION_CONFIG_OPTIONS.configFileSelector()).toBeUndefined();
    expect(() => new Sha1()).toThrow('infra/constructs/bundling.ts');
  });

  it('signs for one region', async () => {
    const credentials = { accessKeyId: 'ASIA1', secretAccessKey: 'secret' };
    const signer = new SignatureV4MultiRegion({
      credentials,
      region: 'us-east-1',
      service: 'ses',
      sha256: Sha256,
    });
    const headers = { host: 'email.us-east-1.amazonaws.com' };
    const request = { method: 'GET', protocol: 'https:', hostname: headers.host, path: '/', headers };

    const signed = await signer.sign(request, { signingDate: new Date(0) });

    expect(signed.headers['authorization']).toContain('Credential=ASIA1/19700101/us-east-1/ses/aws4_request');
    expect(SignatureV4MultiRegion.sigv4aDependency()).toBe('none');
    await expect(signer.signWithCredentials()).rejects.toThrow('directory buckets');
  });
});

describe('shrink', () => {
  it('drops the errors of a service that nobody names, and keeps the base of all', async () => {
    const source = [
      'class Registry { registerError(schema, type) { globalThis.seen = [schema, type]; } }',
      'var _s_registry = new Registry(); var n0_registry2 = new Registry();',
      'class Base extends Error {}',
      'class QuotaException extends Base {}',
      'var Quota$ = [-3, "ns", "Quota"]; var Base$ = [-3, "ns", "Base"];',
      '_s_registry.registerError(Base$, Base);',
      'n0_registry2.registerError(Quota$, QuotaException);',
    ].join('\n');

    const small = await shrink(source);

    expect(small).toContain('"Base"');
    expect(small).not.toContain('Quota');
  });

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

  it('keeps the names that people use of all that HTML has for characters', async () => {
    const source = [
      'var htmlEntities = {',
      '  "&Uuml;": "\\xDC",',
      '  "&rsquo;": "\\u2019",',
      '  "&zopf;": "\\uD835\\uDD6B",',
      '  "&zwj;": "\\u200D"',
      '};',
      'export const characterOf = (name) => htmlEntities[name];',
    ].join('\n');

    const small = await shrink(source);

    expect(small).toMatch(/&Uuml;.*&rsquo;.*&zwj;/);
    expect(small).not.toContain('zopf');
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

/** SHA-256 in the shape that the SDK's signers want: plain, or keyed. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret));
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

const keyOf = (secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array => {
  if (typeof secret === 'string' || secret instanceof Uint8Array) return secret;
  throw new TypeError('the signers give keys as text or bytes');
};
