import type { ContainerEngine } from '../../../hosts/containers/container-engine.ts';
import { type EngineContainer, stateOf } from '../../../hosts/containers/engine-container.ts';
import { bool, int, string, stringArray } from '../../flags.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';
import { type Row, writeRows } from '../table.ts';
import { familiarName, goTimeText, humanDuration, humanSize, shortId } from '../words.ts';

export const ps: EngineCommand = {
	names: ['ps', 'container ls', 'container ps', 'container list'],
	usage: '[OPTIONS]',
	short: 'List containers',
	flags: {
		all: bool(false, 'Show all containers (default shows just running)', { shorthand: 'a' }),
		filter: stringArray('Filter output based on conditions provided', { shorthand: 'f' }),
		format: string('', 'Format output using a custom template'),
		last: int(-1, 'Show n last created containers (includes all states)', { shorthand: 'n' }),
		latest: bool(false, 'Show the latest created container (includes all states)', { shorthand: 'l' }),
		'no-trunc': bool(false, "Don't truncate output"),
		noheading: bool(false, 'Do not print headers', { hidden: true }),
		pod: bool(false, 'Print the ID and name of the pod the containers are associated with', {
			shorthand: 'p',
			hidden: true,
		}),
		quiet: bool(false, 'Only display container IDs', { shorthand: 'q' }),
		size: bool(false, 'Display total file sizes', { shorthand: 's' }),
	},
	most: 0,
	*run(run) {
		const engine = run.engine();
		const last = run.isOn('latest') ? 1 : run.number('last');
		const filters = run.list('filter');
		const anyState = run.isOn('all') || last > 0 || filters.some((each) => /^(status|exited)=/.test(each));
		let found = [...engine.containers]
			.reverse()
			.filter((each) => anyState || stateOf(each) === 'running' || stateOf(each) === 'paused');
		found = found.filter((each) => passes(engine, each, filters));
		// Podman shows the oldest first.
		if (run.kind === 'podman') found.reverse();
		if (last > 0) found = run.kind === 'podman' ? found.slice(-last) : found.slice(0, last);
		if (run.isOn('quiet')) {
			for (const { id } of found) yield* run.out.write(`${run.isOn('no-trunc') ? id : shortId(id)}\n`);
			return 0;
		}
		const columns = [
			'ID',
			'Image',
			'Command',
			...(run.kind === 'docker' ? ['RunningFor'] : ['CreatedHuman']),
			'Status',
			'Ports',
			'Names',
		];
		if (run.isOn('size')) columns.push('Size');
		yield* writeRows(
			run,
			{ headers: HEADERS, columns },
			found.map((each) => rowOf(run, each)),
			run.text('format'),
		);
		return 0;
	},
};

const HEADERS = {
	ID: 'CONTAINER ID',
	Image: 'IMAGE',
	Command: 'COMMAND',
	RunningFor: 'CREATED',
	CreatedHuman: 'CREATED',
	CreatedAt: 'CREATED AT',
	Created: 'CREATED',
	Status: 'STATUS',
	State: 'STATE',
	Ports: 'PORTS',
	Names: 'NAMES',
	Size: 'SIZE',
	Labels: 'LABELS',
	Mounts: 'MOUNTS',
	Networks: 'NETWORKS',
	LocalVolumes: 'LOCAL VOLUMES',
	ImageID: 'IMAGE ID',
	Pid: 'PID',
};

function rowOf(run: EngineRun, container: EngineContainer): Row {
	const { id, name, request, createdAtMs, live, mounts, attachments } = container;
	const isDocker = run.kind === 'docker';
	const long = run.isOn('no-trunc');
	const age = run.process.now() - createdAtMs;
	const words = commandText(container, isDocker);
	const command = long || words.length <= 20 ? words : `${words.slice(0, isDocker ? 19 : 17)}${isDocker ? '…' : '...'}`;
	const sources = mounts.map((each) => (each.type === 'volume' ? each.name : each.source));
	return {
		ID: long ? id : shortId(id),
		Image: isDocker ? request.image : shownImage(run, container),
		ImageID: container.image.configDigest,
		Command: isDocker ? `"${command}"` : command,
		RunningFor: `${humanDuration(age)} ago`,
		CreatedHuman: `${humanDuration(age)} ago`,
		Created: `${humanDuration(age)} ago`,
		CreatedAt: goTimeText(createdAtMs),
		Status: statusText(container, run.process.now(), run.kind),
		State: stateOf(container),
		Ports: portsText(container, run.kind),
		Names: name,
		Size: `${humanSize(live.content.writtenBytes())} (virtual ${humanSize(run.engine().images.sizeOf(container.image) + live.content.writtenBytes())})`,
		Labels: [...request.labels]
			.map(([key, value]) => `${key}=${value}`)
			.sort()
			.join(','),
		Mounts: sources.map((each) => (each.length > 15 && !long ? `${each.slice(0, 14)}…` : each)).join(','),
		Networks: request.networks.includes('host') ? 'host' : [...attachments.keys()].join(','),
		LocalVolumes: String(mounts.filter(({ type }) => type === 'volume').length),
		Pid: live.process?.hostPid ?? 0,
	};
}

