/** The server's log: one line an event on stderr. */
export const log = {
	info(message: string): void {
		console.error(message);
	},
	error(message: string, error?: unknown): void {
		const detail =
			error instanceof Error ? `: ${error.stack ?? error.message}` : error === undefined ? '' : `: ${error}`;
		console.error(`${new Date().toISOString()} error: ${message}${detail}`);
	},
};
