import type { Task } from '../../machinery/task.ts';
import { deadlineWait } from '../net/network-calls.ts';
import { SystemError } from '../process-api.ts';
import { type LimitName, limitOf, OPEN_FILES_MAX, type ResourceLimit } from '../resource-limits.ts';
import type { KernelProcess } from './kernel-process.ts';
import { SocketCalls } from './socket-calls.ts';

/** The system calls by which processes stand back for each other: locks and niceness. */
export class SharingCalls extends SocketCalls {
	readonly #self: KernelProcess;

	constructor(self: KernelProcess) {
		super(self);
		this.#self = self;
	}

	getPriority(pid: number): number {
		return priorityTarget(this.#self, pid).niceness;
	}

	setPriority(pid: number, niceness: number): void {
		setNiceness(this.#self, pid, niceness);
	}

	getLimit(pid: number, name: LimitName): ResourceLimit {
		return limitOf(limitTarget(this.#self, pid).limits, name);
	}

	setLimit(pid: number, name: LimitName, limit: ResourceLimit): void {
		setLimit(this.#self, limitTarget(this.#self, pid), name, limit);
	}

	*flock(fd: number, mode: 'shared' | 'alone' | 'unlock', timeoutMs = Number.POSITIVE_INFINITY): Task<void> {
		const self = this.#self;
		self.charge(1);
		const file = self.files.get(fd);
		const { fileLocks, socketClock } = self.kernel;
		if (mode === 'unlock') fileLocks.unlock(file);
		else yield* fileLocks.lock(self, file, mode, self.now() + timeoutMs, deadlineWait(socketClock, timeoutMs));
	}
}

/** Whom a call is about; 0: the caller. Throws ESRCH. */
function priorityTarget(self: KernelProcess, pid: number): KernelProcess {
	const target = pid === 0 ? self : self.namespace.get(pid);
	if (target === undefined || target.isEnded) throw new SystemError('ESRCH');
	return target;
}

/** Models kernel/sys.c check_prlimit_permission. */
function limitTarget(self: KernelProcess, pid: number): KernelProcess {
	const target = priorityTarget(self, pid);
	const isOwn = target === self || target.credentials.uid === self.credentials.uid;
	if (!isOwn && !self.credentials.capabilities.has('SYS_RESOURCE')) throw new SystemError('EPERM');
	return target;
}

/** Models kernel/sys.c do_prlimit. */
function setLimit(self: KernelProcess, target: KernelProcess, name: LimitName, limit: ResourceLimit): void {
	if (limit.soft > limit.hard) throw new SystemError('EINVAL');
	if (name === 'nofile' && limit.hard > OPEN_FILES_MAX) throw new SystemError('EPERM');
	const raises = limit.hard > limitOf(target.limits, name).hard;
	if (raises && !self.credentials.capabilities.has('SYS_RESOURCE')) throw new SystemError('EPERM');
	target.limits = new Map(target.limits).set(name, limit);
	if (name === 'nofile') target.files.limit(limit.soft);
}

/** Models kernel/sys.c set_one_prio. Differs: everybody gets the same share of the processors. */
function setNiceness(self: KernelProcess, pid: number, niceness: number): void {
	const target = priorityTarget(self, pid);
	const wanted = Math.max(-20, Math.min(19, niceness));
	const { uid, capabilities } = self.credentials;
	const may = capabilities.has('SYS_NICE');
	if (!may && uid !== target.credentials.uid) throw new SystemError('EPERM');
	if (!may && wanted < target.niceness) throw new SystemError('EACCES');
	target.niceness = wanted;
}
