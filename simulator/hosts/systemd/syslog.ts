import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ServiceManager } from './service-manager.ts';

const LOG = '/var/log/syslog';
/** Limits of the simulation: nothing rotates it. */
const LOG_BYTES_MAX = 8 * 1024 * 1024;

export interface SyslogMessage {
	/** "falco". */
	readonly identifier: string;
	/** Severity, with the facility times 8. */
	readonly priority: number;
	readonly text: string;
	/** Shown behind the identifier when it is given. */
	readonly pid?: number;
}

/**
 * What a program of a host tells syslog(3): it goes into the journal, and from there into /var/log/syslog. In a container
 * nobody listens. Models sd-journal's forwarding and rsyslog's RSYSLOG_FileFormat. Differs: who may not write there is
 * heard in the journal only.
 */
export function* writeSyslog(process: Process, { identifier, priority, text, pid }: SyslogMessage): Task<void> {
	const manager = process.port<ServiceManager>('systemd');
	if (manager === undefined || !process.access('/run/systemd/system', {})) return;
	const atMs = process.now();
	const unit = manager.unitOf(process.pid) ?? '';
	manager.journal.add({ atMs, identifier, pid: pid ?? process.pid, unit, text, priority: priority % 8 });
	try {
		const fd = yield* process.open(LOG, { write: true, append: true, create: true }, 0o640);
		const shown = pid === undefined ? identifier : `${identifier}[${pid}]`;
		const time = new Date(atMs).toISOString().replace('Z', '000+00:00');
		if (process.fstat(fd).size < LOG_BYTES_MAX) {
			const line = text.replace(/\n/g, '#012');
			yield* process.write(fd, encodeUtf8(`${time} ${process.hostname} ${shown}: ${line}\n`));
		}
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}
