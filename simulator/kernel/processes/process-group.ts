import type { SignalName } from '../process-api.ts';
import type { Terminal } from '../tty/terminal.ts';
import type { KernelProcess } from './kernel-process.ts';

/** Processes that job control treats as one: a pipeline. */
export class ProcessGroup {
	/** Pid of its first leader, in the host's and in the leader's own namespace. */
	readonly hostId: number;
	readonly namespaceId: number;
	readonly session: Session;
	readonly members = new Set<KernelProcess>();

	constructor(leader: KernelProcess, session: Session) {
		this.hostId = leader.hostPid;
		this.namespaceId = leader.namespacePid;
		this.session = session;
	}

	signal(signal: SignalName): void {
		for (const member of [...this.members]) member.signal(signal);
	}

	/**
	 * Whether nobody is left who could continue it: no member has a parent in another group of the session.
	 * @param ignoring a process about to exit, which does not count.
	 */
	isOrphaned(ignoring?: KernelProcess): boolean {
		for (const member of this.members) {
			if (member === ignoring || member.isEnded) continue;
			const parent = member.parent;
			if (parent === undefined || parent.isEnded || parent === ignoring || parent.isNamespaceInit) continue;
			if (parent.group !== this && parent.group.session === this.session) return false;
		}
		return true;
	}

	get hasStoppedMember(): boolean {
		for (const member of this.members) if (member.stopSignal !== undefined) return true;
		return false;
	}
}

/** A login: process groups that share a controlling terminal. */
export class Session {
	readonly hostId: number;
	readonly namespaceId: number;
	readonly leader: KernelProcess;
	terminal: Terminal | undefined;

	constructor(leader: KernelProcess) {
		this.hostId = leader.hostPid;
		this.namespaceId = leader.namespacePid;
		this.leader = leader;
	}

	/** Makes `terminal` the controlling one, with the leader's group in the foreground. */
	control(terminal: Terminal): void {
		this.terminal = terminal;
		terminal.session = this;
		terminal.foreground = this.leader.group;
	}
}
