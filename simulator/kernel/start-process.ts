import type { Task } from '../machinery/task.ts';
import { ALL_CAPABILITIES } from './capabilities.ts';
import { NULL_NODE } from './files/device-stack.ts';
import { MountTree } from './files/mount-tree.ts';
import { changeDirectory, type PathContext } from './files/path-calls.ts';
import type { KernelMachine } from './machine.ts';
import type { StartOptions } from './machine-api.ts';
import { NetNamespace } from './net/net-namespace.ts';
import { DeviceFile } from './open-files/device-file.ts';
import { PipeFile } from './open-files/pipe.ts';
import { SinkFile } from './open-files/sink-file.ts';
import { type Credentials, type Process, type Program, SystemError } from './process-api.ts';
import { checkArguments, type Executable, lookUpExecutable, searchPath } from './processes/executable-lookup.ts';
import { KernelProcess } from './processes/kernel-process.ts';
import { PidNamespace } from './processes/pid-namespace.ts';
import { KernelResourceGroup } from './processes/resource-group.ts';
import { executedCredentials, requireRoom } from './processes/spawn.ts';
import { KernelRunningProcess } from './running-process.ts';
import { RUNTIME_PROFILE } from './security/loaded-profiles.ts';
import { Terminal } from './tty/terminal.ts';
import { TerminalFile } from './tty/terminal-file.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const DEFAULT_SIZE = { columns: 80, rows: 24 };

/**
 * Room that forking programs cannot use up: a student's fork bomb leaves services, containers and new sessions theirs, as
 * the limits of systemd's slices do.
 */
const RESERVED_PROCESSES = 256;

/** Starts a process tree from outside: a container, an exec into one, a service or a login of the host. */
export function startProcess(machine: KernelMachine, options: StartOptions): KernelRunningProcess {
	const { kernel } = machine;
	const { model, root, network, group } = surroundings(machine, options);
	kernel.mountStandard(root);
	requireRoom({ kernel, resources: group }, RESERVED_PROCESSES);
	checkArguments(options.argv, options.env);
	const executable = findExecutable(machine, root, options);
	const process = new KernelProcess({
		kernel,
		// To the host everything descends from its init; inside a new namespace that parent is not seen.
		parent: options.init ? undefined : kernel.pids.init,
		newSession: true,
		namespace: pidNamespaceFor(machine, options, model),
		...(options.init ? { hostPid: 1 } : {}),
		argv: executable.argv,
		env: options.env,
		cwd: options.cwd,
		umask: options.umask ?? 0o022,
		credentials: executedCredentials(confinedCredentials(machine, options), executable),
		root,
		network,
		uts:
			options.hostname === undefined ? (model?.uts ?? { hostname: machine.hostname }) : { hostname: options.hostname },
		resources: group,
		oomScoreAdj: options.oomScoreAdj,
		ports: options.ports,
		confinement: options.confinement,
	});
	process.release = executable.release;
	process.executable = executable.file;
	const running = connectStreams(process, options);
	kernel.tracing?.executed(process);
	const { program } = executable;
	kernel.scheduler.start(process, options.idle === undefined ? program : afterIdling(program, options.idle));
	return running;
}

/** Without the capabilities that the profile denies. Differs: /proc shows them as dropped. */
function confinedCredentials({ kernel }: KernelMachine, { credentials, confinement }: StartOptions): Credentials {
	const profile = confinement?.profile;
	if (profile === undefined || profile === RUNTIME_PROFILE) return credentials;
	const matcher = kernel.profiles.find(profile);
	const allowed = (names: ReadonlySet<string>): ReadonlySet<string> =>
		new Set([...names].filter((name) => matcher?.mayUseCapability(name.toLowerCase()) !== false));
	const bounding = allowed(credentials.bounding ?? ALL_CAPABILITIES);
	return { ...credentials, capabilities: allowed(credentials.capabilities), bounding };
}

type Idle = NonNullable<StartOptions['idle']>;

function afterIdling(program: Program, idle: Idle): Program {
	return (process) => idleThenRun(process, program, idle);
}

function* idleThenRun(process: Process, program: Program, idle: Idle): Task<number> {
	yield* idle(process);
	return yield* program(process);
}

