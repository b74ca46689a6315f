import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  HOST_SETTINGS,
  hostEnvironment,
  SHARED_SETTINGS,
} from '../../../../local/engine/engine-environment.ts';

type ComposeFile = {
  services: { localstack: { image: string; environment: Record<string, string>; volumes: string[] } };
};

const read = (url: string): string => readFileSync(fileURLToPath(new URL(url, import.meta.url)), 'utf8');
const text = read('../../../../localstack.yml');
const compose: ComposeFile = parse(text);
const { localstack } = compose.services;
const options = { home: '/home', stateDir: '/state', port: 4566 };
const host = hostEnvironment(options, { path: '/bin', node: '/bin/node' });

/** Settings that only one mode has, or whose values differ, and why. */
const DIFFERENT: Record<string, string> = {
  OVERRIDE_IN_DOCKER: 'only host mode must deny that it is a container',
  LAMBDA_RUNTIME_EXECUTOR: 'Docker mode runs functions in containers',
  LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: "the host executor has AWS's own limit; containers keep LocalStack's",
  LAMBDA_REMOVE_CONTAINERS: 'only Docker mode has containers',
  LAMBDA_DOCKER_FLAGS: 'host functions reach 127.0.0.1 without help',
  LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC:
    'host mode long-polls, Docker mode polls twenty times a second',
  LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: 'host mode has no empty polls to back off from',
  DOCKER_HOST: 'only Docker mode speaks to Docker',
  DNS_ADDRESS: 'function containers need the DNS server of LocalStack, host functions do not',
  GATEWAY_LISTEN: 'within the container all interfaces; Compose publishes on 127.0.0.1 only',
  LOCALSTACK_HOST: 'function containers cannot reach 127.0.0.1 of the host',
  LANG: 'the image has its own',
  PYTHONUNBUFFERED: 'the image has its own',
  PATH: 'programs of the host',
  HOME: 'folders of the host',
  TEMP: 'folders of the host',
  FILESYSTEM_ROOT: 'the container has a file system of its own',
  SWITCHBOARD_NODE: 'read by the host executor',
  SWITCHBOARD_DYNAMODB_HOME: 'read by the host package; the image brings DynamoDB Local',
  SWITCHBOARD_LOG_DIR: 'read by the host package',
  SWITCHBOARD_DONE_FD: 'read by the host package',
};

describe('localstack.yml', () => {
  it('is a Compose file by the schema of the Compose Specification', () => {
    // It names its draft by http and its parts by `id`, which today's validators no longer know.
    const schema = JSON.parse(read('./compose-spec.json'), (key, value) =>
      ['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value,
    );
    const validate = new Ajv2019({ allErrors: true, strict: false, validateFormats: false }).compile(schema);

    validate(compose);

    expect(validate.errors).toBeNull();
    expect(validate({ services: { localstack: { image: 7 } } })).toBe(false);
  });

  it('repeats every shared setting', () => {
    expect(localstack.environment).toMatchObject(SHARED_SETTINGS);
  });

  it('differs from host mode only where there is a reason', () => {
    const names = new Set([...Object.keys(localstack.environment), ...Object.keys(host)]);
    const different = [...names].filter((name) => localstack.environment[name] !== host[name]);

    expect(different.sort()).toEqual(Object.keys(DIFFERENT).sort());
  });

  it('runs the version that host mode installs', () => {
    const pyproject = read('../../../../local/localstack/pyproject.toml');
    const version = /localstack-core\[runtime\]==([\d.]+)/.exec(pyproject)?.[1];

    expect(localstack.image).toBe(`localstack/localstack:${version}`);
  });

  it('publishes on this machine only, and lets functions reach it', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's own syntax
    const port = '${SWITCHBOARD_PORT:-4566}';

    expect(localstack).toMatchObject({
      ports: [`127.0.0.1:${port}:${port}`],
      volumes: expect.arrayContaining(['/var/run/docker.sock:/var/run/docker.sock']),
      extra_hosts: ['host.docker.internal:host-gateway'],
    });
    expect(localstack.environment['LAMBDA_DOCKER_FLAGS']).toContain('host.docker.internal:host-gateway');
  });
});

describe('hostEnvironment', () => {
  it('keeps every folder of a run below its state folder', () => {
    const folders = [host['HOME'], host['TEMP'], host['FILESYSTEM_ROOT'], host['SWITCHBOARD_LOG_DIR']];

    for (const folder of folders) expect(folder).toMatch(/^\/state\//);
  });

  it('has nothing of the caller but PATH and the program that runs functions', () => {
    const own = Object.keys({ ...SHARED_SETTINGS, ...HOST_SETTINGS });
    const others = Object.keys(host).filter((name) => !own.includes(name));

    expect(others.sort()).toEqual([
      'FILESYSTEM_ROOT',
      'GATEWAY_LISTEN',
      'HOME',
      'LOCALSTACK_HOST',
      'PATH',
      'SWITCHBOARD_DONE_FD',
      'SWITCHBOARD_DYNAMODB_HOME',
      'SWITCHBOARD_LOG_DIR',
      'SWITCHBOARD_NODE',
      'TEMP',
    ]);
  });
});
