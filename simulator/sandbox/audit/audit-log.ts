import type { AuditEvent } from '../../apiserver/audit/audit-event.ts';
import { eventText } from '../../apiserver/audit/event-text.ts';
import { goErrno } from '../../commands/kubectl/errors.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type AuditBackend, reportLoss, type Truncation, truncated } from './audit-backend.ts';
import { RotatingFile, type RotationSettings } from './rotating-file.ts';

/** Events that wait to be written; of more the oldest are lost. */
const WAITING_MAX = 10_000;

export interface AuditLogSettings extends RotationSettings {
	readonly format: 'json' | 'legacy';
	readonly truncation: Truncation | undefined;
}

interface Waiting {
	readonly event: AuditEvent;
	/** As it was when it happened. */
	readonly line: string;
}

/** The file that an API server tells of requests in; "-" is its standard output. Models apiserver/plugin/pkg/audit/log. */
export class AuditLog implements AuditBackend {
	readonly #settings: AuditLogSettings;
	readonly #file: RotatingFile;
	readonly #written: Signal;
	#waiting: Waiting[] = [];

	constructor(settings: AuditLogSettings, loop: EventLoop) {
		this.#settings = settings;
		this.#file = new RotatingFile(settings);
		this.#written = new Signal(loop.post);
	}

	add(event: AuditEvent): void {
		const { format, truncation } = this.#settings;
		const told = truncation === undefined ? event : truncated(event, truncation);
		if (told === undefined) return;
		this.#waiting.push({ event, line: format === 'json' ? JSON.stringify(told) : eventText(told) });
		if (this.#waiting.length > 2 * WAITING_MAX) this.#waiting = this.#waiting.slice(-WAITING_MAX);
		this.#written.wakeAll();
	}

	*work(process: Process): Task<void> {
		for (;;) {
			while (this.#waiting.length === 0) yield this.#written;
			const waiting = this.#waiting;
			this.#waiting = [];
			const lines = waiting.map(({ line }) => encodeUtf8(`${line}\n`));
			try {
				if (this.#settings.path === '-') for (const line of lines) yield* process.write(1, line);
				else yield* this.#file.write(process, lines);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				const reason = `write ${this.#settings.path}: ${goErrno(error)}`;
				yield* reportLoss(
					process,
					'log',
					reason,
					waiting.map(({ event }) => event),
				);
			}
		}
	}
}
