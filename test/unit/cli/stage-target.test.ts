import { describe, expect, it } from 'vitest';
import { openStage } from '../../../cli/stage-access.ts';
import { chooseStage, runningStage, stageLine } from '../../../cli/stage-target.ts';
import type { StageFile } from '../../../local/stage-file.ts';

const running: StageFile = {
  stage: 'local',
  engine: 'host',
  endpoint: 'http://127.0.0.1:4566',
  region: 'us-east-1',
  sandbox: 'http://127.0.0.1:4580',
  pid: 1,
  startedAt: '2024-01-15T10:30:00Z',
};
const choose = (option?: string, variable?: string, file: StageFile | undefined = running) =>
  chooseStage({ option, variable, readRunning: () => file });

describe('chooseStage', () => {
  it('takes the running local stage when nothing is said', () => {
    expect(choose()).toEqual({ name: 'local', running });
    expect(choose(undefined, 'local')).toEqual({ name: 'local', running });
  });

  it('takes a stage on AWS only by --stage', () => {
    expect(choose('prod')).toEqual({ name: 'prod', running: undefined });
    expect(choose('prod', 'dev')).toEqual({ name: 'prod', running: undefined });
    expect(() => choose(undefined, 'prod')).toThrow(expect.objectContaining({ exit: 'USAGE' }));
  });

  it('lets --stage local win over the environment', () => {
    expect(choose('local', 'prod')).toEqual({ name: 'local', running });
  });

  it.each(['', 'Local', 'constructor', '__proto__'])('refuses %j, which is no stage', (name) => {
    expect(() => choose(name)).toThrow(expect.objectContaining({ exit: 'USAGE' }));
    expect(() => choose(undefined, name)).toThrow(expect.objectContaining({ exit: 'USAGE' }));
  });
});

describe('stageLine', () => {
  it('says which stage it is and whether it runs', () => {
    expect(stageLine(choose())).toBe('stage: local (http://127.0.0.1:4566)');
    expect(stageLine({ name: 'local', running: undefined })).toBe('stage: local (not running)');
    expect(stageLine(choose('dev'))).toBe('stage: dev (AWS)');
  });
});

describe('openStage', () => {
  it('speaks to the local stage with its endpoint, region and dummy credentials', async () => {
    const { sqs, close } = openStage(choose());

    expect(await sqs.config.region()).toBe('us-east-1');
    expect(await sqs.config.endpoint?.()).toMatchObject({ hostname: '127.0.0.1', port: 4566 });
    expect(await sqs.config.credentials()).toMatchObject({ accessKeyId: 'test', secretAccessKey: 'test' });
    close();
  });

  it('refuses a local stage that does not run', () => {
    const target = { name: 'local', running: undefined } as const;

    expect(() => openStage(target)).toThrow(expect.objectContaining({ exit: 'NO_STAGE' }));
    expect(() => runningStage(target)).toThrow(expect.objectContaining({ exit: 'NO_STAGE' }));
  });
});
