import type { Machine } from '../../kernel/machine-api.ts';
import type { GuestKernel } from '../../kernel/security/confinement.ts';
import { RuntimeError } from './runtime-error.ts';

/** Runtimes by the names that RuntimeClasses know them by: "runsc" and "io.containerd.runsc.v1". */
export type RuntimeHandlers = ReadonlyMap<string, string>;

const RUNC = 'io.containerd.runc.v2';
/** What containerd has without a word about it. */
export const DEFAULT_HANDLERS: RuntimeHandlers = new Map([['runc', RUNC]]);

const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin', '/opt/containerd/bin'];

/**
 * Throws RuntimeError for a handler that the node does not have, or whose shim is not there. '' is the default one.
 * Models containerd internal/cri/config GetSandboxRuntime and core/runtime/v2 resolveRuntimePath.
 */
export function requireRuntimeHandler(handler: string, handlers: RuntimeHandlers, machine: Machine): void {
	if (handler === '') return;
	const type = handlers.get(handler);
	if (type === undefined) {
		throw new RuntimeError(`failed to get sandbox runtime: no runtime for ${JSON.stringify(handler)} is configured`);
	}
	const shim = `containerd-shim-${type.split('.').slice(-2).join('-')}`;
	if (type === RUNC || FOLDERS.some((folder) => machine.root.readFile(`${folder}/${shim}`) !== undefined)) return;
	throw new RuntimeError(
		`failed to start sandbox: failed to start sandbox container task: failed to start shim: failed to resolve runtime path: runtime "${type}" binary not installed "${shim}": file does not exist: unknown`,
	);
}

/** The kernel that a runtime puts between its containers and the machine. Differs: virtual machines (Kata) have none. */
export function guestKernelOf(handler: string, handlers: RuntimeHandlers): GuestKernel | undefined {
	return handlers.get(handler) === 'io.containerd.runsc.v1' ? GVISOR : undefined;
}

/** Models gvisor pkg/sentry/kernel/syslog.go: beginning, some of its jokes, end. */
const STEPS = [
	'Starting gVisor...',
	'Checking naughty and nice process list...',
	'Letting the watchdogs out...',
	'Digging up root...',
	'Creating process schedule...',
	'Gathering forks...',
	'Searching for needles in stacks...',
	'Rewriting operating system in Javascript...',
	'Preparing for the zombie uprising...',
	'Setting up VFS...',
	'Setting up FUSE...',
	'Ready!',
];

const GVISOR: GuestKernel = {
	release: '4.4.0',
	version: '#1 SMP Sun Jan 10 15:06:54 PST 2016',
	log: STEPS.map((text, index) => `[${(index * 0.387_611).toFixed(6).padStart(12)}] ${text}`),
};
