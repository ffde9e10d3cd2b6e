import type { Command } from '../command.ts';
import { aaEnabled, aaStatus, apparmorStatus } from './aa-status.ts';
import { apparmorParser } from './apparmor-parser.ts';

export const APPARMOR_COMMANDS: readonly Command[] = [aaEnabled, aaStatus, apparmorParser, apparmorStatus];
