import type { Command } from '../command.ts';
import { chattr } from './chattr.ts';
import { e2label } from './e2label.ts';
import { lsattr } from './lsattr.ts';
import { mke2fsItself, mkfsExt2, mkfsExt3, mkfsExt4 } from './mke2fs.ts';

export const E2FSPROGS_COMMANDS: readonly Command[] = [
	chattr,
	e2label,
	lsattr,
	mke2fsItself,
	mkfsExt2,
	mkfsExt3,
	mkfsExt4,
];
