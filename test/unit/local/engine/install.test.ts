import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineHome, findPython, isDynamoDbReady, isPythonReady } from '../../../../local/engine/install.mjs';
import { hashOf, readStamp, writeStamp } from '../../../../local/engine/install-stamp.mjs';
import { runLogged } from '../../../../local/engine/run-logged.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchboard-install-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the install', () => {
  it('is below the checkout', () => {
    expect(engineHome('/checkout')).toBe('/checkout/.switchboard/engine');
  });

  it('is not ready in an empty folder, nor after an interruption', () => {
    mkdirSync(path.join(folder, 'venv'));
    mkdirSync(path.join(folder, 'dynamodb'));

    expect([isPythonReady(folder), isDynamoDbReady(folder)]).toEqual([false, false]);
  });

  it('is not ready when it was made from other pins or another package', () => {
    mkdirSync(path.join(folder, 'dynamodb'));
    writeStamp(path.join(folder, 'python.stamp.json'), { pins: 'older', package: 'older' });
    writeStamp(path.join(folder, 'dynamodb.stamp.json'), { pom: 'older' });

    expect([isPythonReady(folder), isDynamoDbReady(folder)]).toEqual([false, false]);
  });
});

describe('findPython', () => {
  it('answers a version that LocalStack runs on, or nothing', () => {
    const found = findPython();

    expect(found?.version ?? '3.10.0').toMatch(/^3\.(10|11|12|13)\./);
  });
});

describe('hashOf', () => {
  it('changes with a name and with a content, and not with what Python leaves behind', () => {
    const write = (name: string, content: string): void => writeFileSync(path.join(folder, name), content);
    write('a.py', '1');
    const first = hashOf([folder]);
    mkdirSync(path.join(folder, '__pycache__'));
    write('__pycache__/a.pyc', 'compiled');
    const same = hashOf([folder]);
    write('a.py', '2');
    const changed = hashOf([folder]);
    write('b.py', '');

    expect(same).toBe(first);
    expect(changed).not.toBe(first);
    expect(hashOf([folder])).not.toBe(changed);
  });
});

describe('readStamp', () => {
  it('takes half a stamp for none', () => {
    const stamp = path.join(folder, 'stamp.json');
    writeFileSync(stamp, '{"pins":');

    expect(readStamp(stamp)).toBeUndefined();
  });
});

describe('runLogged', () => {
  const options = () => ({
    logFile: path.join(folder, 'run.log'),
    failure: 'It did not work.',
    advice: 'Try again.',
  });

  it('hands on each line', async () => {
    const lines: string[] = [];

    await runLogged(process.execPath, ['-e', 'console.log("one\\ntwo")'], {
      ...options(),
      onLine: (line) => lines.push(line),
    });

    expect(lines).toEqual(['one', 'two']);
  });

  it.each([[process.execPath], ['no-such-program']])(
    'says in one sentence that %s failed, and where the log is',
    async (program) => {
      const run = runLogged(program, ['-e', 'process.exit(2)'], { ...options(), onLine: () => {} });

      await expect(run).rejects.toThrow(`It did not work. Try again. Log: ${path.join(folder, 'run.log')}`);
    },
  );
});
