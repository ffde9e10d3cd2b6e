import { ALL_CAPABILITIES, boundCredentials, NO_CAPABILITIES } from '../capabilities.ts';
import { type Credentials, type SignalName, SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';
import { deliverSignal } from './signal-delivery.ts';

/** Models kill(2): one process, a group (0, −n), or everything one may signal (−1). Signal 0 only asks. */
export function kill(self: KernelProcess, pid: number, signal: SignalName | 0): void {
	self.requireAlive();
	const targets = targetsOf(self, pid);
	if (targets.length === 0) throw new SystemError('ESRCH');
	const allowed = targets.filter((target) => maySignal(self, target, signal));
	if (allowed.length === 0) throw new SystemError('EPERM');
	if (signal === 0) return;
	// The caller last: the others must not be spared because it is gone.
	for (const target of allowed) if (target !== self) deliver(self, target, signal);
	if (allowed.includes(self)) deliver(self, self, signal);
	self.requireAlive();
}

function targetsOf(self: KernelProcess, pid: number): readonly KernelProcess[] {
	const { namespace } = self;
	if (pid > 0) {
		const target = namespace.get(pid);
		return target === undefined ? [] : [target];
	}
	if (pid === -1) return namespace.all().filter((process) => process !== self && !process.isNamespaceInit);
	const group = pid === 0 ? self.groupIdIn(namespace) : -pid;
	return namespace.all().filter((process) => process.groupIdIn(namespace) === group);
}

function maySignal(self: KernelProcess, target: KernelProcess, signal: SignalName | 0): boolean {
	if (self.credentials.capabilities.has('KILL')) return true;
	const own = self.credentials.realUid ?? self.credentials.uid;
	if (own === (target.credentials.realUid ?? target.credentials.uid) || own === target.credentials.uid) return true;
	return signal === 'CONT' && target.session === self.session;
}

function deliver(self: KernelProcess, target: KernelProcess, signal: SignalName): void {
	deliverSignal(target, signal, target.namespace === self.namespace ? 'namespace' : 'kernel');
}

/** Models sigaction(2). Making a pending caught signal ignored or default forgets it. */
export function setDisposition(
	self: KernelProcess,
	signal: SignalName,
	disposition: 'default' | 'ignore' | 'catch',
): void {
	if (signal === 'KILL' || signal === 'STOP') throw new SystemError('EINVAL');
	if (disposition !== 'catch') {
		self.caught = self.caught.filter((other) => other !== signal);
		if (self.caught.length === 0) self.interruptPending = false;
	}
	if (disposition === 'default') {
		self.dispositions?.delete(signal);
		return;
	}
	self.dispositions ??= new Map();
	self.dispositions.set(signal, disposition);
}

export function takeSignals(self: KernelProcess): readonly SignalName[] {
	if (self.caught.length === 0) return NONE;
	const caught = self.caught;
	self.caught = [];
	self.interruptPending = false;
	return caught;
}

/** Models setresuid(2) and friends: the privileged may become anybody, others only who they are. */
export function setCredentials(self: KernelProcess, change: Partial<Credentials>): void {
	const before = self.credentials;
	const { capabilities } = before;
	const changesUid = change.uid !== undefined && change.uid !== before.uid && change.uid !== before.realUid;
	const changesGroups =
		(change.gid !== undefined && change.gid !== before.gid) ||
		change.groups?.some((group) => !before.groups.includes(group)) === true;
	if (changesUid && !capabilities.has('SETUID')) throw new SystemError('EPERM');
	if (changesGroups && !capabilities.has('SETGID')) throw new SystemError('EPERM');
	for (const name of change.capabilities ?? []) {
		if (before.bounding?.has(name) !== false && !capabilities.has(name) && ALL_CAPABILITIES.has(name))
			throw new SystemError('EPERM');
	}
	const uid = change.uid ?? before.uid;
	self.credentials = boundCredentials(before, {
		uid,
		gid: change.gid ?? before.gid,
		groups: change.groups ?? before.groups,
		capabilities: change.capabilities ?? (before.uid === 0 && uid !== 0 ? NO_CAPABILITIES : capabilities),
		...(change.noNewPrivileges ? { noNewPrivileges: true } : {}),
		...(change.uid === undefined && before.realUid !== undefined ? { realUid: before.realUid } : {}),
	});
	if (change.bounding !== undefined) dropBounding(self, change.bounding, capabilities);
}

/** Models prctl(2), PR_CAPBSET_DROP: what is dropped never comes back. */
function dropBounding(self: KernelProcess, wanted: ReadonlySet<string>, held: ReadonlySet<string>): void {
	if (!held.has('SETPCAP')) throw new SystemError('EPERM');
	const { bounding = ALL_CAPABILITIES } = self.credentials;
	self.credentials = { ...self.credentials, bounding: new Set([...bounding].filter((name) => wanted.has(name))) };
}

/** Signals that this process ignores or catches, for /proc/PID/status. */
export function dispositionMask(
	self: KernelProcess,
	which: 'ignore' | 'catch',
	number: (signal: SignalName) => number,
): string {
	let mask = 0n;
	for (const [signal, disposition] of self.dispositions ?? []) {
		if (disposition === which) mask |= 1n << BigInt(number(signal) - 1);
	}
	return mask.toString(16).padStart(16, '0');
}

const NONE: readonly SignalName[] = [];
