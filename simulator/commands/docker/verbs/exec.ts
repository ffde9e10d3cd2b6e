import { EngineError } from '../../../hosts/containers/container-request.ts';
import { stateOf } from '../../../hosts/containers/engine-container.ts';
import { startIn } from '../../../hosts/containers/exec-in.ts';
import type { RunningProcess } from '../../../kernel/machine-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string, stringArray } from '../../flags.ts';
import { Exit } from '../../unix-command.ts';
import { attached } from '../attached.ts';
import { complaint, type EngineCommand, type EngineRun, failure } from '../engine-command.ts';

export const exec: EngineCommand = {
	names: ['exec', 'container exec'],
	usage: '[OPTIONS] CONTAINER COMMAND [ARG...]',
	short: 'Execute a command in a running container',
	flags: {
		detach: bool(false, 'Detached mode: run command in the background', { shorthand: 'd' }),
		'detach-keys': string('', 'Override the key sequence for detaching a container'),
		env: stringArray('Set environment variables', { shorthand: 'e' }),
		interactive: bool(false, 'Keep STDIN open even if not attached', { shorthand: 'i' }),
		latest: bool(false, 'Act on the latest container', { shorthand: 'l', hidden: true }),
		privileged: bool(false, 'Give extended privileges to the command'),
		tty: bool(false, 'Allocate a pseudo-TTY', { shorthand: 't' }),
		user: string('', 'Username or UID (format: "<name|uid>[:<group|gid>]")', { shorthand: 'u' }),
		workdir: string('', 'Working directory inside the container', { shorthand: 'w' }),
	},
	stopAtOperand: true,
	least: 1,
	*run(run) {
		const engine = run.engine();
		const words = run.isOn('latest') ? [engine.containers.at(-1)?.id ?? '', ...run.operands] : run.operands;
		const [name = '', ...command] = words;
		if (command.length === 0) {
			throw run.kind === 'podman'
				? complaint('podman', 'must provide a non-empty command to start an exec session: invalid argument')
				: new Exit(
						1,
						`docker: 'docker exec' requires at least 2 arguments\n\nUsage:  docker exec [OPTIONS] CONTAINER COMMAND [ARG...]\n\nRun 'docker exec --help' for more information\n`,
					);
		}
		const container = engine.container(name);
		if (stateOf(container) === 'paused' && run.kind === 'docker') {
			throw failure('docker', `Container ${container.id} is paused, unpause the container before exec`);
		}
		if (stateOf(container) !== 'running') {
			throw failure(
				run.kind,
				run.kind === 'docker'
					? `container ${container.id} is not running`
					: 'can only create exec sessions on running containers: container state improper',
				run.kind === 'docker' ? 1 : 255,
			);
		}
		const tty = run.isOn('tty');
		if (tty && run.isOn('interactive') && !run.process.isatty(0) && run.kind === 'docker') {
			throw new Exit(1, 'the input device is not a TTY\n');
		}
		yield* run.out.flush();
		return yield* execute(run, name, command, tty);
	},
};

function* execute(run: EngineRun, name: string, command: readonly string[], tty: boolean): Task<number> {
	const engine = run.engine();
	const container = engine.container(name);
	const env = run.list('env').map((each): readonly [string, string] => {
		const at = each.indexOf('=');
		return at < 0 ? [each, run.process.env.get(each) ?? ''] : [each.slice(0, at), each.slice(at + 1)];
	});
	const stdin = run.isOn('interactive');
	const options = {
		command,
		tty,
		stdin,
		env,
		cwd: run.text('workdir'),
		user: run.text('user'),
		privileged: run.isOn('privileged'),
	};
	try {
		if (run.isOn('detach')) {
			startIn(engine, container, { ...options, onOutput: () => undefined, onExit: () => undefined });
			return 0;
		}
		const result = yield* attached(run.process, {
			tty,
			stdin,
			begin: (onOutput, onEnd) => begun(startIn(engine, container, { ...options, onOutput, onExit: onEnd })),
			onSignal: () => undefined,
		});
		return result === 'detached' ? 0 : result;
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		const status = error.kind === 'not-found' ? 127 : error.kind === 'not-executable' ? 126 : 125;
		throw run.kind === 'docker' ? new Exit(status, `${error.message}\n`) : failure('podman', error.message, status);
	}
}

function* begun(running: RunningProcess): Task<RunningProcess> {
	return running;
}
