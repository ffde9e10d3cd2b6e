import type { Task, Wait } from '../../machinery/task.ts';
import type { FileNode } from '../files/file-system.ts';
import { type OpenFlags, type SignalName, SystemError } from '../process-api.ts';
import type { Terminal } from '../tty/terminal.ts';

/** The process that makes a call on an open file, as far as files need to know it. */
export interface Caller {
	readonly hostPid: number;
	now(): number;
	/** Waits; throws EINTR when a caught signal arrives. Call it in a loop that looks at its condition first. */
	pause(wait: Wait): Task<void>;
	/** Sends the signal to the caller itself (SIGPIPE). May not return. */
	raise(signal: SignalName): void;
	/** Whether the caller may read the terminal now; sends SIGTTIN to a background group and waits until it may. */
	awaitForeground(terminal: Terminal, signal: 'TTIN' | 'TTOU'): Task<void>;
	/** How long a file that it writes may become. */
	readonly fileBytesMax?: number;
	/** Counts CPU steps of moving bytes. */
	charge(steps: number): void;
	/** Lets others run when they are many. */
	checkpoint(): Task<void>;
}

/**
 * An open file description: what descriptors of one or several processes refer to, with its offset and flags.
 * It closes when the last descriptor does.
 */
export abstract class OpenFile {
	readonly flags: OpenFlags;
	/** Absolute path it was opened by (of its mount namespace), or "pipe:[7]", "socket:[9]". */
	readonly name: string;
	/** Set once it has been locked: the lock ends with it. */
	locks: { unlock(file: OpenFile): void } | undefined;
	#references = 1;

	constructor(flags: OpenFlags, name: string) {
		this.flags = flags;
		this.name = name;
	}

	retain(): this {
		this.#references++;
		return this;
	}

	release(): void {
		this.#references--;
		if (this.#references > 0) return;
		this.locks?.unlock(this);
		this.closed();
	}

	/** What fstat shows. */
	abstract status(): OpenFileStatus;
	abstract read(caller: Caller, max: number): Task<Uint8Array>;
	abstract write(caller: Caller, data: Uint8Array): Task<void>;
	/** Whether `read` would not wait. */
	readable(): boolean {
		return true;
	}
	/** Woken when `readable` may have become true. Only asked for when it is false. */
	whenReadable(): Wait {
		throw new Error('assertion failed: a file that is always readable has no waiters');
	}
	seek(_offset: number, _whence: 'set' | 'cur' | 'end'): number {
		throw new SystemError('ESPIPE');
	}
	truncate(_length: number): void {
		throw new SystemError('EINVAL');
	}
	allocate(_end: number): void {
		throw new SystemError('ENODEV');
	}
	/** A description for who opens /proc/self/fd/N: pipes and terminals open anew, the rest is shared. */
	reopen(_flags: OpenFlags): OpenFile {
		return this.retain();
	}
	get terminal(): Terminal | undefined {
		return undefined;
	}
	/** Called once, when the last descriptor is gone. */
	protected closed(): void {}
}

export interface OpenFileStatus {
	readonly node: FileNode;
	readonly device: number;
	readonly size: number;
	readonly links: number;
}

/** A node for what has no file system: pipes, sockets. */
export function anonymousNode(type: FileNode['type'], ino: number): FileNode {
	return { type, ino, mode: 0o600, uid: 0, gid: 0, atimeMs: 0, mtimeMs: 0, ctimeMs: 0 };
}

/** A directory opened for reading: descriptors of it can be passed around, its bytes cannot be read. */
export class DirectoryFile extends OpenFile {
	readonly #status: () => OpenFileStatus;

	constructor(flags: OpenFlags, name: string, status: () => OpenFileStatus) {
		super(flags, name);
		this.#status = status;
	}

	status(): OpenFileStatus {
		return this.#status();
	}

	*read(): Task<Uint8Array> {
		throw new SystemError('EISDIR');
	}

	*write(): Task<void> {
		throw new SystemError('EBADF');
	}
}
