import type { Command } from '../command.ts';
import { mke2fsItself, mkfsExt2, mkfsExt3, mkfsExt4 } from './mke2fs.ts';

export const E2FSPROGS_COMMANDS: readonly Command[] = [mke2fsItself, mkfsExt2, mkfsExt3, mkfsExt4];
