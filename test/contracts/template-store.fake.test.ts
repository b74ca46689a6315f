import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { FileTemplateStore } from '../../shared/templates/adapters/file-template-store.ts';
import { writeTemplates } from '../support/write-templates.ts';
import { describeTemplateStore } from './template-store-contract.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describeTemplateStore('FileTemplateStore', async (templates) => {
  const root = mkdtempSync(path.join(tmpdir(), 'templates-'));
  folders.push(root);
  writeTemplates(root, templates);
  return new FileTemplateStore(root);
});
