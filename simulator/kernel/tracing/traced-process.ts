import { decodeUtf8 } from '../../machinery/utf8.ts';
import { locateNode } from '../files/path-calls.ts';
import { type Credentials, SystemError } from '../process-api.ts';
import type { KernelProcess } from '../processes/kernel-process.ts';
import { programName, shownArguments } from '../processes/machine-view.ts';

/** A process as tracers see it: as it is while they are told of its call. */
export class TracedProcess {
	readonly #self: KernelProcess;

	constructor(self: KernelProcess) {
		this.#self = self;
	}

	/** Of the host. */
	get pid(): number {
		return this.#self.hostPid;
	}

	/** As it sees itself. */
	get ownPid(): number {
		return this.#self.namespacePid;
	}

	/** At most 15 characters. */
	get name(): string {
		return programName(this.#self);
	}

	get argv(): readonly string[] {
		return shownArguments(this.#self);
	}

	get env(): ReadonlyMap<string, string> {
		return this.#self.env;
	}

	get cwd(): string {
		return this.#self.cwd;
	}

	get credentials(): Credentials {
		return this.#self.credentials;
	}

	/** Path of the file that it executes, as it sees it; '' when there is none. */
	get executable(): string {
		return this.#self.executable ?? '';
	}

	get startedAtMs(): number {
		return this.#self.startedAtMs;
	}

	/** "/dev/pts/0" of its session. */
	get terminal(): string | undefined {
		return this.#self.session.terminal?.name;
	}

	/** On the host. */
	get sessionPid(): number {
		return this.#self.session.hostId;
	}

	/** On the host. */
	get groupPid(): number {
		return this.#self.group.hostId;
	}

	get sessionLeader(): TracedProcess | undefined {
		const { leader } = this.#self.session;
		return leader === undefined ? undefined : new TracedProcess(leader);
	}

	get groupLeader(): TracedProcess | undefined {
		const leader = this.#self.kernel.pids.get(this.groupPid);
		return leader === undefined ? undefined : new TracedProcess(leader);
	}

	/** As its group has it. */
	get parent(): TracedProcess | undefined {
		const { parent } = this.#self;
		return parent === undefined ? undefined : new TracedProcess(parent);
	}

	/** Of its control group: a container's id; undefined outside containers. */
	get controlGroup(): string | undefined {
		return this.#self.resources?.name;
	}

	/** Its parent is of another control group: who runs containers has started it. */
	get isRootOfGroup(): boolean {
		return this.#self.parent?.resources !== this.#self.resources;
	}

	/** First process of its pid namespace. */
	get isNamespaceInit(): boolean {
		return this.#self.isNamespaceInit;
	}

	/** When its pid namespace began; undefined in the host's. */
	get namespaceStartedAtMs(): number | undefined {
		const { namespace, kernel } = this.#self;
		return namespace === kernel.pids ? undefined : namespace.init?.startedAtMs;
	}

	/** A small text file as it sees it. */
	readFile(path: string): string | undefined {
		const data = this.#self.root.readFile(path);
		return data === undefined ? undefined : decodeUtf8(data.subarray(0, FILE_BYTES_MAX));
	}

	/** Facts of the file that it executes. */
	executableFile(): ExecutableFile | undefined {
		if (this.executable === '') return undefined;
		const { root } = this.#self;
		const context = { root, cwd: '/', umask: 0, credentials: this.credentials, viewer: this.#self };
		try {
			const { node, mount } = locateNode(context, this.executable);
			const writable = (node.mode & (node.uid === this.credentials.uid ? 0o200 : 0o002)) !== 0;
			return {
				inode: node.ino,
				ctimeMs: node.ctimeMs,
				mtimeMs: node.mtimeMs,
				fileSystem: mount.type,
				isWritable: (writable || this.credentials.capabilities.has('DAC_OVERRIDE')) && !mount.readOnly,
			};
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}
}

export interface ExecutableFile {
	readonly inode: number;
	readonly ctimeMs: number;
	readonly mtimeMs: number;
	/** "overlay", "ext4". */
	readonly fileSystem: string;
	/** By whoever executes it. */
	readonly isWritable: boolean;
}

const FILE_BYTES_MAX = 65_536;
