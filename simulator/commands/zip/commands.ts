import type { Command } from '../command.ts';
import { unzip } from './unzip.ts';
import { zip } from './zip.ts';

export const ZIP_COMMANDS: readonly Command[] = [unzip, zip];
