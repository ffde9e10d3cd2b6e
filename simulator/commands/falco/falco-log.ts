import { writeSyslog } from '../../hosts/systemd/syslog.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { strftime } from '../strftime.ts';

/** What falco says of itself, to its standard error and to syslog. Models engine/logger.cpp. */
export class FalcoLog {
	readonly #process: Process;
	stderr = true;
	syslog = true;
	level = 6;
	isoTimes = false;

	constructor(process: Process) {
		this.#process = process;
	}

	info(text: string): Task<void> {
		return this.write(6, text);
	}

	warning(text: string): Task<void> {
		return this.write(4, text);
	}

	*write(severity: number, text: string): Task<void> {
		if (severity > this.level) return;
		const process = this.#process;
		if (this.syslog)
			yield* writeSyslog(process, { identifier: 'falco', priority: severity, text: text.replace(/\n$/, '') });
		if (!this.stderr) return;
		const time = strftime(this.isoTimes ? '%Y-%m-%dT%H:%M:%S+0000' : '%a %b %d %H:%M:%S %Y', process.now());
		yield* process.write(2, encodeUtf8(`${time}: ${text}${text.endsWith('\n') ? '' : '\n'}`));
	}
}
