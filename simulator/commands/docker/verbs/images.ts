import type { ContainerEngine } from '../../../hosts/containers/container-engine.ts';
import { compileGlob } from '../../../machinery/glob.ts';
import { mustParseTime } from '../../../machinery/timestamp.ts';
import { bool, string, stringArray } from '../../flags.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';
import { type Row, writeRows } from '../table.ts';
import { familiarName, goTimeText, humanDuration, humanSize, podmanSize, shortId, splitTag } from '../words.ts';

type Stored = ReturnType<ContainerEngine['images']['list']>[number];

export const images: EngineCommand = {
	names: ['images', 'image ls', 'image list'],
	usage: '[OPTIONS] [REPOSITORY[:TAG]]',
	short: 'List images',
	flags: {
		all: bool(false, 'Show all images (default hides intermediate images)', { shorthand: 'a' }),
		digests: bool(false, 'Show digests'),
		filter: stringArray('Filter output based on conditions provided', { shorthand: 'f' }),
		format: string('', 'Format output using a custom template'),
		'no-trunc': bool(false, "Don't truncate output"),
		quiet: bool(false, 'Only show image IDs', { shorthand: 'q' }),
		noheading: bool(false, 'Do not print column headings', { shorthand: 'n', hidden: true }),
	},
	most: 1,
	*run(run) {
		const engine = run.engine();
		const [pattern] = run.operands;
		const rows = engine.images
			.list()
			.filter((image) => isWanted(run, engine, image))
			.flatMap((image) => rowsOf(run, engine, image, pattern));
		if (run.isOn('quiet')) {
			const ids = run.kind === 'docker' ? rows.map((row) => row.ID) : [...new Set(rows.map((row) => row.ID))];
			for (const id of ids) yield* run.out.write(`${id}\n`);
			return 0;
		}
		const columns = ['Repository', 'Tag', ...(run.isOn('digests') ? ['Digest'] : []), 'ID', 'CreatedSince', 'Size'];
		yield* writeRows(run, { headers: HEADERS, columns }, rows, run.text('format'));
		return 0;
	},
};

const HEADERS = {
	Repository: 'REPOSITORY',
	Tag: 'TAG',
	Digest: 'DIGEST',
	ID: 'IMAGE ID',
	CreatedSince: 'CREATED',
	CreatedAt: 'CREATED AT',
	Created: 'CREATED',
	Size: 'SIZE',
	Containers: 'CONTAINERS',
	SharedSize: 'SHARED SIZE',
	UniqueSize: 'UNIQUE SIZE',
	VirtualSize: 'VIRTUAL SIZE',
};

function isWanted(run: EngineRun, engine: ContainerEngine, image: Stored): boolean {
	return run.list('filter').every((filter) => {
		const [key = '', value = ''] = filter.split(/=(.*)/s);
		if (key === 'dangling') return (image.tags.length === 0) === (value === 'true' || value === '1');
		if (key === 'reference') return image.tags.some((tag) => matchesName(tag, value));
		if (key === 'label') {
			const [name = '', wanted] = value.split(/=(.*)/s);
			const has = image.version.config.labels?.get(name);
			return has !== undefined && (wanted === undefined || has === wanted);
		}
		if (key === 'before' || key === 'since') {
			const other = mustParseTime(engine.images.require(value).createdAt);
			const own = mustParseTime(image.version.createdAt);
			return key === 'before' ? own < other : own > other;
		}
		return true;
	});
}

/** Whether a full name is meant by what was typed: a name, with or without a tag, or a pattern. */
function matchesName(tag: string, pattern: string): boolean {
	const [repository, version] = splitTag(tag);
	const names = [
		repository,
		familiarName(tag) === tag ? repository : splitTag(familiarName(tag))[0],
		repository.replace(/^localhost\//, ''),
	];
	const at = pattern.lastIndexOf(':');
	const tagged = at > pattern.lastIndexOf('/');
	const wantedName = tagged ? pattern.slice(0, at) : pattern;
	const wantedTag = tagged ? pattern.slice(at + 1) : undefined;
	return (
		names.some((name) => compileGlob(wantedName).matches(name)) &&
		(wantedTag === undefined || compileGlob(wantedTag).matches(version))
	);
}

function rowsOf(run: EngineRun, engine: ContainerEngine, image: Stored, pattern: string | undefined): Row[] {
	const { version, tags, digests } = image;
	const isDocker = run.kind === 'docker';
	const createdMs = mustParseTime(version.createdAt);
	const bytes = engine.images.sizeOf(version);
	const size = isDocker ? humanSize(bytes) : podmanSize(bytes);
	const id = version.configDigest;
	const common = {
		ID: run.isOn('no-trunc') ? id : shortId(id),
		CreatedSince: `${humanDuration(run.process.now() - createdMs)} ago`,
		Created: `${humanDuration(run.process.now() - createdMs)} ago`,
		CreatedAt: goTimeText(createdMs),
		Size: size,
		VirtualSize: size,
		Containers: isDocker ? 'N/A' : String(engine.containers.filter((each) => each.image === version).length),
		SharedSize: 'N/A',
		UniqueSize: 'N/A',
	};
	const row = (name: string): Row => {
		const [repository, tag] = splitTag(isDocker ? familiarName(name) : name);
		const digest = digests.find((each) => each.startsWith(`${splitTag(name)[0]}@`));
		return {
			Repository: repository,
			Tag: tag,
			Digest: digest?.slice(digest.indexOf('@') + 1) ?? (isDocker ? '<none>' : version.digest),
			...common,
		};
	};
	const named = tags.filter((tag) => pattern === undefined || matchesName(tag, pattern));
	if (named.length > 0) return named.map(row);
	const byId = pattern !== undefined && engine.images.find(pattern)?.version === version;
	if (tags.length > 0 && byId) return tags.map(row);
	if (tags.length > 0 || (pattern !== undefined && !byId)) return [];
	return [{ Repository: '<none>', Tag: '<none>', Digest: '<none>', ...common }];
}
