import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';

/** A tool that tells whether the server beside it is up. */
export interface PortProbe {
	readonly port: number;
	readonly up: (process: Process) => string;
	readonly down: (process: Process) => string;
	/** Of a server that is down. */
	readonly status: number;
}

export function portProbe(probe: PortProbe): Program {
	return (process) => ask(process, probe);
}

function* ask(process: Process, { port, up, down, status }: PortProbe): Task<number> {
	try {
		process.close(yield* process.connect('127.0.0.1', port));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(down(process)));
		return status;
	}
	yield* process.write(1, encodeUtf8(up(process)));
	return 0;
}
