import type { Command } from '../command.ts';
import { gunzip, gzip, zcat } from './gzip.ts';
import { Z_COMMANDS } from './z-tools.ts';

export const GZIP_COMMANDS: readonly Command[] = [...Z_COMMANDS, gunzip, gzip, zcat];
