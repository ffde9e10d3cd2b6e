import type { SignalName } from '../process-api.ts';
import { defaultAction } from '../signals.ts';
import type { KernelProcess } from './kernel-process.ts';

/**
 * Does to `process` what the signal does there. Models Linux kernel/signal.c send_signal and get_signal.
 * @param from 'namespace': a process that shares the pid namespace; 'kernel': the kernel or an ancestor namespace,
 * which alone may kill or stop an init.
 */
export function deliverSignal(process: KernelProcess, signal: SignalName, from: 'namespace' | 'kernel'): void {
	if (process.isEnded) return;
	const protectedInit = process.isNamespaceInit;
	if (signal === 'KILL' || signal === 'STOP') {
		if (protectedInit && from === 'namespace') return;
		if (signal === 'KILL') process.terminateBySignal('KILL');
		else stopProcess(process, 'STOP');
		return;
	}
	if (signal === 'CONT') continueProcess(process);
	const disposition = process.dispositions?.get(signal);
	if (disposition === 'ignore') return;
	if (disposition === 'catch') {
		if (!process.caught.includes(signal)) process.caught = [...process.caught, signal];
		process.interruptPending = true;
		process.kernel.scheduler.interrupt(process);
		return;
	}
	const action = defaultAction(signal);
	if (protectedInit || action === 'ignore' || action === 'continue') return;
	if (action === 'stop') {
		// An orphaned group has nobody to continue it.
		if (!process.group.isOrphaned()) stopProcess(process, signal);
		return;
	}
	process.terminateBySignal(signal, false);
}

function stopProcess(process: KernelProcess, signal: SignalName): void {
	if (process.stopSignal !== undefined) return;
	process.stopSignal = signal;
	process.stopReport = signal;
	process.continueReport = false;
	notifyParent(process);
}

function continueProcess(process: KernelProcess): void {
	if (process.stopSignal === undefined) return;
	process.stopSignal = undefined;
	process.stopReport = undefined;
	process.continueReport = true;
	notifyParent(process);
	process.kernel.scheduler.continued(process);
}

/** Tells the parent that a child has stopped, continued or ended. */
export function notifyParent(process: KernelProcess): void {
	const parent = process.parent;
	if (parent === undefined || parent.isEnded) return;
	parent.wakeWaiters();
	deliverSignal(parent, 'CHLD', 'kernel');
}
