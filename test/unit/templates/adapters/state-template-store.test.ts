import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { StateTemplateArchive } from '../../../../shared/templates/adapters/state-template-archive.ts';
import { StateTemplateStore } from '../../../../shared/templates/adapters/state-template-store.ts';
import type { Template } from '../../../../shared/templates/template-store.ts';
import { aTemplate } from '../../../support/a-template.ts';
import { StateTableStub } from '../../../support/state-table-stub.ts';

const by = { pushedBy: 'ops', pushedAt: '2026-01-01T00:00:00.000Z' };
let stub: StateTableStub;
let now: number;

beforeEach(() => {
  stub = new StateTableStub();
  now = 1_700_000_000_000;
});

const table = () => ({ client: stub as unknown as DynamoDBClient, tableName: 'state' });
const push = (template: Template) => new StateTemplateArchive(table()).push(template, by);
const aStore = (bundled: Template | undefined = undefined) =>
  new StateTemplateStore({ ...table(), now: () => now, bundled: { get: async () => bundled } });

describe('StateTemplateStore', () => {
  it('sends the bundled template until one is pushed, and the pushed one a minute later', async () => {
    const store = aStore(aTemplate({}, { version: 'bundled' }));
    expect((await store.get('templ-789'))?.version).toBe('bundled');

    await push(aTemplate({}, { version: 'v2' }));

    now += 59_999;
    expect((await store.get('templ-789'))?.version).toBe('bundled');
    now += 1;
    expect((await store.get('templ-789'))?.version).toBe('v2');
  });

  it('reads once for many who ask, and after a minute only which version is current', async () => {
    await push(aTemplate());
    stub.reads = 0;
    const store = aStore();

    await Promise.all(Array.from({ length: 50 }, () => store.get('templ-789')));
    expect(stub.reads).toBe(2);

    now += 60_000;
    await store.get('templ-789');
    expect(stub.reads).toBe(3);
  });

  it('says that it cannot read, and reads again the next time', async () => {
    await push(aTemplate());
    const store = aStore(aTemplate({}, { version: 'bundled' }));
    stub.broken = true;
    await expect(store.get('templ-789')).rejects.toMatchObject({ name: 'TemplatesUnavailableError' });

    stub.broken = false;

    expect((await store.get('templ-789'))?.version).toBe('v1');
  });

  it('keeps at most 200 templates, however many ids come in', async () => {
    const store = aStore();
    for (let at = 0; at < 200; at += 1) await store.get(`templ-${at}`);
    stub.reads = 0;

    await store.get('templ-199');
    expect(stub.reads).toBe(0);
    await store.get('templ-200');
    await store.get('templ-0');
    expect(stub.reads).toBe(2);
  });
});
