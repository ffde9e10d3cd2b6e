import type { ContainerEngine } from '../../../hosts/containers/container-engine.ts';
import { EngineError } from '../../../hosts/containers/container-request.ts';
import { type EngineContainer, stateOf } from '../../../hosts/containers/engine-container.ts';
import { setPaused } from '../../../hosts/containers/pausing.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, int, string, stringArray } from '../../flags.ts';
import { signalByName } from '../../signal-names.ts';
import { complaint, type EngineCommand, type EngineRun } from '../engine-command.ts';
import { startAttached } from './run.ts';

/** Docker gives a container ten seconds, podman too. */
const GRACE_SECONDS = 10;

/** Does something with each container that is named; says what it cannot do, and goes on. @returns the status. */
function* each(
	run: EngineRun,
	names: readonly string[],
	work: (container: EngineContainer, name: string) => Task<void>,
): Task<number> {
	let status = 0;
	for (const name of names) {
		try {
			yield* work(run.engine().container(name), name);
			yield* run.out.write(`${name}\n`);
		} catch (error) {
			if (!(error instanceof EngineError)) throw error;
			status = run.kind === 'docker' ? 1 : error.kind === 'no-container' ? 125 : 125;
			yield* run.say(
				run.kind === 'docker' ? `Error response from daemon: ${error.message}\n` : `Error: ${error.message}\n`,
			);
		}
	}
	return status;
}

function chosen(run: EngineRun, wanted: (container: EngineContainer) => boolean): readonly string[] {
	const { engine, kind } = run;
	if (run.flags.values.all === true)
		return engine()
			.containers.filter(wanted)
			.map(({ id }) => id);
	if (run.flags.values.latest === true)
		return engine()
			.containers.slice(-1)
			.map(({ id }) => id);
	if (run.operands.length === 0 && kind === 'podman') {
		throw complaint(kind, 'you must provide at least one name or id');
	}
	return run.operands;
}

const isRunning = (container: EngineContainer): boolean => stateOf(container) === 'running';

function graceMs(run: EngineRun, { request }: EngineContainer): number {
	const given = run.flags.changed.has('time') || run.flags.changed.has('timeout');
	const seconds = run.flags.changed.has('timeout') ? run.number('timeout') : run.number('time');
	return (given ? seconds : (request.stopTimeoutSeconds ?? GRACE_SECONDS)) * 1000;
}

const GRACE_FLAGS = {
	time: int(0, 'Seconds to wait before killing the container', { hidden: true }),
	timeout: int(0, 'Seconds to wait before killing the container', { shorthand: 't' }),
	signal: string('', 'Signal to send to the container', { shorthand: 's' }),
	all: bool(false, 'Apply to all running containers', { shorthand: 'a', hidden: true }),
	latest: bool(false, 'Act on the latest container', { shorthand: 'l', hidden: true }),
	ignore: bool(false, 'Ignore errors when a specified container is missing', { shorthand: 'i', hidden: true }),
};

export const stop: EngineCommand = {
	names: ['stop', 'container stop'],
	usage: '[OPTIONS] CONTAINER [CONTAINER...]',
	short: 'Stop one or more running containers',
	flags: GRACE_FLAGS,
	*run(run) {
		requireNames(run);
		return yield* each(run, chosen(run, isRunning), (container) =>
			run.engine().stop(container, graceMs(run, container)),
		);
	},
};

function requireNames(run: EngineRun): void {
	if (run.operands.length > 0 || run.kind === 'podman') return;
	throw complaint(
		'docker',
		`docker: '${run.path}' requires at least 1 argument\n\nUsage:  ${run.path} [OPTIONS] CONTAINER [CONTAINER...]\n\nRun '${run.path} --help' for more information`,
	);
}