/** Says what `startProcess` would come to for a program that only exits; undefined when it has to be tried. */
export function foreseenExitStatus(machine: KernelMachine, options: StartOptions): number | undefined {
	try {
		const { root, group } = surroundings(machine, options);
		machine.kernel.mountStandard(root);
		requireRoom({ kernel: machine.kernel, resources: group });
		return findExecutable(machine, root, options).program.onlyExits;
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Where a process starts: what the options say, else what the process that it joins has, else the host's. */
function surroundings(
	machine: KernelMachine,
	options: StartOptions,
): {
	readonly model: KernelProcess | undefined;
	readonly root: MountTree;
	readonly network: NetNamespace;
	readonly group: KernelResourceGroup | undefined;
} {
	const joined = options.joinPidNamespaceOf;
	if (joined !== undefined && !(joined instanceof KernelRunningProcess)) {
		throw new Error('assertion failed: only processes of this kernel can be joined');
	}
	const model = joined?.kernelProcess;
	if (model?.isEnded) throw new SystemError('ESRCH');
	const root = options.root ?? model?.root ?? machine.root;
	const network = options.network ?? model?.network ?? machine.network;
	const group = options.group ?? model?.resources;
	if (!(root instanceof MountTree) || !(network instanceof NetNamespace)) {
		throw new Error('assertion failed: trees and namespaces must be this kernel’s');
	}
	if (group !== undefined && !(group instanceof KernelResourceGroup)) {
		throw new Error('assertion failed: resource groups must be this kernel’s');
	}
	return { model, root, network, group };
}

function pidNamespaceFor(
	machine: KernelMachine,
	options: StartOptions,
	model: KernelProcess | undefined,
): PidNamespace {
	if (model !== undefined) return model.namespace;
	return (options.newPidNamespace ?? options.root !== undefined) ? new PidNamespace(1) : machine.kernel.pids;
}

function findExecutable(machine: KernelMachine, root: MountTree, options: StartOptions): Executable {
	const context: PathContext = {
		root,
		cwd: '/',
		umask: 0o022,
		credentials: options.credentials,
		viewer: { hostPid: 0 },
	};
	const cwd = changeDirectory(context, options.cwd);
	if (options.program !== undefined) {
		return { program: options.program, argv: options.argv, setUid: undefined, setGid: undefined };
	}
	const name = options.path ?? options.argv[0];
	if (name === undefined || name === '') throw new SystemError('ENOENT');
	const here = { ...context, cwd };
	const path =
		options.searchPath && !name.includes('/') ? searchPath(here, name, options.env.get('PATH') ?? DEFAULT_PATH) : name;
	return lookUpExecutable(here, machine.kernel.programs, path, options.argv);
}

/** Gives the process its three streams and whoever started it the other ends. */
function connectStreams(process: KernelProcess, options: StartOptions): KernelRunningProcess {
	if (options.stdin === 'terminal') return connectTerminal(process, options);
	const { kernel, files } = process;
	let stdin: PipeFile | undefined;
	if (options.stdin === 'pipe') {
		const pipe = kernel.createPipe();
		files.put(0, new PipeFile(pipe, { read: true }));
		stdin = new PipeFile(pipe, { write: true });
	} else {
		// Opened by whoever starts it, outside the tree's own /dev.
		files.put(0, new DeviceFile('null', NULL_NODE, kernel.random, { read: true }, '/dev/null'));
	}
	files.put(1, new SinkFile(kernel.nextPipeId(), (data) => options.onOutput('stdout', data)));
	files.put(2, new SinkFile(kernel.nextPipeId(), (data) => options.onOutput('stderr', data)));
	process.onExit = options.onExit;
	return new KernelRunningProcess(process, undefined, stdin);
}

function connectTerminal(process: KernelProcess, options: StartOptions): KernelRunningProcess {
	const { kernel, files } = process;
	const table = kernel.terminalsOf(process.root);
	const terminal = new Terminal({
		index: table.nextIndex(),
		...(options.terminalSize ?? DEFAULT_SIZE),
		post: kernel.loop.post,
		onOutput: (data) => options.onOutput('stdout', data),
	});
	const node = table.add(terminal, process.credentials.uid, kernel.now());
	const file = new TerminalFile(terminal, node);
	files.put(0, file);
	files.put(1, file.retain());
	files.put(2, file.retain());
	process.session.control(terminal);
	const onExit: StartOptions['onExit'] = (result) => {
		table.remove(terminal);
		options.onExit(result);
	};
	process.onExit = onExit;
	return new KernelRunningProcess(process, terminal, undefined);
}
