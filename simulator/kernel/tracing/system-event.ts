import type { Errno, OpenFlags } from '../process-api.ts';
import type { TracedProcess } from './traced-process.ts';

/** What a tracer is told of a system call that has been made. */
export interface SystemEvent {
	/** As Linux names it for x86-64: "openat". */
	readonly name: string;
	/** How many events there were on this machine before. */
	readonly number: number;
	/** Virtual nanoseconds since the epoch. Within a millisecond they only say what came first. */
	readonly atNs: bigint;
	/** Who made it. Of an execve that went well: what it has become. */
	readonly process: TracedProcess;
	readonly result: number | Errno;
	/** In the order of the call's parameters, as a tracer prints them. */
	readonly parameters: readonly (readonly [name: string, value: string | number])[];
	/** What the call is about, when that is something open. */
	readonly subject: EventSubject | undefined;
}

export type EventSubject =
	| {
			readonly kind: 'file' | 'directory';
			/** −1 when the call failed. */
			readonly fd: number;
			/** Absolute, with links resolved. */
			readonly path: string;
			/** As the program gave it. */
			readonly givenPath: string;
			readonly flags: OpenFlags;
			/** The call made it. */
			readonly created: boolean;
	  }
	| {
			readonly kind: 'socket';
			readonly fd: number;
			readonly protocol: 'tcp' | 'udp' | 'icmp';
			/** Whose end each is: of what connects, the local one is the client's. */
			readonly role: 'client' | 'server' | 'none';
			readonly local: Endpoint;
			readonly remote: Endpoint | undefined;
	  };

export interface Endpoint {
	readonly address: string;
	readonly port: number;
}

/** What a tracer holds. */
export interface Traced {
	stop(): void;
	/** Has something done after the call that is being told of: for waking the tracer itself. */
	readonly post: (callback: () => void) => void;
}

/** Who wants to know of system calls. */
export interface Tracer {
	/** Called while the call is being made: it must not make calls itself, nor take long. */
	onEvent(event: SystemEvent): void;
	/** Whether calls of this name are wanted. */
	wants(name: string): boolean;
	/** Only those of this process, by its number on the host, and of what it starts from now on where `follows` is set. */
	readonly only?: { readonly pids: Set<number>; readonly follows: boolean };
	/** Whose calls are never told: the tracer's own. */
	readonly ownPid: number;
}
