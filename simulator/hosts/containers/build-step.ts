import { type LayerFile, stackChanges } from '../../kernel/files/layer-files.ts';
import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import { type Process, SystemError, type WaitResult } from '../../kernel/process-api.ts';
import { type SandboxConfig, signalExitCode } from '../../kubelet/runtime/container-record.ts';
import { containerCredentials, readImageAccounts, resolveContainerUser } from '../../kubelet/runtime/container-user.ts';
import { createFailure } from '../../kubelet/runtime/launch-error.ts';
import { RuntimeError } from '../../kubelet/runtime/runtime-error.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import type { ContainerEngine } from './container-engine.ts';
import { EngineError } from './container-request.ts';
import { startFailure } from './start-failure.ts';

/** A command that is run while an image is built. */
export interface BuildStep {
	/** What has been built so far. */
	readonly stack: LayerStack;
	readonly argv: readonly string[];
	readonly env: readonly (readonly [string, string])[];
	readonly cwd: string;
	/** "", "101", "nginx:nginx". */
	readonly user: string;
	readonly onHost: boolean;
	/** What its standard input holds. */
	readonly input?: Uint8Array;
	readonly onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void;
	/** Called when something has come, to pass it on. */
	readonly pump: () => Task<void>;
	/** What is seen in its file system besides, and is not part of the image. */
	readonly mounts: readonly StepMount[];
	/** Who waits for it: it ends with that. */
	readonly client: Process;
}

export interface StepMount {
	readonly path: string;
	readonly tree: FileTree;
	readonly readOnly: boolean;
	readonly subPath?: string;
}

export interface StepResult {
	readonly exitCode: number;
	readonly stack: LayerStack;
	/** What it has changed. */
	readonly files: readonly LayerFile[];
}

/** Runs a command over what has been built, in a container of its own. Throws EngineError when it cannot be started. */
export function* runStep(engine: ContainerEngine, step: BuildStep): Task<StepResult> {
	const { machine, networks, runtime } = engine;
	const tree = machine.createTree(step.stack);
	const pool = networks.find(networks.defaultName)?.pool;
	const address = step.onHost ? undefined : pool?.take();
	const record = yield* runtime.runSandbox(stepSandbox(engine, step.onHost, address));
	const ended = new Signal(engine.context.loop.post);
	let result: WaitResult | undefined;
	try {
		const user = resolveContainerUser(readImageAccounts(tree), {
			runAsUser: undefined,
			runAsGroup: undefined,
			supplementalGroups: [],
			imageUser: step.user,
			strictGroups: false,
		});
		const folder = `${engine.root}/buildkit`;
		machine.root.writeFile(
			`${folder}/hosts`,
			'127.0.0.1\tlocalhost buildkitsandbox\n::1\tlocalhost ip6-localhost ip6-loopback\n',
		);
		machine.root.writeFile(`${folder}/resolv.conf`, record.config.resolvConf);
		tree.mount('/etc/hosts', machine.root, { subPath: `${folder}/hosts` });
		tree.mount('/etc/resolv.conf', machine.root, { subPath: `${folder}/resolv.conf` });
		for (const { path, tree: mounted, readOnly, subPath } of step.mounts) {
			tree.mount(path, mounted, { readOnly, ...(subPath === undefined ? {} : { subPath }) });
		}
		const env = new Map<string, string>(step.env);
		if (!env.has('HOME')) env.set('HOME', user.home);
		if (!env.has('PATH')) env.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
		const running = machine.start({
			argv: step.argv,
			env,
			cwd: step.cwd,
			credentials: containerCredentials(user, { privileged: false, add: [], drop: [], noNewPrivileges: false }),
			root: tree,
			network: runtime.namespaceOf(record.id),
			hostname: STEP_NAME,
			stdin: step.input === undefined ? 'null' : 'pipe',
			onOutput: (stream, data) => {
				step.onOutput(stream, data);
				ended.wakeAll();
			},
			onExit: (how) => {
				result = how;
				ended.wakeAll();
			},
			searchPath: true,
		});
		if (step.input !== undefined) {
			running.write(step.input);
			running.closeStdin();
		}
		step.client.onEnd(() => running.exited ?? running.killAll());
		for (;;) {
			yield* step.pump();
			if (result !== undefined) break;
			yield ended;
		}
		const stack = machine.snapshotTree(tree);
		return { exitCode: exitCodeOf(result), stack, files: stackChanges(step.stack, stack) };
	} catch (error) {
		if (error instanceof RuntimeError) throw new EngineError('invalid', error.message);
		if (!(error instanceof SystemError)) throw error;
		throw startFailure(engine.kind, createFailure(step.argv[0] ?? '', error));
	} finally {
		runtime.removeSandbox(record.id);
		if (address !== undefined) pool?.release(address);
		machine.releaseTree(tree);
	}
}

function stepSandbox(engine: ContainerEngine, hostNetwork: boolean, address: string | undefined): SandboxConfig {
	return {
		podName: STEP_NAME,
		podNamespace: '',
		podUid: '',
		attempt: 0,
		hostname: STEP_NAME,
		hostNetwork,
		hostPid: false,
		runtimeHandler: '',
		shareProcessNamespace: false,
		sysctls: [],
		resolvConf: engine.resolvConf([]),
		labels: new Map(),
		address: address ?? '',
	};
}

const STEP_NAME = 'buildkitsandbox';

function exitCodeOf(result: WaitResult): number {
	if (result.kind === 'exited') return result.status;
	return result.kind === 'signaled' ? signalExitCode(result.signal) : 0;
}
