import type { Command } from '../command.ts';
import { cmp } from './cmp.ts';
import { diff } from './diff.ts';
import { sdiff } from './sdiff.ts';

export const DIFFUTILS_COMMANDS: readonly Command[] = [cmp, diff, sdiff];
