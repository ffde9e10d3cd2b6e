import type { Task } from '../machinery/task.ts';
import type { LimitName, ResourceLimit } from './resource-limits.ts';

/** The system calls by which processes stand back for each other. */
export interface SharingCalls {
	/** −20 to 19; 0 for the process itself. ESRCH. */
	getPriority(pid: number): number;
	/** EPERM for others' processes, EACCES to raise it, without SYS_NICE. */
	setPriority(pid: number, niceness: number): void;
	/** @param pid 0: the process itself. ESRCH, EPERM for others' processes without SYS_RESOURCE. */
	getLimit(pid: number, name: LimitName): ResourceLimit;
	/** EINVAL where the soft one is above the hard one, EPERM to raise the hard one without SYS_RESOURCE. */
	setLimit(pid: number, name: LimitName, limit: ResourceLimit): void;
	/** An advisory lock of the open file. EAGAIN when `timeoutMs` passes first. */
	flock(fd: number, mode: 'shared' | 'alone' | 'unlock', timeoutMs?: number): Task<void>;
}
