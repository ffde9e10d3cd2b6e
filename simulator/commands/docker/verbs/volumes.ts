import { EngineError } from '../../../hosts/containers/container-request.ts';
import { bool, string, stringArray } from '../../flags.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';
import { writeRows } from '../table.ts';
import { humanSize } from '../words.ts';

export const volumeCreate: EngineCommand = {
	names: ['volume create'],
	usage: '[OPTIONS] [VOLUME]',
	short: 'Create a volume',
	flags: {
		driver: string('local', 'Specify volume driver name', { shorthand: 'd' }),
		label: stringArray('Set metadata for a volume'),
		opt: stringArray('Set driver specific options', { shorthand: 'o' }),
		name: string('', 'Specify volume name', { hidden: true }),
		ignore: bool(false, 'Do not fail if volume already exists', { hidden: true }),
	},
	most: 1,
	*run(run) {
		const engine = run.engine();
		const asked = run.operands[0] ?? (run.text('name') === '' ? undefined : run.text('name'));
		const name = asked ?? engine.newId();
		if (run.kind === 'podman' && engine.volumes.find(name) !== undefined && !run.isOn('ignore')) {
			throw new EngineError('name-taken', `volume with name ${name} already exists: volume already exists`);
		}
		const labels = new Map(
			run.list('label').map((each) => [each.split('=')[0] as string, each.replace(/^[^=]*=?/, '')]),
		);
		engine.volumes.create(name, { labels, anonymous: asked === undefined, createdAtMs: run.process.now() });
		yield* run.out.write(`${name}\n`);
		return 0;
	},
};

export const volumeList: EngineCommand = {
	names: ['volume ls', 'volume list'],
	usage: '[OPTIONS]',
	short: 'List volumes',
	flags: {
		filter: stringArray('Provide filter values (e.g. "dangling=true")', { shorthand: 'f' }),
		format: string('', 'Format output using a custom template'),
		noheading: bool(false, 'Do not print headers', { shorthand: 'n', hidden: true }),
		quiet: bool(false, 'Only display volume names', { shorthand: 'q' }),
	},
	most: 0,
	*run(run) {
		const engine = run.engine();
		const isUsed = (name: string): boolean =>
			engine.containers.some(({ mounts }) => mounts.some((each) => each.name === name));
		const wanted = engine.volumes.list().filter((volume) =>
			run.list('filter').every((filter) => {
				const [key = '', value = ''] = filter.split(/=(.*)/s);
				if (key === 'dangling') return isUsed(volume.name) !== (value === 'true' || value === '1');
				if (key === 'name') return volume.name.includes(value);
				if (key === 'label') return volume.labels.has(value.split('=')[0] as string);
				return true;
			}),
		);
		if (run.isOn('quiet')) {
			for (const { name } of wanted) yield* run.out.write(`${name}\n`);
			return 0;
		}
		const rows = wanted.map(({ name, path, labels }) => ({
			Driver: 'local',
			Name: name,
			Mountpoint: path,
			Scope: 'local',
			Labels: [...labels].map(([key, value]) => `${key}=${value}`).join(','),
		}));
		const headers = {
			Driver: 'DRIVER',
			Name: 'VOLUME NAME',
			Mountpoint: 'MOUNTPOINT',
			Scope: 'SCOPE',
			Labels: 'LABELS',
		};
		yield* writeRows(run, { headers, columns: ['Driver', 'Name'] }, rows, run.text('format'));
		return 0;
	},
};

export const volumeRemove: EngineCommand = {
	names: ['volume rm', 'volume remove'],
	usage: '[OPTIONS] VOLUME [VOLUME...]',
	short: 'Remove one or more volumes',
	flags: {
		force: bool(false, 'Force the removal of one or more volumes', { shorthand: 'f' }),
		all: bool(false, 'Remove all volumes', { shorthand: 'a', hidden: true }),
	},
	*run(run) {
		const engine = run.engine();
		let status = 0;
		for (const name of run.isOn('all') ? engine.volumes.list().map((each) => each.name) : run.operands) {
			const users = engine.containers
				.filter(({ mounts }) => mounts.some((each) => each.name === name))
				.map(({ id }) => id);
			const problem =
				engine.volumes.find(name) === undefined && !run.isOn('force')
					? run.kind === 'docker'
						? `get ${name}: no such volume`
						: `no volume with name ${JSON.stringify(name)} found: no such volume`
					: users.length === 0
						? undefined
						: run.kind === 'docker'
							? `remove ${name}: volume is in use - [${users.join(', ')}]`
							: `volume ${name} is being used by the following container(s): ${users.join(', ')}: volume is being used`;
			if (problem !== undefined) {
				status = run.kind === 'docker' ? 1 : users.length > 0 ? 2 : 1;
				yield* run.say(run.kind === 'docker' ? `Error response from daemon: ${problem}\n` : `Error: ${problem}\n`);
				continue;
			}
			engine.volumes.remove(name);
			yield* run.out.write(`${name}\n`);
		}
		return status;
	},
};

export const volumePrune: EngineCommand = {
	names: ['volume prune'],
	usage: '[OPTIONS]',
	short: 'Remove unused local volumes',
	flags: {
		all: bool(false, 'Remove all unused volumes, not just anonymous ones', { shorthand: 'a' }),
		filter: stringArray('Provide filter values'),
		force: bool(false, 'Do not prompt for confirmation', { shorthand: 'f' }),
	},
	most: 0,
	*run(run) {
		const { names, bytes } = prunedVolumes(run, run.isOn('all') || run.kind === 'podman');
		const lines = names.map((name) => `${name}\n`).join('');
		if (run.kind === 'podman') yield* run.out.write(lines);
		else {
			yield* run.out.write(
				`${names.length > 0 ? `Deleted Volumes:\n${lines}\n` : ''}Total reclaimed space: ${humanSize(bytes, 4)}\n`,
			);
		}
		return 0;
	},
};

/** Removes volumes that no container has. */
export function prunedVolumes(run: EngineRun, all: boolean): { readonly names: string[]; readonly bytes: number } {
	const engine = run.engine();
	const gone = engine.volumes
		.list()
		.filter(
			({ name, anonymous }) =>
				(all || anonymous) && !engine.containers.some(({ mounts }) => mounts.some((each) => each.name === name)),
		);
	let bytes = 0;
	for (const { name, path } of gone) {
		bytes += engine.machine.root.bytesBelow(path);
		engine.volumes.remove(name);
	}
	return { names: gone.map(({ name }) => name), bytes };
}
