import type { ContainerEngine } from '../../../hosts/containers/container-engine.ts';
import { EngineError } from '../../../hosts/containers/container-request.ts';
import { stateOf } from '../../../hosts/containers/engine-container.ts';
import { bool, stringArray } from '../../flags.ts';
import { Exit } from '../../unix-command.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';
import { familiarName, humanSize, shortId } from '../words.ts';

type Stored = ReturnType<ContainerEngine['images']['requireStored']>;

export const rmi: EngineCommand = {
	names: ['rmi', 'image rm', 'image remove'],
	usage: '[OPTIONS] IMAGE [IMAGE...]',
	short: 'Remove one or more images',
	flags: {
		force: bool(false, 'Force removal of the image', { shorthand: 'f' }),
		'no-prune': bool(false, 'Do not delete untagged parents'),
		all: bool(false, 'Remove all images', { shorthand: 'a', hidden: true }),
		ignore: bool(false, 'Ignore errors if a specified image does not exist', { shorthand: 'i', hidden: true }),
	},
	*run(run) {
		const engine = run.engine();
		const names = run.isOn('all') ? engine.images.list().map((each) => each.version.configDigest) : run.operands;
		if (names.length === 0 && !run.isOn('all')) {
			throw run.kind === 'docker'
				? new Exit(
						1,
						`docker: 'docker rmi' requires at least 1 argument\n\nUsage:  docker rmi [OPTIONS] IMAGE [IMAGE...]\n\nRun 'docker rmi --help' for more information\n`,
					)
				: new Exit(125, 'Error: image name or ID must be specified\n');
		}
		let status = 0;
		for (const name of names) {
			try {
				yield* run.out.write(removed(run, engine, name));
			} catch (error) {
				if (!(error instanceof EngineError)) throw error;
				if (run.isOn('ignore') || (run.isOn('force') && run.kind === 'podman' && error.kind === 'no-image')) continue;
				status = run.kind === 'docker' ? 1 : error.kind === 'no-image' ? 1 : 2;
				yield* run.say(
					run.kind === 'docker' ? `Error response from daemon: ${error.message}\n` : `Error: ${error.message}\n`,
				);
			}
		}
		return status;
	},
};

/** What it says. Throws EngineError. Models moby daemon/images/image_delete.go. */
function removed(run: EngineRun, engine: ContainerEngine, name: string): string {
	const { images } = engine;
	const stored = images.requireStored(name);
	const isId = !images.namesOf(name).some((full) => stored.tags.includes(full) || stored.digests.includes(full));
	const force = run.isOn('force');
	const { configDigest } = stored.version;
	const users = engine.containers.filter((each) => each.image.configDigest === configDigest);
	const running = users.find((each) => stateOf(each) === 'running');
	const lines: string[] = [];
	const untagged = (tag: string): string => `Untagged: ${run.kind === 'docker' ? familiarName(tag) : tag}\n`;
	if (isId && stored.tags.length > 1 && !force) {
		throw new EngineError(
			'conflict',
			run.kind === 'docker'
				? `conflict: unable to delete ${shortId(configDigest)} (must be forced) - image is referenced in multiple repositories`
				: `unable to delete image ${JSON.stringify(configDigest.slice(7))} by ID with more than one tag (${stored.tags.join(' ')}): please force removal`,
		);
	}
	if (!isId && stored.tags.length > 1) {
		const tag = images.namesOf(name).find((full) => stored.tags.includes(full)) as string;
		images.store.untag(tag);
		return untagged(tag);
	}
	refuseUsed(run, name, isId, stored, users, running, force);
	for (const tag of stored.tags) lines.push(untagged(tag));
	if (run.kind === 'docker') for (const digest of stored.digests) lines.push(untagged(digest));
	if (run.kind === 'podman' && force) for (const each of users) lines.push(`${each.id}\n`);
	const { layers } = images.contentOf(stored.version);
	images.store.forget(configDigest);
	const kept = new Set(
		images.store.list().flatMap((each) => images.contentOf(each.version).layers.map(({ diffId }) => diffId)),
	);
	lines.push(`Deleted: ${run.kind === 'docker' ? configDigest : configDigest.slice(7)}\n`);
	if (run.kind === 'docker') {
		for (const { diffId } of [...layers].reverse()) if (!kept.has(diffId)) lines.push(`Deleted: ${diffId}\n`);
	}
	return lines.join('');
}

function refuseUsed(
	run: EngineRun,
	name: string,
	isId: boolean,
	{ version }: Stored,
	users: ContainerEngine['containers'],
	running: ContainerEngine['containers'][number] | undefined,
	force: boolean,
): void {
	const [user] = running === undefined ? users : [running];
	if (user === undefined) return;
	if (run.kind === 'podman') {
		if (force) return;
		throw new EngineError(
			'conflict',
			`image used by ${user.id}: image is in use by a container: consider listing external containers and force-removing image`,
		);
	}
	const id = shortId(version.configDigest);
	const by = shortId(user.id);
	if (isId && running !== undefined) {
		throw new EngineError(
			'conflict',
			`conflict: unable to delete ${id} (cannot be forced) - image is being used by running container ${by}`,
		);
	}
	if (force) return;
	throw new EngineError(
		'conflict',
		isId
			? `conflict: unable to delete ${id} (must be forced) - image is being used by stopped container ${by}`
			: `conflict: unable to remove repository reference ${JSON.stringify(name)} (must force) - container ${by} is using its referenced image ${id}`,
	);
}

export const imagePrune: EngineCommand = {
	names: ['image prune'],
	usage: '[OPTIONS]',
	short: 'Remove unused images',
	flags: {
		all: bool(false, 'Remove all unused images, not just dangling ones', { shorthand: 'a' }),
		filter: stringArray('Provide filter values (e.g. "until=<timestamp>")'),
		force: bool(false, 'Do not prompt for confirmation', { shorthand: 'f' }),
	},
	most: 0,
	*run(run) {
		yield* run.out.write(prunedImages(run, run.isOn('all')).text);
		return 0;
	},
};

/** Forgets images that nobody needs. @returns what is said of it, and the bytes. */
export function prunedImages(run: EngineRun, all: boolean): { readonly text: string; readonly bytes: number } {
	const engine = run.engine();
	const used = new Set(engine.containers.map((each) => each.image.configDigest));
	const gone = engine.images
		.list()
		.filter(({ version, tags }) => (all || tags.length === 0) && !used.has(version.configDigest));
	let bytes = 0;
	const lines: string[] = [];
	for (const { version, tags } of gone) {
		bytes += engine.images.sizeOf(version);
		engine.images.store.forget(version.configDigest);
		if (run.kind === 'docker') for (const tag of tags) lines.push(`untagged: ${familiarName(tag)}\n`);
		lines.push(run.kind === 'docker' ? `deleted: ${version.configDigest}\n` : `${version.configDigest.slice(7)}\n`);
	}
	if (run.kind === 'podman') return { text: lines.join(''), bytes };
	const head = gone.length > 0 ? 'Deleted Images:\n' : '';
	return {
		text: `${head}${lines.join('')}${gone.length > 0 ? '\n' : ''}Total reclaimed space: ${humanSize(bytes, 4)}\n`,
		bytes,
	};
}
