import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ask,
  java,
  maven,
  missingSentence,
  nodeAndNpm,
  python,
} from '../../../../local/setup/prerequisites.mjs';

const answering = (answers: Readonly<Record<string, string>>) => (command: string, args: readonly string[]) =>
  answers[[command, ...args].join(' ')];

describe('prerequisites', () => {
  it('takes Node 20 with npm and refuses Node 18', () => {
    const npm = answering({ 'npm --version': '10.8.2\n' });

    expect(nodeAndNpm(npm, '20.11.0')).toMatchObject({ ok: true, found: '20.11.0, npm 10.8.2' });
    expect(nodeAndNpm(npm, '18.19.1').ok).toBe(false);
    expect(nodeAndNpm(() => undefined, '20.11.0')).toMatchObject({
      ok: false,
      found: 'Node 20.11.0 without npm',
    });
  });

  it('takes a Python with venv and refuses one without', () => {
    const version = { 'python3.11 --version': 'Python 3.11.7' };
    const venv = { 'python3.11 -c import venv, ensurepip': '' };

    expect(python(answering({ ...version, ...venv }), 'python3.11').ok).toBe(true);
    expect(python(answering(version), 'python3.11')).toMatchObject({
      ok: false,
      found: '3.11.7 without venv',
    });
  });

  it('reads the versions of Java as both schemes print them', () => {
    const printing = (text: string) => java(answering({ 'java -version': text }));

    expect(printing('openjdk version "17.0.15" 2025-04-15')).toMatchObject({ ok: true, found: '17.0.15' });
    expect(printing('java version "1.8.0_292"')).toMatchObject({ ok: false, found: '1.8.0' });
    expect(printing('openjdk version "21" 2023-09-19').ok).toBe(true);
  });

  it('reads a version through the colours that Maven prints', () => {
    expect(maven(() => '\u001b[1mApache Maven 3.8.7\u001b[m')).toMatchObject({ ok: true, found: '3.8.7' });
  });

  it('names what is missing, the version and how to install it, in one sentence', () => {
    expect(missingSentence(maven(() => undefined))).toBe(
      'Maven 3 or later is needed and was not found: on Debian sudo apt-get install maven, on macOS brew install maven.',
    );
    const old = python(answering({ 'python3 --version': 'Python 3.9.2' }), undefined);
    expect(missingSentence(old)).toContain('Python with venv 3.10 to 3.13 is needed and 3.9.2 was found');
  });
});

describe('ask', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'path-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('answers with both streams of a program on PATH', () => {
    writeFileSync(join(folder, 'java'), '#!/bin/sh\necho \'openjdk version "17.0.1"\' >&2\n');
    chmodSync(join(folder, 'java'), 0o755);
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);

    expect(java(ask)).toMatchObject({ ok: true, found: '17.0.1' });
  });

  it('finds nothing on a PATH that has nothing, nor a program that fails', () => {
    writeFileSync(join(folder, 'mvn'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(folder, 'mvn'), 0o755);
    vi.stubEnv('PATH', folder);

    expect(java(ask)).toMatchObject({ ok: false, found: undefined });
    expect(maven(ask)).toMatchObject({ ok: false, found: undefined });
  });
});
