import { type Process, SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';

/** How often an answer is asked for anew: it doubles while nothing changes. */
const REFRESH_MS = 10_000;
const REFRESH_MAX_MS = 320_000;
/** How soon it is seen that rules name others. */
const LOOK_MS = 200;

/**
 * Addresses of the hosts that rules compare `fd.sip.name` with, as falco's own resolver tells them: on a node that knows
 * nothing of the cluster's DNS, Services have none. Models libsinsp dns_manager.cpp. Differs: it asks before the first
 * event instead of at it.
 */
export class HostNames {
	readonly #process: Process;
	readonly #byAddress = new Map<string, readonly string[]>();
	#names: readonly string[];
	#isNew = true;

	constructor(process: Process, names: readonly string[]) {
		this.#process = process;
		this.#names = names;
	}

	set names(names: readonly string[]) {
		this.#names = names;
		this.#isNew = true;
	}

	/** Undefined: no rule names a host of this address. */
	of(address: string): readonly string[] | undefined {
		return this.#byAddress.get(address);
	}

	*work(): Task<void> {
		const process = this.#process;
		let periodMs = REFRESH_MS;
		for (;;) {
			this.#isNew = false;
			const isOther = yield* this.#refresh();
			periodMs = isOther ? REFRESH_MS : Math.min(periodMs * 2, REFRESH_MAX_MS);
			const dueMs = process.now() + periodMs;
			yield process.lookEvery(LOOK_MS, () => this.#isNew || (this.#names.length > 0 && process.now() >= dueMs));
		}
	}

	/** Whether an answer is another. */
	*#refresh(): Task<boolean> {
		const found = new Map<string, string[]>();
		for (const name of this.#names) {
			for (const address of yield* this.#addressesOf(name)) found.set(address, [...(found.get(address) ?? []), name]);
		}
		const before = JSON.stringify([...this.#byAddress]);
		this.#byAddress.clear();
		for (const [address, names] of found) this.#byAddress.set(address, names);
		return JSON.stringify([...found]) !== before;
	}

	*#addressesOf(name: string): Task<readonly string[]> {
		try {
			const resolution = yield* resolveHost(this.#process, name);
			return resolution.kind === 'found' ? resolution.addresses : [];
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return [];
		}
	}
}
