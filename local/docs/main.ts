import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated-files.ts';

/** Writes the generated files of `docs/`, and removes schemas of documents that are no more. */
const main = (): void => {
  const files = generatedFiles();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const name of readdirSync('docs/schemas')) {
    if (!Object.hasOwn(files, `docs/schemas/${name}`)) rmSync(join('docs/schemas', name));
  }
  console.log(`wrote ${Object.keys(files).length} files below docs/`);
};

main();
