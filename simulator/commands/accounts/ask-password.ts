import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';

const LENGTH_MAX = 4_096;

/**
 * Asks on stderr and reads a line of stdin, which a terminal does not show. Undefined: the input is over.
 * @param isShown what is typed may be seen.
 */
export function* ask(process: Process, prompt: string, isShown = false): Task<string | undefined> {
	yield* process.write(2, encodeUtf8(prompt));
	const mode = process.isatty(0) && !isShown ? process.getTerminalMode(0) : undefined;
	if (mode !== undefined) process.setTerminalMode(0, { ...mode, echo: false });
	try {
		return yield* oneLine(process);
	} finally {
		if (mode !== undefined) {
			process.setTerminalMode(0, mode);
			yield* process.write(2, encodeUtf8('\n'));
		}
	}
}

/** What follows the line is somebody else's. */
function* oneLine(process: Process): Task<string | undefined> {
	const bytes: number[] = [];
	for (;;) {
		const [byte] = yield* process.read(0, 1);
		if (byte === undefined) return bytes.length === 0 ? undefined : decodeUtf8(Uint8Array.from(bytes));
		if (byte === 0x0a) return decodeUtf8(Uint8Array.from(bytes));
		if (bytes.length < LENGTH_MAX) bytes.push(byte);
	}
}
