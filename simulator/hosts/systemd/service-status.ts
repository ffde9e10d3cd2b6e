import type { RunningProcess } from '../../kernel/machine-api.ts';
import type { WaitResult } from '../../kernel/process-api.ts';
import type { Timer } from '../../machinery/event-loop.ts';
import { StacklessError } from '../../machinery/stackless-error.ts';
import type { JournalMemory } from './service-journal.ts';
import type { UnitFile } from './unit-file.ts';

/** Named by the unit, and not there. */
export class MissingFile extends StacklessError {}

/** How a service is doing, as `systemctl status` shows it. */
export interface ServiceStatus {
	readonly name: string;
	/** Undefined: there is no such unit. */
	readonly unit: UnitFile | undefined;
	readonly enabled: boolean;
	/** Its name leads to /dev/null. */
	readonly masked: boolean;
	readonly active: 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating';
	readonly sub:
		| 'running'
		| 'exited'
		| 'listening'
		| 'waiting'
		| 'active'
		| 'dead'
		| 'failed'
		| 'start'
		| 'auto-restart'
		| 'stop-sigterm';
	readonly mainPid: number | undefined;
	readonly sinceMs: number;
	/** How its last process ended; 203 when it could not be executed. */
	readonly result: WaitResult | undefined;
	readonly restarts: number;
	/** The command line that runs or ran. */
	readonly command: readonly string[];
}

export interface ServiceRecord {
	readonly name: string;
	/** As it was when it was loaded. */
	unit: UnitFile | undefined;
	active: ServiceStatus['active'];
	sub: ServiceStatus['sub'];
	sinceMs: number;
	result: WaitResult | undefined;
	restarts: number;
	/** When it was started, as far as that counts towards its limit. */
	startsMs: readonly number[];
	command: readonly string[];
	/** Somebody asked for it to be down. */
	stopping: boolean;
	startAgain: boolean;
}

export interface Service extends ServiceRecord {
	running: RunningProcess | undefined;
	timer: Timer | undefined;
	/** What its process says before was said already by the one that it is a copy of. */
	silentUntilMs: number;
}

/** What a copy of a host goes on with. Immutable and shared. */
export interface ServicesMemory {
	readonly journal: JournalMemory;
	readonly services: readonly (Readonly<ServiceRecord> & { readonly isRunning: boolean })[];
}
