import type { Command } from '../command.ts';
import { find } from './find.ts';
import { xargs } from './xargs.ts';

export const FINDUTILS_COMMANDS: readonly Command[] = [find, xargs];
