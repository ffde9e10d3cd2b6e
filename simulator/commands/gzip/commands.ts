import type { Command } from '../command.ts';
import { gunzip, gzip, zcat } from './gzip.ts';

export const GZIP_COMMANDS: readonly Command[] = [gunzip, gzip, zcat];
