import type { EngineContainer } from '../../../hosts/containers/engine-container.ts';
import { stateOf } from '../../../hosts/containers/engine-container.ts';
import { stackChanges } from '../../../kernel/files/layer-files.ts';
import { bool, string } from '../../flags.ts';
import { Exit } from '../../unix-command.ts';
import { type EngineCommand, type EngineRun, failure } from '../engine-command.ts';
import { writeRows } from '../table.ts';
import { binarySize, humanSize } from '../words.ts';

export const port: EngineCommand = {
	names: ['port', 'container port'],
	usage: 'CONTAINER [PRIVATE_PORT[/PROTO]]',
	short: 'List port mappings or a specific mapping for the container',
	flags: {},
	least: 1,
	most: 2,
	*run(run) {
		const container = run.engine().container(run.operands[0] as string);
		const asked = run.operands[1];
		const wanted = asked === undefined ? undefined : asked.includes('/') ? asked : `${asked}/tcp`;
		const shown = container.ports.filter(
			(each) => wanted === undefined || `${each.containerPort}/${each.protocol}` === wanted,
		);
		if (wanted !== undefined && shown.length === 0) {
			throw run.kind === 'docker'
				? new Exit(1, `no public port '${wanted}' published for ${run.operands[0]}\n`)
				: failure('podman', `failed to find published port ${JSON.stringify(asked)}`);
		}
		for (const { hostAddress, hostPort, containerPort, protocol } of shown) {
			const addresses = hostAddress === '0.0.0.0' && run.kind === 'docker' ? ['0.0.0.0', '[::]'] : [hostAddress];
			for (const address of addresses) {
				const to = wanted === undefined ? `${containerPort}/${protocol} -> ` : '';
				yield* run.out.write(`${to}${address}:${hostPort}\n`);
			}
		}
		return 0;
	},
};

export const diff: EngineCommand = {
	names: ['diff', 'container diff'],
	usage: 'CONTAINER',
	short: "Inspect changes to files or directories on a container's filesystem",
	flags: {},
	least: 1,
	most: 1,
	*run(run) {
		const engine = run.engine();
		const { live, image } = engine.container(run.operands[0] as string);
		const changes = stackChanges(engine.stackOf(image), engine.machine.snapshotTree(live.content));
		for (const { kind, path } of changes) yield* run.out.write(`${kind} ${path}\n`);
		return 0;
	},
};

function requireRunning(run: EngineRun, container: EngineContainer): void {
	if (['running', 'paused'].includes(stateOf(container))) return;
	throw failure(
		run.kind,
		run.kind === 'docker' ? `container ${container.id} is not running` : 'top can only be used on running containers',
	);
}

export const top: EngineCommand = {
	names: ['top', 'container top'],
	usage: 'CONTAINER [ps OPTIONS]',
	short: 'Display the running processes of a container',
	flags: { latest: bool(false, 'Act on the latest container', { shorthand: 'l', hidden: true }) },
	stopAtOperand: true,
	least: 1,
	*run(run) {
		const container = run.engine().container(run.operands[0] as string);
		requireRunning(run, container);
		const inside = container.live.process?.process.machine.processes() ?? [];
		const offset = (container.live.process?.hostPid ?? 1) - 1;
		const clock = (ms: number): string =>
			new Array(2)
				.fill('')
				.map((_, at) => String(Math.floor(ms / 1000 / 60 ** (1 - at)) % 60).padStart(2, '0'))
				.join(':');
		const rows = inside.map((each) => ({
			UID: each.uid === 0 ? 'root' : String(each.uid),
			PID: String(each.pid + offset),
			PPID: String(each.ppid === 0 ? offset : each.ppid + offset),
			C: '0',
			STIME: clockTime(each.startedAtMs),
			TTY: each.tty ?? '?',
			TIME: `00:${clock(each.cpuMs)}`,
			CMD: each.argv.join(' '),
		}));
		const podman = inside.map((each) => ({
			USER: each.uid === 0 ? 'root' : String(each.uid),
			PID: String(each.pid),
			PPID: String(each.ppid),
			'%CPU': '0.000',
			ELAPSED: elapsed(run.process.now() - each.startedAtMs),
			TTY: each.tty ?? '?',
			TIME: '0s',
			COMMAND: each.argv.join(' '),
		}));
		const table = run.kind === 'docker' ? rows : podman;
		const columns =
			run.kind === 'docker'
				? ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD']
				: ['USER', 'PID', 'PPID', '%CPU', 'ELAPSED', 'TTY', 'TIME', 'COMMAND'];
		const format = `table ${columns.map((column) => `{{index . ${JSON.stringify(column)}}}`).join('\t')}`;
		yield* writeRows(
			run,
			{ headers: Object.fromEntries(columns.map((column) => [column, column])), columns },
			table,
			format,
		);
		return 0;
	},
};

