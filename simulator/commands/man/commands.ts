import type { Command } from '../command.ts';
import { apropos, man, whatis } from './man.ts';

export const MAN_COMMANDS: readonly Command[] = [apropos, man, whatis];
