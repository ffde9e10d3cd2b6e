import { type EngineContainer, stateOf } from '../../../hosts/containers/engine-container.ts';
import type { RunningProcess } from '../../../kernel/machine-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import { Exit } from '../../unix-command.ts';
import { attached } from '../attached.ts';
import { type EngineCommand, failure } from '../engine-command.ts';

export const attach: EngineCommand = {
	names: ['attach', 'container attach'],
	usage: '[OPTIONS] CONTAINER',
	short: 'Attach local standard input, output, and error streams to a running container',
	flags: {
		'detach-keys': string('', 'Override the key sequence for detaching a container'),
		'no-stdin': bool(false, 'Do not attach STDIN'),
		'sig-proxy': bool(true, 'Proxy all received signals to the process'),
	},
	least: 1,
	most: 1,
	*run(run) {
		const container = run.engine().container(run.operands[0] as string);
		const state = stateOf(container);
		if (state !== 'running') {
			if (run.kind === 'podman') {
				throw failure('podman', 'you can only attach to running containers');
			}
			throw new Exit(
				1,
				`cannot attach to a ${state === 'paused' ? 'paused' : 'stopped'} container, ${state === 'paused' ? 'unpause' : 'start'} it first\n`,
			);
		}
		yield* run.out.flush();
		const { live, request } = container;
		const result = yield* attached(run.process, {
			tty: request.tty,
			stdin: request.stdin && !run.isOn('no-stdin'),
			begin: (onOutput, onEnd) => join(container, onOutput, onEnd),
			onSignal: (signal) => live.process?.signal(signal),
		});
		return result === 'detached' ? 0 : result;
	},
};

/** Hears what comes from now on. */
function* join(
	{ live }: EngineContainer,
	onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void,
	onEnd: (exitCode: number) => void,
): Task<RunningProcess | undefined> {
	live.outputs.add(onOutput);
	live.exits.add(() => {
		live.outputs.delete(onOutput);
		onEnd(live.record.exitCode);
	});
	return live.process;
}
