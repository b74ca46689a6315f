import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Command } from 'commander';
import * as z from 'zod';
import { openAttainment } from './deadlines/open-attainment.ts';
import { deployedLanes } from './deployed-lanes.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import { type StageAccess, settingsOf } from './stage-access.ts';
import { openLook } from './top/look-at-stage.ts';
import { cloudWatchOldest, type OldestSource, unknownOldest, urlParametersOf } from './top/oldest.ts';
import { showOnce, watchTop } from './top/watch-top.ts';

const optionsSchema = z.object({ once: z.boolean().default(false), json: z.boolean().default(false) });

/** Columns where no terminal says how many it has. */
const PLAIN_COLUMNS = 120;

/** Adds the live view of a stage. */
export const addTop = (program: Command, terminal: Terminal): void => {
  program
    .command('top')
    .description('watch lanes, deadlines, agents, breakers and parked messages; q quits')
    .option('--once', 'print one look and end, as where no terminal listens')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const { once, json } = optionsSchema.parse(command.optsWithGlobals());
          const look = await openLook(access, openAttainment(target), await openOldest(access));
          const screen = once || json ? undefined : terminal.openScreen?.();
          return screen === undefined ? showOnce(await look(), PLAIN_COLUMNS) : watchTop(look, screen);
        }),
      ),
    );
};

const openOldest = async ({ target, parameters }: StageAccess): Promise<OldestSource> => {
  if (target.name === 'local') return unknownOldest;
  const urls = await parameters(urlParametersOf(deployedLanes(target.name)));
  return cloudWatchOldest(new CloudWatchClient(settingsOf(target)), urls, Date.now);
};
