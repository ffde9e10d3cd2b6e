import type { EngineContainer } from '../../../hosts/containers/engine-container.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool } from '../../flags.ts';
import { BuildContext, type SourceEntry, type SourceTree } from '../build/context.ts';
import { absolute } from '../build/copy.ts';
import { stackTree } from '../build/stack-tree.ts';
import { complaint, type EngineCommand, type EngineRun, failure } from '../engine-command.ts';
import { humanSize } from '../words.ts';

export const cp: EngineCommand = {
	names: ['cp', 'container cp'],
	usage: 'CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH',
	short: 'Copy files/folders between a container and the local filesystem',
	flags: {
		archive: bool(false, 'Archive mode (copy all uid/gid information)', { shorthand: 'a' }),
		'follow-link': bool(false, 'Always follow symbol link in SRC_PATH', { shorthand: 'L' }),
		quiet: bool(
			false,
			'Suppress progress output during copy. Progress output is automatically suppressed if no terminal is attached',
			{ shorthand: 'q' },
		),
	},
	least: 2,
	most: 2,
	*run(run) {
		const [source = '', target = ''] = run.operands;
		const from = containerPath(source);
		const to = containerPath(target);
		if (from !== undefined && to !== undefined)
			throw complaint(run.kind, 'copying between containers is not supported');
		if (from === undefined && to === undefined)
			throw complaint(
				run.kind,
				run.kind === 'docker' ? 'must specify at least one container source' : 'invalid arguments',
			);
		if (from !== undefined) return yield* copyOut(run, from, target);
		return yield* copyIn(run, source, to as ContainerPath);
	},
};

interface ContainerPath {
	readonly name: string;
	readonly path: string;
}

function containerPath(text: string): ContainerPath | undefined {
	const match = /^([a-zA-Z0-9][\w.-]*):(.*)$/.exec(text);
	return match === null ? undefined : { name: match[1] as string, path: match[2] as string };
}

function* copyOut(run: EngineRun, { name, path }: ContainerPath, target: string): Task<number> {
	const engine = run.engine();
	const container = engine.container(name);
	const tree = containerTree(run, container);
	const clean = absolute(path, '/').slice(1);
	const entry = tree.entry(clean);
	if (entry === undefined) {
		throw run.kind === 'docker'
			? failure('docker', `Could not find the file ${path.startsWith('/') ? path : `/${path}`} in container ${name}`)
			: complaint(
					'podman',
					`${JSON.stringify(path)} could not be found on container ${name}: no such file or directory`,
				);
	}
	const { process } = run;
	const place = absolute(target, process.cwd);
	const isFolder = typeOf(run, place) === 'directory';
	if (!isFolder && target.endsWith('/') && entry.type !== 'directory') {
		throw complaint(
			run.kind,
			run.kind === 'docker'
				? 'destination directory does not exist'
				: `${JSON.stringify(target)} could not be found on the host: no such file or directory`,
		);
	}
	const own = clean.slice(clean.lastIndexOf('/') + 1);
	const contents = path.endsWith('/.');
	const to = isFolder && !contents ? `${place}/${own}` : place;
	const bytes = yield* writeOut(run, tree, entry, to);
	if (run.kind === 'docker' && run.process.isatty(2) && !run.isOn('quiet')) {
		yield* run.say(`Successfully copied ${humanSize(bytes)} to ${place}\n`);
	}
	return 0;
}

