import type { Command } from '../command.ts';
import { bc } from './bc.ts';
import { dc } from './dc.ts';

export const BC_COMMANDS: readonly Command[] = [bc, dc];
