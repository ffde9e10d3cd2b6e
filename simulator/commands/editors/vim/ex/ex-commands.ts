import type { ExKind } from './ex-command.ts';
import { FILE_COMMANDS } from './file-ex.ts';
import { LIST_COMMANDS } from './list-commands.ts';
import { MAP_COMMANDS } from './map-commands.ts';
import { SCRIPT_COMMANDS } from './script-commands.ts';
import { OPTION_COMMANDS } from './set-options.ts';
import { TEXT_COMMANDS } from './text-commands.ts';
import { WINDOW_COMMANDS } from './window-ex.ts';

/** Every command of the command line; of those that an abbreviation fits the first one is meant. */
export const EX_COMMANDS: readonly ExKind[] = [
	...TEXT_COMMANDS,
	...FILE_COMMANDS,
	...OPTION_COMMANDS,
	...WINDOW_COMMANDS,
	...LIST_COMMANDS,
	...MAP_COMMANDS,
	...SCRIPT_COMMANDS,
];
