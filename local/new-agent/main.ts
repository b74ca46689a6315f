import { fileURLToPath } from 'node:url';
import { agents } from '../../config/agents.ts';
import { addAgent } from './add-agent.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs `npm run new:agent -- NAME`. */
const main = (args: readonly string[]): number => {
  const [agentType, ...more] = args;
  if (agentType === undefined || more.length > 0) {
    console.error('usage: npm run new:agent -- NAME, such as whatsapp');
    return 2;
  }
  try {
    for (const line of addAgent(root, agentType, agents)) console.log(line);
    return 0;
  } catch (error) {
    console.error(`npm run new:agent: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
};

process.exitCode = main(process.argv.slice(2));
