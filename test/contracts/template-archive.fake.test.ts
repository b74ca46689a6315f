import { InMemoryTemplateArchive } from '../../shared/templates/adapters/in-memory-template-archive.ts';
import { describeTemplateArchive } from './template-archive-contract.ts';

describeTemplateArchive('InMemoryTemplateArchive', async () => new InMemoryTemplateArchive());