export const start: EngineCommand = {
	names: ['start', 'container start'],
	usage: '[OPTIONS] CONTAINER [CONTAINER...]',
	short: 'Start one or more stopped containers',
	flags: {
		attach: bool(false, 'Attach STDOUT/STDERR and forward signals', { shorthand: 'a' }),
		interactive: bool(false, "Attach container's STDIN", { shorthand: 'i' }),
		all: bool(false, 'Start all containers', { hidden: true }),
		latest: bool(false, 'Act on the latest container', { shorthand: 'l', hidden: true }),
	},
	*run(run) {
		requireNames(run);
		if (run.isOn('attach') || run.isOn('interactive')) {
			const container = run.engine().container(run.operands[0] ?? '');
			return yield* startAttached(run, container, run.isOn('interactive'));
		}
		const status = yield* each(
			run,
			chosen(run, (container) => !isRunning(container)),
			(container) => run.engine().start(container),
		);
		if (status !== 0 && run.kind === 'docker')
			yield* run.say(`Error: failed to start containers: ${run.operands.join(', ')}\n`);
		return status;
	},
};

export const restart: EngineCommand = {
	names: ['restart', 'container restart'],
	usage: '[OPTIONS] CONTAINER [CONTAINER...]',
	short: 'Restart one or more containers',
	flags: GRACE_FLAGS,
	*run(run) {
		requireNames(run);
		return yield* each(run, chosen(run, isRunning), (container) =>
			again(run.engine(), container, graceMs(run, container)),
		);
	},
};

function* again(engine: ContainerEngine, container: EngineContainer, ms: number): Task<void> {
	yield* engine.stop(container, ms);
	yield* engine.start(container);
}

export const kill: EngineCommand = {
	names: ['kill', 'container kill'],
	usage: '[OPTIONS] CONTAINER [CONTAINER...]',
	short: 'Kill one or more running containers',
	flags: {
		signal: string('', 'Signal to send to the container', { shorthand: 's' }),
		all: bool(false, 'Signal all running containers', { shorthand: 'a', hidden: true }),
		latest: bool(false, 'Act on the latest container', { shorthand: 'l', hidden: true }),
	},
	*run(run) {
		requireNames(run);
		return yield* each(run, chosen(run, isRunning), (container, name) => signalled(run, container, name));
	},
};

function* signalled(run: EngineRun, container: EngineContainer, name: string): Task<void> {
	const engine = run.engine();
	if (!isRunning(container)) {
		throw new EngineError(
			'conflict',
			run.kind === 'docker'
				? `cannot kill container: ${name}: container ${container.id} is not running`
				: `can only kill running containers. ${container.id} is in state ${stateOf(container)}: container state improper`,
		);
	}
	const text = run.text('signal') === '' ? 'KILL' : run.text('signal');
	const signal = signalByName(text);
	if (signal === undefined) throw new EngineError('invalid', `invalid signal: ${text}`);
	if (signal === 'KILL') {
		container.stopped = true;
		yield* engine.runtime.stopContainer(container.id, 0);
		return;
	}
	container.live.process?.signal(signal);
}

export const rm: EngineCommand = {
	names: ['rm', 'container rm', 'container remove'],
	usage: '[OPTIONS] CONTAINER [CONTAINER...]',
	short: 'Remove one or more containers',
	flags: {
		force: bool(false, 'Force the removal of a running container (uses SIGKILL)', { shorthand: 'f' }),
		link: bool(false, 'Remove the specified link'),
		volumes: bool(false, 'Remove anonymous volumes associated with the container', { shorthand: 'v' }),
		all: bool(false, 'Remove all containers', { shorthand: 'a', hidden: true }),
		ignore: bool(false, 'Ignore errors when a specified container is missing', { shorthand: 'i', hidden: true }),
		latest: bool(false, 'Act on the latest container', { shorthand: 'l', hidden: true }),
		time: int(0, 'Seconds to wait for stop before killing the container', { shorthand: 't', hidden: true }),
	},
	*run(run) {
		if (!run.isOn('all')) requireNames(run);
		const force = run.isOn('force');
		const engine = run.engine();
		const names = chosen(run, () => true);
		const here = force || run.isOn('ignore') ? names.filter((name) => engine.find(name) !== undefined) : names;
		for (const name of force && run.kind === 'docker' ? names.filter((name) => !here.includes(name)) : []) {
			yield* run.say(`Error response from daemon: No such container: ${name}\n`);
		}
		const status = yield* each(run, here, (container) =>
			engine.remove(container, { force, volumes: run.isOn('volumes') }),
		);
		return status === 125 ? (here.some((name) => engine.find(name) !== undefined) ? 2 : 1) : status;
	},
};

