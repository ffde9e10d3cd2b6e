import type { TerminalMode } from '../kernel/process-api.ts';

/** Every key goes through as it is: for those who hand the terminal on to somebody else's program. */
export const RAW_MODE: TerminalMode = {
	canonical: false,
	echo: false,
	signals: false,
	postprocess: false,
	mapReturn: false,
	flowControl: false,
};
