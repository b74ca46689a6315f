import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../../../local/docs/generated-files.ts';
import { commandTypeTable, eventTypeTable } from '../../../../shared/messages/message-types.ts';

const files = generatedFiles();
const HINT = 'run `npm run docs` and commit what it writes';

describe('generatedFiles', () => {
  for (const [path, text] of Object.entries(files)) {
    it(`are checked in as the schemas make them: ${path}`, () => {
      const found = existsSync(path) ? readFileSync(path, 'utf8') : '';

      expect(found === text, `${path} is not current: ${HINT}`).toBe(true);
    });
  }

  it('are the only schemas that are checked in', () => {
    const found = readdirSync('docs/schemas').map((name) => `docs/schemas/${name}`);

    expect(
      found.filter((path) => !Object.hasOwn(files, path)),
      HINT,
    ).toEqual([]);
  });

  it('are the same at each run', () => {
    expect(generatedFiles()).toEqual(files);
  });
});

describe('docs/message-catalog.md', () => {
  const catalog = files['docs/message-catalog.md'] ?? '';

  it('speaks of every command and event type', () => {
    for (const type of Object.keys(commandTypeTable)) expect(catalog).toContain(`### ${type}\n`);
    for (const type of Object.keys(eventTypeTable)) expect(catalog).toContain(`| ${type} |`);
  });

  it('leads every link to a heading', () => {
    const headings = [...catalog.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase());
    const links = [...catalog.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);

    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});
