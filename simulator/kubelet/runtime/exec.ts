import type { RunningProcess, StartOptions } from '../../kernel/machine-api.ts';
import { type Program, SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { Context } from '../../machinery/context.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { concatBytes } from './container-log.ts';
import { signalExitCode } from './container-record.ts';
import type { ContainerRuntime } from './container-runtime.ts';
import { type ContainerUser, containerCredentials } from './container-user.ts';
import { withDeadline } from './deadline.ts';
import { execInContainerFailure } from './launch-error.ts';
import type { LiveContainer } from './live-container.ts';
import { RuntimeError } from './runtime-error.ts';

export interface ExecOptions {
	readonly command: readonly string[];
	readonly tty: boolean;
	readonly stdin: boolean;
	readonly onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void;
	readonly onExit: (exitCode: number) => void;
	/** Runs this instead of the file that the command names. */
	readonly program?: Program;
	/** Besides the container's. */
	readonly env?: readonly (readonly [string, string])[];
	/** In place of the container's, unless ''. */
	readonly cwd?: string;
	/** In place of the container's. */
	readonly user?: ContainerUser | undefined;
	readonly privileged?: boolean;
}

/** Starts a command beside a container's processes. Throws RuntimeError in runc's words. */
export function startExec(runtime: ContainerRuntime, live: LiveContainer, options: ExecOptions): RunningProcess {
	if (live.process === undefined || live.record.state !== 'running') {
		throw new RuntimeError(`failed to exec in container: container is in CONTAINER_EXITED state`);
	}
	try {
		return runtime.machine.start(startOptions(live, live.process, options));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new RuntimeError(execInContainerFailure(options.command[0] ?? '', runtime.newExecId(), error));
	}
}

/** The exit code of a command that is known to do nothing but exit; undefined when it has to be run. */
export function foreseenExitCode(
	runtime: ContainerRuntime,
	live: LiveContainer,
	command: readonly string[],
): number | undefined {
	if (live.process === undefined || live.record.state !== 'running') return undefined;
	const ignored = (): undefined => undefined;
	const options: ExecOptions = { command, tty: false, stdin: false, onOutput: ignored, onExit: ignored };
	return runtime.machine.foreseenExitStatus(startOptions(live, live.process, options));
}

function startOptions(live: LiveContainer, first: RunningProcess, options: ExecOptions): StartOptions {
	const { config } = live.record;
	const user = options.user ?? live.record.user;
	const terminal = options.tty && !live.env.has('TERM') ? ([['TERM', 'xterm']] as const) : [];
	const more = [
		...terminal,
		...(options.user === undefined ? [] : [['HOME', user.home] as const]),
		...(options.env ?? []),
	];
	const env = more.length === 0 ? live.env : new Map([...live.env, ...more]);
	return {
		argv: options.command,
		env,
		cwd: options.cwd === undefined || options.cwd === '' ? live.cwd : options.cwd,
		credentials: containerCredentials(user, {
			privileged: config.privileged || options.privileged === true,
			add: config.capabilitiesAdd,
			drop: config.capabilitiesDrop,
			noNewPrivileges: config.noNewPrivileges === true,
		}),
		root: live.tree,
		network: live.network,
		hostname: first.process.hostname,
		joinPidNamespaceOf: first,
		newPidNamespace: false,
		stdin: options.tty ? 'terminal' : options.stdin ? 'pipe' : 'null',
		onOutput: options.onOutput,
		onExit: (result) => options.onExit(exitCodeOf(result)),
		searchPath: true,
		group: live.group,
		...(live.confinement && { confinement: live.confinement }),
		...(options.program === undefined ? {} : { program: options.program }),
	};
}

function exitCodeOf(result: WaitResult): number {
	if (result.kind === 'exited') return result.status;
	return result.kind === 'signaled' ? signalExitCode(result.signal) : 0;
}

export interface ExecResult {
	readonly exitCode: number;
	/** Standard output and error as they came. */
	readonly output: Uint8Array;
}

/** Output of a probe or hook that is kept. Models the kubelet's maxRespBodyLength of exec probes. */
const OUTPUT_BYTES_MAX = 16_384;

/** Runs a command to its end, or kills it. Throws RuntimeError. */
export function* execToEnd(
	context: Context,
	runtime: ContainerRuntime,
	live: LiveContainer,
	command: readonly string[],
	timeoutMs: number,
): Task<ExecResult | 'deadline'> {
	const { loop } = context;
	const ended = new Signal(loop.post);
	const parts: Uint8Array[] = [];
	let kept = 0;
	let exitCode: number | undefined;
	const process = startExec(runtime, live, {
		command,
		tty: false,
		stdin: false,
		onOutput: (_, data) => {
			if (kept >= OUTPUT_BYTES_MAX) return;
			parts.push(data);
			kept += data.length;
		},
		onExit: (code) => {
			exitCode = code;
			ended.wakeAll();
		},
	});
	const outcome = yield* withDeadline(
		loop,
		timeoutMs,
		until(ended, () => exitCode !== undefined),
	);
	if (outcome === 'deadline') {
		process.signal('KILL');
		return 'deadline';
	}
	return { exitCode: exitCode ?? 0, output: concatBytes(parts) };
}

function* until(changed: Signal, holds: () => boolean): Task<'done'> {
	while (!holds()) yield changed;
	return 'done';
}
