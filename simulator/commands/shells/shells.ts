import { bashProgram, dashProgram } from '../../shell/bash.ts';
import type { Command } from '../command.ts';

/** The shells of a Debian host. */
export const bash: Command = {
	name: 'bash',
	paths: ['/usr/bin/bash', '/usr/bin/rbash'],
	size: 1_446_024,
	program: bashProgram,
};
export const dash: Command = {
	name: 'dash',
	paths: ['/usr/bin/dash', '/usr/bin/sh'],
	size: 129_784,
	program: dashProgram,
};
