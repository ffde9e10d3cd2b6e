import { EngineError } from '../../../hosts/containers/container-request.ts';
import type { EngineContainer } from '../../../hosts/containers/engine-container.ts';
import type { RunningProcess } from '../../../kernel/machine-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { bool, string } from '../../flags.ts';
import { Exit } from '../../unix-command.ts';
import { attached } from '../attached.ts';
import { CONTAINER_FLAGS } from '../container-flags.ts';
import { badFlag, containerRequest } from '../container-request.ts';
import { type EngineCommand, type EngineRun, failure } from '../engine-command.ts';
import { fetchImage } from './pull.ts';

export const run: EngineCommand = {
	names: ['run', 'container run'],
	usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
	short: 'Create and run a new container from an image',
	flags: {
		...CONTAINER_FLAGS,
		detach: bool(false, 'Run container in background and print container ID', { shorthand: 'd' }),
		'detach-keys': string('', 'Override the key sequence for detaching a container'),
		'sig-proxy': bool(true, 'Proxy received signals to the process'),
	},
	stopAtOperand: true,
	least: 1,
	*run(run) {
		if (run.isOn('detach') && run.isOn('rm') === false && run.list('attach').length > 0) {
			throw badFlag(run, 'conflicting options: cannot specify both --attach and --detach');
		}
		if (
			run.isOn('tty') &&
			run.isOn('interactive') &&
			!run.isOn('detach') &&
			!run.process.isatty(0) &&
			run.kind === 'docker'
		) {
			throw new Exit(1, 'the input device is not a TTY\n');
		}
		const container = yield* newContainer(run);
		return yield* startNew(run, container);
	},
};

export const create: EngineCommand = {
	names: ['create', 'container create'],
	usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
	short: 'Create a new container',
	flags: CONTAINER_FLAGS,
	stopAtOperand: true,
	least: 1,
	*run(run) {
		const container = yield* newContainer(run);
		yield* run.out.write(`${container.id}\n`);
		return 0;
	},
};

/** As `docker run` words what its daemon refuses. Models docker/cli container/run.go. */
function refusal(run: EngineRun, error: EngineError): Exit {
	const status = error.kind === 'not-found' ? 127 : error.kind === 'not-executable' ? 126 : 125;
	if (run.kind === 'podman') return failure('podman', error.message, status);
	const text = `docker: Error response from daemon: ${error.message}\n\nRun '${run.path} --help' for more information\n`;
	return new Exit(status, text);
}

function* newContainer(run: EngineRun): Task<EngineContainer> {
	const engine = run.engine();
	const request = yield* containerRequest(run);
	try {
		const policy = run.text('pull');
		const here = engine.images.find(request.image);
		if (here === undefined && policy === 'never') engine.images.require(request.image);
		if (here === undefined || policy === 'always') {
			if (run.kind === 'docker' && here === undefined && !run.isOn('quiet')) {
				const { tag, digest } = engine.images.parse(request.image);
				const bare = tag === undefined && digest === undefined;
				yield* run.say(`Unable to find image '${request.image}${bare ? ':latest' : ''}' locally\n`);
			}
			yield* fetchFor(run, request.image);
		}
		if (run.isOn('replace') && request.name !== undefined) {
			const old = engine.find(request.name);
			if (old !== undefined) yield* engine.remove(old, { force: true, volumes: false });
		}
		const container = yield* engine.create(request);
		const cidfile = run.text('cidfile');
		if (cidfile !== '') yield* writeId(run, cidfile, container.id);
		return container;
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		throw refusal(run, error);
	}
}

function* fetchFor(run: EngineRun, image: string): Task<void> {
	try {
		yield* fetchImage(run, image, run.isOn('quiet') ? 'quiet' : 'err');
	} catch (error) {
		if (!(error instanceof Exit) || run.kind === 'podman') throw error;
		throw new Exit(125, `docker: ${error.message}\nRun '${run.path} --help' for more information\n`);
	}
}

function* writeId(run: EngineRun, path: string, id: string): Task<void> {
	const fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* run.process.write(fd, encodeUtf8(id));
	run.process.close(fd);
}

function* startNew(run: EngineRun, container: EngineContainer): Task<number> {
	const engine = run.engine();
	try {
		if (run.isOn('detach')) {
			if (run.kind === 'docker') yield* run.out.write(`${container.id}\n`);
			yield* engine.start(container);
			if (run.kind === 'podman') yield* run.out.write(`${container.id}\n`);
			return 0;
		}
		yield* run.out.flush();
		return yield* startAttached(run, container, container.request.stdin);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		if (container.request.autoRemove) yield* engine.remove(container, { force: true, volumes: true });
		throw refusal(run, error);
	}
}

/** Starts a container with the client's streams. @returns its exit code. Throws EngineError. */
export function* startAttached(run: EngineRun, container: EngineContainer, stdin: boolean): Task<number> {
	const { live, request } = container;
	const result = yield* attached(run.process, {
		tty: request.tty,
		stdin,
		begin: (onOutput, onEnd) => begin(run, container, onOutput, onEnd),
		onSignal: (signal) => live.process?.signal(signal),
	});
	return result === 'detached' ? 0 : result;
}

function* begin(
	run: EngineRun,
	container: EngineContainer,
	onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void,
	onEnd: (exitCode: number) => void,
): Task<RunningProcess | undefined> {
	const { live } = container;
	live.outputs.add(onOutput);
	live.exits.add(() => {
		live.outputs.delete(onOutput);
		onEnd(live.record.exitCode);
	});
	yield* run.engine().start(container);
	return live.process;
}