function shownImage({ engine }: EngineRun, { image, request }: EngineContainer): string {
	const { images } = engine();
	const stored = images.store.list().find((each) => each.version === image);
	const names = images.namesOf(request.image);
	return names.find((name) => stored?.tags.includes(name)) ?? stored?.tags[0] ?? shortId(image.configDigest);
}

/** Docker shows the whole command, podman what comes behind the entry point. */
function commandText({ command, image, request }: EngineContainer, whole: boolean): string {
	const quoted = (word: string): string =>
		whole && (word === '' || /[\s'"\\]/.test(word)) ? `'${word.replaceAll("'", "'\\''")}'` : word;
	if (whole) return command.map(quoted).join(' ').replaceAll('"', '\\"').replaceAll('\n', ' ');
	const entrypoint = request.entrypoint ?? image.config.entrypoint ?? [];
	return command.slice(entrypoint.length).join(' ');
}

/** "Up 2 minutes", "Exited (0) 3 seconds ago". Models moby daemon/container State.String, podman ps. */
export function statusText(container: EngineContainer, nowMs: number, kind: 'docker' | 'podman'): string {
	const { record } = container.live;
	const state = stateOf(container);
	if (state === 'created') return 'Created';
	const up = humanDuration(nowMs - record.startedAtMs);
	if (state === 'paused') return kind === 'docker' ? `Up ${up} (Paused)` : 'Paused';
	if (state === 'running') {
		const { health } = container;
		if (health === undefined) return `Up ${up}`;
		return `Up ${up} (${health.status === 'starting' && kind === 'docker' ? 'health: starting' : health.status})`;
	}
	return `Exited (${record.exitCode}) ${humanDuration(nowMs - record.finishedAtMs)} ago`;
}

/** "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp". */
export function portsText(container: EngineContainer, kind: 'docker' | 'podman'): string {
	const published = container.ports.flatMap(({ hostAddress, hostPort, containerPort, protocol }) => {
		const line = (address: string): string => `${address}:${hostPort}->${containerPort}/${protocol}`;
		return hostAddress === '0.0.0.0' && kind === 'docker' ? [line('0.0.0.0'), line('[::]')] : [line(hostAddress)];
	});
	if (stateOf(container) !== 'running' || kind === 'podman') return published.join(', ');
	const open = (container.image.config.exposedPorts ?? []).filter((port) => {
		const [number, protocol = 'tcp'] = port.split('/');
		return !container.ports.some((each) => each.containerPort === Number(number) && each.protocol === protocol);
	});
	const onNetwork = container.attachments.size > 0;
	return [...(onNetwork ? open.map((port) => (port.includes('/') ? port : `${port}/tcp`)) : []), ...published].join(
		', ',
	);
}

function passes(engine: ContainerEngine, container: EngineContainer, filters: readonly string[]): boolean {
	const byKey = new Map<string, string[]>();
	for (const filter of filters) {
		const [key = '', value = ''] = filter.split(/=(.*)/s);
		byKey.set(key, [...(byKey.get(key) ?? []), value]);
	}
	return [...byKey].every(([key, values]) =>
		key === 'label'
			? values.every((value) => matches(engine, container, key, value))
			: values.some((value) => matches(engine, container, key, value)),
	);
}

function matches(engine: ContainerEngine, container: EngineContainer, key: string, value: string): boolean {
	const { id, name, request, image, live, attachments, mounts } = container;
	switch (key) {
		case 'name':
			return (
				name.includes(value.replace(/^\^?\/?|\$$/g, '')) &&
				(!value.startsWith('^') || name.startsWith(value.replace(/^\^\/?|\$$/g, ''))) &&
				(!value.endsWith('$') || name.endsWith(value.replace(/^\^?\/?|\$$/g, '')))
			);
		case 'id':
			return id.startsWith(value);
		case 'status':
			return stateOf(container) === value;
		case 'health':
			return (container.health?.status ?? 'none') === value;
		case 'exited':
			return stateOf(container) === 'exited' && live.record.exitCode === Number(value);
		case 'label': {
			const [label = '', wanted] = value.split(/=(.*)/s);
			const own = request.labels.get(label) ?? image.config.labels?.get(label);
			return own !== undefined && (wanted === undefined || own === wanted);
		}
		case 'ancestor':
			return engine.images.find(value)?.version === image || familiarName(request.image).split(':')[0] === value;
		case 'network':
			return attachments.has(value) || [...attachments.values()].some((each) => each.networkId.startsWith(value));
		case 'volume':
			return mounts.some((each) => each.name === value || each.target === value || each.source === value);
		default:
			return true;
	}
}
