import type { Command } from '../command.ts';
import { less } from './less.ts';
import { more } from './more.ts';

export const LESS_COMMANDS: readonly Command[] = [less, more];
