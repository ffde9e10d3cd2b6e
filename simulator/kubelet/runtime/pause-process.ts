import { NO_CAPABILITIES } from '../../kernel/capabilities.ts';
import type { FileTree, Machine, NetworkNamespace, RunningProcess } from '../../kernel/machine-api.ts';
import { pause } from '../images/pause.ts';
import type { SandboxRecord } from './container-record.ts';

/** The process whose namespace a sandbox's containers share: their pid 1. */
export interface PauseProcess {
	readonly process: RunningProcess;
	readonly tree: FileTree;
}

/**
 * Starts it. Differs: only sandboxes that share their processes have one, the others live without.
 * @param onExit with it go all that share its namespace; the kubelet then makes a new sandbox.
 */
export function startPause(
	machine: Machine,
	{ config }: SandboxRecord,
	network: NetworkNamespace,
	onExit: () => void,
): PauseProcess {
	const tree = machine.createTree();
	const process = machine.start({
		argv: ['/pause'],
		env: new Map(),
		cwd: '/',
		credentials: { uid: 65_535, gid: 65_535, groups: [65_535], capabilities: NO_CAPABILITIES },
		root: tree,
		network,
		hostname: config.hostname,
		stdin: 'null',
		onOutput: () => undefined,
		onExit,
		program: pause,
	});
	return { process, tree };
}
