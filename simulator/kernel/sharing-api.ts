import type { Task } from '../machinery/task.ts';

/** The system calls by which processes stand back for each other. */
export interface SharingCalls {
	/** −20 to 19; 0 for the process itself. ESRCH. */
	getPriority(pid: number): number;
	/** EPERM for others' processes, EACCES to raise it, without SYS_NICE. */
	setPriority(pid: number, niceness: number): void;
	/** An advisory lock of the open file. EAGAIN when `timeoutMs` passes first. */
	flock(fd: number, mode: 'shared' | 'alone' | 'unlock', timeoutMs?: number): Task<void>;
}