function clockTime(ms: number): string {
	const minutes = Math.floor(ms / 60_000) % 1440;
	return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function elapsed(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

export const stats: EngineCommand = {
	names: ['stats', 'container stats'],
	usage: '[OPTIONS] [CONTAINER...]',
	short: 'Display a live stream of container(s) resource usage statistics',
	flags: {
		all: bool(false, 'Show all containers (default shows just running)', { shorthand: 'a' }),
		format: string('', 'Format output using a custom template'),
		'no-reset': bool(false, 'Disable resetting the screen between intervals', { hidden: true }),
		'no-stream': bool(false, 'Disable streaming stats and only pull the first result'),
		'no-trunc': bool(false, 'Do not truncate output'),
	},
	*run(run) {
		const engine = run.engine();
		for (;;) {
			const chosen =
				run.operands.length > 0
					? run.operands.map((name) => engine.container(name))
					: engine.containers.filter((each) => run.isOn('all') || stateOf(each) === 'running');
			const before = chosen.map((each) => each.live.group.usage().cpuMs);
			yield* run.process.sleep(MEASURE_MS);
			const rows = chosen.map((container, index) =>
				statsRow(run, container, container.live.group.usage().cpuMs - (before[index] as number)),
			);
			if (!run.isOn('no-stream') && run.process.isatty(1)) yield* run.out.write('\x1b[2J\x1b[H');
			const columns =
				run.kind === 'docker'
					? ['ID', 'Name', 'CPUPerc', 'MemUsage', 'MemPerc', 'NetIO', 'BlockIO', 'PIDs']
					: ['ID', 'Name', 'CPUPerc', 'MemUsage', 'MemPerc', 'NetIO', 'BlockIO', 'PIDs'];
			yield* writeRows(
				run,
				{
					headers:
						run.kind === 'docker' ? STATS_HEADERS : { ...STATS_HEADERS, ID: 'ID', MemUsage: 'MEM USAGE / LIMIT' },
					columns,
				},
				rows,
				run.text('format'),
			);
			yield* run.out.flush();
			if (run.isOn('no-stream')) return 0;
		}
	},
};

const MEASURE_MS = 1_000;
const STATS_HEADERS = {
	ID: 'CONTAINER ID',
	Container: 'CONTAINER',
	Name: 'NAME',
	CPUPerc: 'CPU %',
	MemUsage: 'MEM USAGE / LIMIT',
	MemPerc: 'MEM %',
	NetIO: 'NET I/O',
	BlockIO: 'BLOCK I/O',
	PIDs: 'PIDS',
};

function statsRow(run: EngineRun, container: EngineContainer, cpuMs: number) {
	const { group } = container.live;
	const { memoryBytes, processes } = group.usage();
	const limit = group.memoryLimitBytes ?? run.process.machine.memoryBytes;
	const size = run.kind === 'docker' ? binarySize : humanSize;
	return {
		ID: container.id.slice(0, 12),
		Container: container.id.slice(0, 12),
		Name: container.name,
		CPUPerc: `${((cpuMs / MEASURE_MS) * 100).toFixed(2)}%`,
		MemUsage: `${size(memoryBytes)} / ${size(limit)}`,
		MemPerc: `${((memoryBytes / limit) * 100).toFixed(2)}%`,
		NetIO: '0B / 0B',
		BlockIO: '0B / 0B',
		PIDs: String(processes),
	};
}
