import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

const AUTH_LOG = '/var/log/auth.log';
/** Limits of the simulation: nothing rotates it. */
const LOG_BYTES_MAX = 4 * 1024 * 1024;

/** To the journal, by the unit's standard error, and to /var/log/auth.log as rsyslog writes it. */
export function* log(process: Process, text: string): Task<void> {
	yield* process.write(2, encodeUtf8(`${text}\n`));
	try {
		const fd = yield* process.open(AUTH_LOG, { write: true, append: true, create: true }, 0o640);
		const time = new Date(process.now()).toISOString().replace('Z', '000+00:00');
		if (process.fstat(fd).size < LOG_BYTES_MAX) {
			yield* process.write(fd, encodeUtf8(`${time} ${process.hostname} sshd[${process.pid}]: ${text}\n`));
		}
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}
