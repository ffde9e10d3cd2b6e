import { ALL_CAPABILITIES, boundCredentials, NO_CAPABILITIES } from '../capabilities.ts';
import { changeDirectory } from '../files/path-calls.ts';
import { type Credentials, type Program, type SpawnOptions, SystemError } from '../process-api.ts';
import { limitOf } from '../resource-limits.ts';
import { checkArguments, type Executable, lookUpExecutable } from './executable-lookup.ts';
import { KernelProcess, type ProcessInit } from './kernel-process.ts';
import { ProcessGroup, Session } from './process-group.ts';

/** Models posix_spawn(3): fork and exec in one, with errors of the exec reported to the caller. */
export function spawn(parent: KernelProcess, options: SpawnOptions): number {
	const { kernel } = parent;
	requireRoom(parent);
	requireOwnRoom(parent);
	if (parent.childNamespace?.isOver) throw new SystemError('ENOMEM');
	checkArguments(options.argv, options.env);
	const credentials = boundCredentials(parent.credentials, options.credentials ?? parent.credentials);
	requireMayBecome(parent.credentials, credentials);
	const cwd = options.cwd === undefined ? parent.cwd : changeDirectory(parent, options.cwd);
	const context = { root: parent.root, cwd, umask: parent.umask, credentials, viewer: parent };
	const executable = programOf(options, () =>
		lookUpExecutable(context, kernel.programs, options.path as string, options.argv),
	);
	const child = new KernelProcess({
		kernel,
		parent,
		namespace: parent.childNamespace ?? parent.namespace,
		argv: executable.argv,
		env: options.env,
		cwd,
		umask: parent.umask,
		credentials: executedCredentials(credentials, executable),
		root: parent.root,
		network: parent.network,
		uts: parent.uts,
		resources: parent.resources,
		oomScoreAdj: parent.oomScoreAdj,
		ports: parent.ports,
		confinement: parent.confinement,
	});
	child.niceness = parent.niceness;
	child.namespaceIds = parent.namespaceIds;
	child.limits = parent.limits;
	if (parent.limits?.has('nofile')) child.files.limit(limitOf(parent.limits, 'nofile').soft);
	child.release = options.program === undefined ? executable.release : parent.release;
	child.executable = options.program === undefined ? executable.file : parent.executable;
	inheritSignals(parent, child, options);
	for (const [childFd, parentFd] of options.fds ?? STANDARD_STREAMS) {
		const file = parent.files.find(parentFd);
		if (file !== undefined) child.files.put(childFd, file.retain());
		else if (options.fds !== undefined) {
			child.terminateBySignal('KILL');
			throw new SystemError('EBADF');
		}
	}
	if (options.newSession) startSession(child, options.controllingTerminalFd);
	else if (options.pgid !== undefined) joinGroup(child, options.pgid);
	kernel.scheduler.start(child, executable.program);
	kernel.tracing?.born(child, options.program === undefined);
	return child.pidIn(parent.namespace);
}

/** Throws EPERM when a process of `own` must not start one with other credentials. */
function requireMayBecome(own: Credentials, wanted: Credentials): void {
	if (wanted === own || own.capabilities.has('SETUID')) return;
	const gains = [...wanted.capabilities].some((name) => !own.capabilities.has(name));
	if (wanted.uid !== own.uid || wanted.gid !== own.gid || gains) throw new SystemError('EPERM');
}

/**
 * Throws EAGAIN when the machine or the process's group has no room for another process.
 * @param reserved processes beyond the machine's limit that may be started from outside it.
 */
export function requireRoom(parent: Pick<ProcessInit, 'kernel' | 'resources'>, reserved = 0): void {
	const { kernel, resources } = parent;
	if (kernel.pids.size >= kernel.limits.processes + reserved) throw new SystemError('EAGAIN');
	const limit = resources?.processLimit;
	if (resources !== undefined && limit !== undefined && resources.members.size >= limit) {
		throw new SystemError('EAGAIN');
	}
}