export const wait: EngineCommand = {
	names: ['wait', 'container wait'],
	usage: 'CONTAINER [CONTAINER...]',
	short: 'Block until one or more containers stop, then print their exit codes',
	flags: { condition: stringArray('Condition to wait on', { hidden: true }) },
	least: 1,
	*run(run) {
		const engine = run.engine();
		for (const name of run.operands) yield* run.out.write(`${yield* engine.wait(engine.container(name))}\n`);
		return 0;
	},
};

export const pause: EngineCommand = {
	names: ['pause', 'container pause'],
	usage: 'CONTAINER [CONTAINER...]',
	short: 'Pause all processes within one or more containers',
	flags: { all: GRACE_FLAGS.all },
	*run(run) {
		requireNames(run);
		return yield* each(run, chosen(run, isRunning), (container) => pauseOne(run, container));
	},
};

function* pauseOne(run: EngineRun, container: EngineContainer): Task<void> {
	const state = stateOf(container);
	const { id } = container;
	if (run.kind === 'podman' && state !== 'running') {
		throw new EngineError('conflict', `"${id}" is not running, can't pause: container state improper`);
	}
	if (state === 'paused') throw new EngineError('conflict', `Container ${id} is already paused`);
	if (state !== 'running') throw new EngineError('conflict', `Container ${id} is not running`);
	setPaused(container, run.process.now());
	yield* run.process.tick();
}

export const unpause: EngineCommand = {
	names: ['unpause', 'container unpause'],
	usage: 'CONTAINER [CONTAINER...]',
	short: 'Unpause all processes within one or more containers',
	flags: { all: GRACE_FLAGS.all },
	*run(run) {
		requireNames(run);
		return yield* each(
			run,
			chosen(run, (container) => stateOf(container) === 'paused'),
			(container) => unpauseOne(run, container),
		);
	},
};

function* unpauseOne(run: EngineRun, container: EngineContainer): Task<void> {
	if (stateOf(container) !== 'paused') {
		throw new EngineError(
			'conflict',
			run.kind === 'docker'
				? `Container ${container.id} is not paused`
				: `"${container.id}" is not paused, can't unpause: container state improper`,
		);
	}
	setPaused(container, undefined);
	yield* run.process.tick();
}

export const rename: EngineCommand = {
	names: ['rename', 'container rename'],
	usage: 'CONTAINER NEW_NAME',
	short: 'Rename a container',
	flags: {},
	least: 2,
	most: 2,
	*run(run) {
		const [old = '', name = ''] = run.operands;
		const container = run.engine().container(old);
		run.engine().requireFreeName(name);
		container.name = name;
		return 0;
	},
};

export const containerPrune: EngineCommand = {
	names: ['container prune'],
	usage: '[OPTIONS]',
	short: 'Remove all stopped containers',
	flags: {
		filter: stringArray('Provide filter values'),
		force: bool(false, 'Do not prompt for confirmation', { shorthand: 'f' }),
	},
	most: 0,
	*run(run) {
		const engine = run.engine();
		const gone = engine.containers.filter((container) => stateOf(container) !== 'running');
		if (run.kind === 'docker' && gone.length > 0) yield* run.out.write('Deleted Containers:\n');
		let bytes = 0;
		for (const container of gone) {
			bytes += container.live.content.writtenBytes();
			yield* engine.remove(container, { force: true, volumes: false });
			yield* run.out.write(`${container.id}\n`);
		}
		if (run.kind === 'docker') yield* run.out.write(`${gone.length > 0 ? '\n' : ''}Total reclaimed space: ${bytes}B\n`);
		return 0;
	},
};
