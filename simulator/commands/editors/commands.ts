import type { Command } from '../command.ts';
import { nano } from './nano/nano.ts';
import { vim } from './vim/vim.ts';

export const EDITORS_COMMANDS: readonly Command[] = [nano, vim];
