import type { TracedProcess } from '../../../kernel/tracing/traced-process.ts';

/** A process as its descendants' fields tell of it. */
export interface Lineage {
	readonly pid: number;
	readonly vpid: number;
	readonly name: string;
	readonly exe: string;
	readonly exepath: string;
	readonly args: readonly string[];
	readonly startedAtMs: number;
	readonly env: ReadonlyMap<string, string>;
	readonly process: TracedProcess | undefined;
}

const DEPTH_MAX = 64;
const NO_ENV: ReadonlyMap<string, string> = new Map();

/**
 * A process, its parent and so on. Between a container's processes and init stands who runs it: the world has no process
 * for containerd's shims.
 */
export function lineageOf(process: TracedProcess): readonly Lineage[] {
	const all: Lineage[] = [];
	let current: TracedProcess | undefined = process;
	while (current !== undefined && all.length < DEPTH_MAX) {
		all.push(current.pid === 1 ? INIT : ofProcess(current));
		const group = current.controlGroup;
		if (group !== undefined && current.isRootOfGroup) all.push(shim(group));
		current = current.parent;
	}
	return all;
}

function ofProcess(process: TracedProcess): Lineage {
	const [exe = '', ...args] = process.argv;
	const { pid, ownPid: vpid, name, executable: exepath, startedAtMs, env } = process;
	return { pid, vpid, name, exe, exepath, args, startedAtMs, env, process };
}

function shim(id: string): Lineage {
	const exepath = '/usr/bin/containerd-shim-runc-v2';
	const args = ['-namespace', 'k8s.io', '-id', id, '-address', '/run/containerd/containerd.sock'];
	// Its first 15 characters.
	return { pid: 0, vpid: 0, name: 'containerd-shim', exe: exepath, exepath, args, ...LONG_SINCE };
}

const LONG_SINCE = { startedAtMs: 0, env: NO_ENV, process: undefined } as const;

const INIT: Lineage = {
	...{ pid: 1, vpid: 1, name: 'systemd', exe: '/sbin/init', exepath: '/usr/lib/systemd/systemd', args: [] },
	...LONG_SINCE,
};

export function commandLine({ name, args }: Lineage): string {
	return [name, ...args].join(' ');
}
