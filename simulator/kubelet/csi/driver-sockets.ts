import type { Process } from '../../kernel/process-api.ts';
import type { TaskGroup } from '../../kernel/serving/task-group.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { type CsiDriver, CsiError } from './csi-driver.ts';

/** What `process.port` and `machine.port` call the node's `DriverSockets`. */
export const DRIVER_SOCKETS = 'csi-sockets';

/** A driver that listens: what it is asked it does in its own process. */
export class DriverSocket {
	readonly name: string;
	readonly #driver: CsiDriver;
	readonly #group: TaskGroup;
	readonly #changed: Signal;
	#closed = false;

	constructor(driver: CsiDriver, group: TaskGroup, post: (callback: () => void) => void) {
		this.name = driver.name;
		this.#driver = driver;
		this.#group = group;
		this.#changed = new Signal(post);
	}

	get node(): CsiDriver['node'] {
		return this.#driver.node;
	}

	close(): void {
		this.#closed = true;
		this.#changed.wakeAll();
	}

	/** Throws CsiError: the driver's own, or Unavailable when it goes meanwhile. */
	*call<T>(begin: (driver: CsiDriver) => Task<T>): Task<T> {
		const answer: Answer<T> = { done: false, value: undefined, error: undefined };
		if (!this.#closed) this.#group.add(serve(begin(this.#driver), answer, this.#changed));
		while (!answer.done) {
			if (this.#closed) throw new CsiError('Unavailable', 'error reading from server: EOF');
			yield this.#changed;
		}
		if (answer.error !== undefined) throw answer.error;
		return answer.value as T;
	}
}

interface Answer<T> {
	done: boolean;
	value: T | undefined;
	error: CsiError | undefined;
}

function* serve<T>(task: Task<T>, answer: Answer<T>, changed: Signal): Task<void> {
	try {
		answer.value = yield* task;
	} catch (error) {
		if (!(error instanceof CsiError)) throw error;
		answer.error = error;
	}
	answer.done = true;
	changed.wakeAll();
}

/**
 * The sockets that drivers listen at on one node, by the directory that each lies in: containers and the kubelet see it
 * under names of their own. Stands for gRPC over Unix sockets.
 */
export class DriverSockets {
	readonly #listening = new Map<string, DriverSocket>();
	/** Drivers that the kubelet knows, by name: where they listen. */
	readonly #registered = new Map<string, string>();
	/** Told of drivers that come and go. */
	onChange: ((driver: string) => void) | undefined;

	/** Listens for as long as the process lives. */
	listen(process: Process, endpoint: string, socket: DriverSocket): void {
		const key = keyOf(process, endpoint);
		this.#listening.set(key, socket);
		process.onEnd(() => {
			if (this.#listening.get(key) === socket) this.#listening.delete(key);
			socket.close();
		});
	}

	/** Undefined where nobody listens. */
	at(process: Process, endpoint: string): DriverSocket | undefined {
		return this.#listening.get(keyOf(process, endpoint));
	}

	/** Makes a driver known to the kubelet for as long as the process lives. */
	register(process: Process, driver: string, endpoint: string): void {
		const key = keyOf(process, endpoint);
		this.#registered.set(driver, key);
		this.onChange?.(driver);
		process.onEnd(() => {
			if (this.#registered.get(driver) !== key) return;
			this.#registered.delete(driver);
			this.onChange?.(driver);
		});
	}

	get names(): readonly string[] {
		return [...this.#registered.keys()];
	}

	isRegistered(driver: string): boolean {
		return this.#registered.has(driver);
	}

	/** A registered driver that listens. */
	find(driver: string): DriverSocket | undefined {
		return this.#listening.get(this.#registered.get(driver) ?? '');
	}
}

/** @param endpoint "unix:///csi/csi.sock". */
function keyOf(process: Process, endpoint: string): string {
	const path = endpoint.replace(/^unix:\/\//, '');
	const slash = path.lastIndexOf('/');
	const { device, inode } = process.stat(path.slice(0, slash) || '/');
	return `${device}:${inode}/${path.slice(slash + 1)}`;
}