function typeOf({ process }: EngineRun, path: string): string | undefined {
	try {
		return process.stat(path).type;
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* writeOut(run: EngineRun, tree: SourceTree, entry: SourceEntry, to: string): Task<number> {
	const { process } = run;
	if (entry.type === 'symlink') {
		process.symlink(entry.target ?? '', to);
		return 512;
	}
	if (entry.type === 'directory') {
		if (typeOf(run, to) === undefined) process.mkdir(to, entry.mode);
		let bytes = 512;
		for (const name of tree.names(entry.path)) {
			const child = tree.entry(entry.path === '' ? name : `${entry.path}/${name}`);
			if (child !== undefined) bytes += yield* writeOut(run, tree, child, `${to}/${name}`);
		}
		return bytes;
	}
	const data = yield* entry.data();
	const fd = yield* process.open(to, { write: true, create: true, truncate: true }, entry.mode);
	for (let at = 0; at < data.size; at += PIECE_BYTES) yield* process.write(fd, data.read(at, PIECE_BYTES));
	process.close(fd);
	return data.size + 1536;
}

const PIECE_BYTES = 65_536;

function* copyIn(run: EngineRun, source: string, { name, path }: ContainerPath): Task<number> {
	const engine = run.engine();
	const container = engine.container(name);
	const place = absolute(source, run.process.cwd);
	const slash = place.lastIndexOf('/');
	const folder = new BuildContext(run.process, place.slice(0, slash) || '/');
	const entry = folder.entry(place.slice(slash + 1));
	if (entry === undefined) {
		throw complaint(
			run.kind,
			run.kind === 'docker'
				? `lstat ${place}: no such file or directory`
				: `${JSON.stringify(source)} could not be found on the host: no such file or directory`,
		);
	}
	const target = absolute(path, '/');
	const { tree } = container.live;
	const isFolder = tree.list(target) !== undefined;
	const above = target.slice(0, target.lastIndexOf('/')) || '/';
	if (!isFolder && (tree.list(above) === undefined || (path.endsWith('/') && entry.type !== 'directory'))) {
		throw run.kind === 'docker'
			? failure('docker', `Could not find the file ${above} in container ${name}`)
			: complaint(
					'podman',
					`${JSON.stringify(path)} could not be found on container ${name}: no such file or directory`,
				);
	}
	const to = isFolder && !source.endsWith('/.') ? `${target === '/' ? '' : target}/${place.slice(slash + 1)}` : target;
	const bytes = yield* writeIn(container, folder, entry, to);
	if (run.kind === 'docker' && run.process.isatty(2) && !run.isOn('quiet')) {
		yield* run.say(`Successfully copied ${humanSize(bytes)} to ${name}:${path}\n`);
	}
	return 0;
}

function* writeIn(container: EngineContainer, tree: SourceTree, entry: SourceEntry, to: string): Task<number> {
	const { live } = container;
	if (entry.type === 'symlink') {
		live.tree.symlink(entry.target ?? '', to);
		return 512;
	}
	if (entry.type === 'directory') {
		live.tree.mkdir(to, { mode: entry.mode });
		let bytes = 512;
		for (const name of tree.names(entry.path)) {
			const child = tree.entry(entry.path === '' ? name : `${entry.path}/${name}`);
			if (child !== undefined) bytes += yield* writeIn(container, tree, child, `${to}/${name}`);
		}
		return bytes;
	}
	const data = yield* entry.data();
	live.tree.writeFile(to, data.readAll(), { mode: entry.mode, mtimeMs: entry.mtimeMs });
	return data.size + 1536;
}

/** The files of a container as its processes see them, volumes too. */
function containerTree(run: EngineRun, { live, mounts }: EngineContainer): SourceTree {
	const own = stackTree(run.engine().machine.snapshotTree(live.content));
	const host = new BuildContext(run.process, '');
	const mounted = (path: string): string | undefined => {
		const mount = mounts.find(
			({ target, type }) => type !== 'tmpfs' && (`/${path}` === target || `/${path}`.startsWith(`${target}/`)),
		);
		return mount === undefined ? undefined : `${mount.source}${`/${path}`.slice(mount.target.length)}`.slice(1);
	};
	return {
		entry(path) {
			const at = mounted(path);
			const entry = at === undefined ? own.entry(path) : host.entry(at);
			return entry === undefined ? undefined : { ...entry, path };
		},
		names(path) {
			const at = mounted(path);
			return at === undefined ? own.names(path) : host.names(at);
		},
	};
}
