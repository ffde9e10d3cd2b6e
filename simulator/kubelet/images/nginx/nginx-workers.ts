import { NO_CAPABILITIES } from '../../../kernel/capabilities.ts';
import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import { NEVER } from '../../../kernel/processes/waits.ts';
import type { Task } from '../../../machinery/task.ts';

/** The user "nginx" of the image. */
const NGINX_ID = 101;

/** The worker processes of one master: who dies is replaced. Models ngx_process_cycle.c ngx_reap_children. */
export class NginxWorkers {
	readonly #process: Process;
	readonly #pids = new Set<number>();

	constructor(process: Process) {
		this.#process = process;
	}

	/** Their pids. */
	start(count: number): number[] {
		return Array.from({ length: count }, () => this.#startOne());
	}

	*replaceEnded(): Task<void> {
		for (;;) {
			const ended = yield* this.#reap();
			if (ended === undefined) return;
			if (this.#pids.delete(ended)) this.#startOne();
		}
	}

	stop(): void {
		for (const pid of this.#pids) {
			try {
				this.#process.kill(pid, 'TERM');
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
			}
		}
		this.#pids.clear();
	}

	*#reap(): Task<number | undefined> {
		try {
			return (yield* this.#process.wait(-1, { nohang: true }))?.pid;
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	#startOne(): number {
		const { credentials, env } = this.#process;
		const isRoot = credentials.uid === 0;
		const pid = this.#process.spawn({
			argv: ['nginx'],
			env,
			fds: NO_DESCRIPTORS,
			program: worker,
			...(isRoot
				? { credentials: { uid: NGINX_ID, gid: NGINX_ID, groups: [NGINX_ID], capabilities: NO_CAPABILITIES } }
				: {}),
		});
		this.#pids.add(pid);
		return pid;
	}
}

const NO_DESCRIPTORS: ReadonlyMap<number, number> = new Map();

const worker: Program = function* (process) {
	process.setTitle('nginx: worker process');
	for (;;) yield* process.block(NEVER);
};
