import type { Task } from '../../machinery/task.ts';
import { SystemError, type WaitResult } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';
import type { ProcessGroup } from './process-group.ts';
import { notifyParent } from './signal-delivery.ts';

/** The program has returned or called exit. */
export function exitProcess(process: KernelProcess, status: number): void {
	if (!process.isEnded) endProcess(process, { pid: process.namespacePid, kind: 'exited', status: status & 0xff });
}

/**
 * Ends a process wherever it is: its program is dropped, its files close, its children get a new parent, and
 * whoever waits for it learns how it ended. Models Linux kernel/exit.c do_exit.
 */
export function endProcess(process: KernelProcess, result: WaitResult): void {
	const { kernel } = process;
	process.settleCpu();
	kernel.endedCpuMs += process.burntMs;
	process.result = result;
	kernel.scheduler.forget(process);
	process.generator = undefined;
	process.replacement = undefined;
	process.stopSignal = undefined;
	process.caught = [];
	if (process.isNamespaceInit) killNamespace(process);
	process.files.closeAll();
	const { session } = process;
	if (session.leader === process && session.terminal !== undefined) {
		const terminal = session.terminal;
		session.terminal = undefined;
		terminal.hangup();
		terminal.session = undefined;
		terminal.foreground = undefined;
	}
	process.resources?.leave(process);
	for (const callback of process.endCallbacks ?? []) kernel.post(callback);
	process.endCallbacks = undefined;
	leaveFamily(process);
	bury(process);
}

/** How the process tells its parent (or whoever started it), and when it is forgotten. */
function bury(process: KernelProcess): void {
	const { kernel, parent, onExit, result } = process;
	if (onExit !== undefined && result !== undefined) {
		remove(process);
		kernel.loop.post(() => onExit(result));
		return;
	}
	if (parent === undefined || parent.isEnded || parent.dispositions?.get('CHLD') === 'ignore') {
		remove(process);
		parent?.wakeWaiters();
		return;
	}
	notifyParent(process);
}

function remove(process: KernelProcess): void {
	process.group.members.delete(process);
	process.parent?.removeChild(process);
	process.kernel.pids.remove(process.hostPid);
	if (process.namespace !== process.kernel.pids) process.namespace.remove(process.namespacePid);
}

function killNamespace(init: KernelProcess): void {
	for (const process of init.namespace.all()) {
		if (process === init) continue;
		if (process.isEnded) remove(process);
		else process.terminateBySignal('KILL');
	}
}

/** Hands the children over and lets stopped jobs go that nobody can continue any more. */
function leaveFamily(process: KernelProcess): void {
	const groups = new Set<ProcessGroup>([process.group]);
	const heir = process.isNamespaceInit ? undefined : process.namespace.init;
	for (const child of process.children) {
		groups.add(child.group);
		process.removeChild(child);
		child.parent = heir;
		if (heir === undefined) {
			if (child.isEnded) remove(child);
			continue;
		}
		heir.addChild(child);
		if (child.isEnded) bury(child);
	}
	for (const group of groups) {
		if (!group.hasStoppedMember || !group.isOrphaned(process)) continue;
		group.signal('HUP');
		group.signal('CONT');
	}
}

export interface WaitOptions {
	readonly nohang?: boolean;
	readonly untraced?: boolean;
	readonly continued?: boolean;
}

/** Models waitpid(2). */
export function* waitForChild(process: KernelProcess, pid: number, options: WaitOptions): Task<WaitResult | undefined> {
	yield* process.checkpoint();
	for (;;) {
		const candidates = candidatesOf(process, pid);
		if (candidates.length === 0) throw new SystemError('ECHILD');
		for (const child of candidates) {
			const report = reportOf(process, child, options);
			if (report !== undefined) return report;
		}
		if (options.nohang) return undefined;
		yield* process.pause(process.childChanged);
	}
}

/** A shell asks for one after another: what it asks for by its number is not looked for among all. */
function candidatesOf(process: KernelProcess, pid: number): readonly KernelProcess[] {
	if (pid === -1) return process.children;
	if (pid > 0) {
		const child = process.namespace.get(pid);
		return child?.parent === process ? [child] : [];
	}
	const group = pid === 0 ? process.groupIdIn(process.namespace) : -pid;
	return process.children.filter((child) => child.groupIdIn(process.namespace) === group);
}

function reportOf(process: KernelProcess, child: KernelProcess, options: WaitOptions): WaitResult | undefined {
	const pid = child.pidIn(process.namespace);
	if (child.result !== undefined) {
		remove(child);
		return { ...child.result, pid };
	}
	if (options.untraced && child.stopReport !== undefined) {
		const signal = child.stopReport;
		child.stopReport = undefined;
		return { pid, kind: 'stopped', signal };
	}
	if (options.continued && child.continueReport) {
		child.continueReport = false;
		return { pid, kind: 'continued' };
	}
	return undefined;
}
