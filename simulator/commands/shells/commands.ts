import type { Command } from '../command.ts';
import { bash, dash } from './shells.ts';

export const SHELLS_COMMANDS: readonly Command[] = [bash, dash];