/** A user's processes are counted against the limit of the one that starts another. Models kernel/fork.c copy_process. */
function requireOwnRoom({ kernel, limits, credentials }: KernelProcess): void {
	const limit = limits?.get('nproc');
	const { uid, capabilities } = credentials;
	if (limit === undefined || uid === 0 || capabilities.has('SYS_RESOURCE') || capabilities.has('SYS_ADMIN')) return;
	const own = kernel.pids.all().filter((process) => !process.isEnded && process.credentials.uid === uid);
	if (own.length >= limit.soft) throw new SystemError('EAGAIN');
}

/** Credentials after executing a setuid or setgid file. */
export function executedCredentials(credentials: Credentials, executable: Executable): Credentials {
	if (credentials.noNewPrivileges === true) return credentials;
	const { capabilities } = executable;
	if (executable.setUid === undefined && executable.setGid === undefined) {
		if (capabilities === undefined || credentials.uid === 0) return credentials;
		return boundCredentials(credentials, { ...credentials, capabilities });
	}
	const uid = executable.setUid ?? credentials.uid;
	return boundCredentials(credentials, {
		uid,
		gid: executable.setGid ?? credentials.gid,
		groups: credentials.groups,
		capabilities: uid === 0 ? ALL_CAPABILITIES : uid === credentials.uid ? credentials.capabilities : NO_CAPABILITIES,
		realUid: credentials.realUid ?? credentials.uid,
	});
}

/** Makes the process the leader of a new session, with the terminal behind `fd` as its controlling one. */
export function startSession(process: KernelProcess, fd?: number): void {
	const session = new Session(process);
	process.moveToGroup(new ProcessGroup(process, session));
	if (fd === undefined) return;
	const terminal = process.files.get(fd).terminal;
	if (terminal === undefined) throw new SystemError('ENOTTY');
	session.control(terminal);
}

/** Models setpgid(2) for a process of one's own. @param pgid 0: a new group that the process leads. */
export function joinGroup(process: KernelProcess, pgid: number): void {
	if (process.session.leader === process) throw new SystemError('EPERM');
	const own = process.pidIn(process.namespace);
	if (pgid === 0 || pgid === own) {
		if (process.group.hostId !== process.hostPid) {
			process.moveToGroup(new ProcessGroup(process, process.session));
		}
		return;
	}
	const leader = process.namespace.get(pgid);
	const isIn = (other: KernelProcess): boolean =>
		other.group.session === process.session && other.groupIdIn(process.namespace) === pgid;
	if (leader !== undefined && isIn(leader)) {
		process.moveToGroup(leader.group);
		return;
	}
	// Its leader may have ended before the others.
	for (const other of process.namespace.all()) {
		if (!isIn(other)) continue;
		process.moveToGroup(other.group);
		return;
	}
	throw new SystemError('EPERM');
}

function programOf(options: SpawnOptions, lookUp: () => Executable): Executable {
	if (options.program === undefined && options.path === undefined) throw new SystemError('EINVAL');
	return options.program === undefined ? lookUp() : runs(options.program, options.argv);
}

function runs(program: Program, argv: readonly string[]): Executable {
	return { program, argv, setUid: undefined, setGid: undefined };
}

/** Ignored signals stay ignored, caught ones go back to their default. */
function inheritSignals(parent: KernelProcess, child: KernelProcess, options: SpawnOptions): void {
	const reset = new Set(options.ignoredSignals ?? []);
	for (const [signal, disposition] of parent.dispositions ?? []) {
		if (disposition !== 'ignore' || reset.has(signal)) continue;
		child.dispositions ??= new Map();
		child.dispositions.set(signal, 'ignore');
	}
}

const STANDARD_STREAMS: ReadonlyMap<number, number> = new Map([
	[0, 0],
	[1, 1],
	[2, 2],
]);
