import { log } from './log.ts';

/** After that, what is still open is cut off. */
const PATIENCE_MS = 5_000;

/**
 * Calls `close` once, on SIGTERM, SIGINT, or when the process that started us is gone (npm does not pass its end on to
 * the shell's child), and then exits.
 */
export function onExit(close: () => Promise<void>): void {
	let exiting = false;
	const exit = (reason: string) => {
		if (exiting) return;
		exiting = true;
		log.info(`\nStopping (${reason}) …`);
		setTimeout(() => process.exit(1), PATIENCE_MS).unref();
		close().then(
			() => process.exit(0),
			(error: unknown) => {
				log.error('stopping', error);
				process.exit(1);
			},
		);
	};
	process.on('SIGTERM', () => exit('SIGTERM'));
	process.on('SIGINT', () => exit('SIGINT'));
	const parent = Number(process.env.KUBEDRILL_PARENT_PID);
	if (parent > 0) setInterval(() => process.ppid !== parent && exit('npm has ended'), 500).unref();
}
