import {
	commitContainer,
	exportedFiles,
	importFiles,
	loadImages,
	savedImages,
} from '../../../hosts/containers/archives.ts';
import type { BuiltConfig } from '../../../hosts/containers/build-base.ts';
import { FileData, ZEROS } from '../../../kernel/files/file-data.ts';
import { isZero } from '../../../kernel/files/tar-file.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string, stringArray } from '../../flags.ts';
import { Exit } from '../../unix-command.ts';
import { unpackedArchive } from '../build/archive.ts';
import { configured } from '../build/configure.ts';
import { readFileData } from '../build/context.ts';
import { parseDockerfile } from '../build/dockerfile.ts';
import { digestPause } from '../digest-pause.ts';
import { complaint, type EngineCommand, type EngineRun } from '../engine-command.ts';
import { familiarName, nanoTimeText } from '../words.ts';

/** To a file or to standard output. Throws Exit. */
function* writePieces(run: EngineRun, pieces: Iterable<Uint8Array>, path: string): Task<void> {
	const { process } = run;
	yield* run.out.flush();
	let fd = 1;
	if (path !== '') {
		try {
			fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o600);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw complaint(
				run.kind,
				`failed to save image: invalid output path: directory ${JSON.stringify(path.replace(/\/[^/]*$/, ''))} does not exist`,
			);
		}
	}
	for (const piece of pieces) yield* process.write(fd, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
	if (fd !== 1) process.close(fd);
}

function* dataFrom(process: Process, path: string): Task<FileData> {
	if (path !== '' && path !== '-') return yield* readFileData(process, path);
	const data = new FileData();
	for (;;) {
		const piece = yield* process.read(0, 65_536);
		if (piece.length === 0) return data;
		data.write(data.size, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
	}
}

export const save: EngineCommand = {
	names: ['save', 'image save'],
	usage: '[OPTIONS] IMAGE [IMAGE...]',
	short: 'Save one or more images to a tar archive (streamed to STDOUT by default)',
	flags: {
		output: string('', 'Write to a file, instead of STDOUT', { shorthand: 'o' }),
		compress: bool(false, 'Compress tarball image layers when saving to a directory', { hidden: true }),
		format: string(
			'docker-archive',
			'Save image to oci-archive, oci-dir (directory with oci manifest type), docker-archive, docker-dir (directory with v2s2 manifest type)',
			{ hidden: true },
		),
		'multi-image-archive': bool(false, 'Interpret additional arguments as images not tags', {
			shorthand: 'm',
			hidden: true,
		}),
		platform: string('', 'Save only the given platform variant'),
		quiet: bool(false, 'Suppress the output', { shorthand: 'q', hidden: true }),
	},
	least: 1,
	*run(run) {
		const path = run.text('output');
		const isPodman = run.kind === 'podman';
		if (path === '' && run.process.isatty(1)) {
			throw isPodman
				? complaint('podman', 'refusing to save to terminal. Use -o flag or redirect')
				: new Exit(1, 'cowardly refusing to save to a terminal. Use the -o flag or redirect\n');
		}
		const format = run.text('format');
		const archive = !isPodman || format === 'oci-archive' ? 'oci' : 'docker';
		if (isPodman && format.endsWith('-dir')) throw complaint('podman', `unknown format ${JSON.stringify(format)}`);
		const pieces = savedImages(run.engine(), run.operands, archive, isPodman ? (name) => name : familiarName);
		if (isPodman && path !== '' && !run.isOn('quiet')) {
			const { images } = run.engine();
			const { version } = images.requireStored(run.operands[0] as string);
			const blobs = images
				.contentOf(version)
				.layers.map(({ diffId }) => `Copying blob ${diffId.slice(7, 19)} done   | \n`);
			yield* run.say(
				`${blobs.join('')}Copying config ${version.configDigest.slice(7, 17)} done   | \nWriting manifest to image destination\n`,
			);
		}
		yield* writePieces(run, pieces, path);
		return 0;
	},
};

export const load: EngineCommand = {
	names: ['load', 'image load'],
	usage: '[OPTIONS]',
	short: 'Load an image from a tar archive or STDIN',
	flags: {
		input: string('', 'Read from tar archive file, instead of STDIN', { shorthand: 'i' }),
		platform: string('', 'Load only the given platform variant'),
		quiet: bool(false, 'Suppress the load output', { shorthand: 'q' }),
	},
	most: 0,
	*run(run) {
		const path = run.text('input');
		if (path === '' && run.process.isatty(0)) {
			throw complaint(
				run.kind,
				run.kind === 'docker'
					? 'requested load from stdin, but stdin is empty'
					: 'cannot read from terminal, use command-line redirection or the --input flag',
			);
		}
		let data: FileData;
		try {
			data = yield* dataFrom(run.process, path);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw complaint(
				run.kind,
				run.kind === 'docker' ? `open ${path}: no such file or directory` : `stat ${path}: no such file or directory`,
			);
		}
		const loaded = yield* loadImages(run.engine(), data, (steps) => run.process.tick(steps));
		if (run.kind === 'podman' && !run.isOn('quiet')) {
			const { images } = run.engine();
			for (const { id } of loaded) {
				const { layers } = images.contentOf(images.require(id));
				const blobs = layers.map(({ diffId }) => `Copying blob ${diffId.slice(7, 19)} done   | \n`);
				yield* run.say(
					`Getting image source signatures\n${blobs.join('')}Copying config ${id.slice(7, 17)} done   | \nWriting manifest to image destination\n`,
				);
			}
		}
		for (const { id, names } of loaded) {
			const shown = names.map((name) => (run.kind === 'docker' ? familiarName(name) : name));
			const word = run.kind === 'docker' ? 'Loaded image' : 'Loaded image';
			if (names.length === 0) yield* run.out.write(`${run.kind === 'docker' ? 'Loaded image ID' : word}: ${id}\n`);
			for (const name of shown) yield* run.out.write(`${word}: ${name}\n`);
		}
		return 0;
	},
};

export const exportContainer: EngineCommand = {
	names: ['export', 'container export'],
	usage: '[OPTIONS] CONTAINER',
	short: "Export a container's filesystem as a tar archive",
	flags: { output: string('', 'Write to a file, instead of STDOUT', { shorthand: 'o' }) },
	least: 1,
	most: 1,
	*run(run) {
		const path = run.text('output');
		if (path === '' && run.process.isatty(1)) {
			throw complaint(
				run.kind,
				run.kind === 'docker'
					? 'cowardly refusing to save to a terminal. Use the -o flag or redirect'
					: 'refusing to export to terminal. Use -o flag or redirect',
			);
		}
		yield* writePieces(run, exportedFiles(run.engine(), run.engine().container(run.operands[0] as string)), path);
		return 0;
	},
};

/** The configuration that `--change` makes. Throws Exit. */
function changedConfig(run: EngineRun, config: BuiltConfig): BuiltConfig {
	let ownCommand = false;
	return run.list('change').reduce((before, text) => {
		const [, node] = parseDockerfile(`FROM scratch\n${text}\n`);
		const after = node === undefined ? undefined : configured(before, node, new Map(before.env), ownCommand);
		ownCommand ||= node?.name === 'CMD';
		if (after === undefined) throw complaint(run.kind, `${text.split(' ')[0]} is not a valid change command`);
		return after;
	}, config);
}

export const importImage: EngineCommand = {
	names: ['import', 'image import'],
	usage: '[OPTIONS] file|URL|- [REPOSITORY[:TAG]]',
	short: 'Import the contents from a tarball to create a filesystem image',
	flags: {
		change: stringArray('Apply Dockerfile instruction to the created image', { shorthand: 'c' }),
		message: string('', 'Set commit message for imported image', { shorthand: 'm' }),
		platform: string('', 'Set platform if server is multi-platform capable'),
		quiet: bool(false, "Don't output progress information when importing images", { shorthand: 'q', hidden: true }),
	},
	least: 1,
	most: 2,
	*run(run) {
		const [source = '', name] = run.operands;
		let data: FileData;
		try {
			data = yield* dataFrom(run.process, source);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw complaint(run.kind, `open ${source}: no such file or directory`);
		}
		const files = unpackedArchive(data, '/');
		if (files === undefined)
			throw complaint(
				run.kind,
				run.kind === 'docker'
					? 'Error response from daemon: archive/tar: invalid tar header'
					: 'archive/tar: invalid tar header',
			);
		const engine = run.engine();
		const id = yield* importFiles(
			engine,
			files,
			{
				names: name === undefined ? [] : [engine.images.newName(name)],
				config: changedConfig(run, { env: [] }),
				created: nanoTimeText(run.process.now()),
				comment: run.text('message') === '' ? `Imported from ${source}` : run.text('message'),
			},
			digestPause(run.process),
		);
		yield* run.out.write(`${run.kind === 'docker' ? id : id.slice('sha256:'.length)}\n`);
		return 0;
	},
};

export const commit: EngineCommand = {
	names: ['commit', 'container commit'],
	usage: '[OPTIONS] CONTAINER [REPOSITORY[:TAG]]',
	short: "Create a new image from a container's changes",
	flags: {
		author: string('', 'Author (e.g., "John Hannibal Smith <hannibal@a-team.com>")', { shorthand: 'a' }),
		change: stringArray('Apply Dockerfile instruction to the created image', { shorthand: 'c' }),
		format: string('', 'Format of the image manifest and metadata', { hidden: true }),
		message: string('', 'Commit message', { shorthand: 'm' }),
		pause: bool(true, 'Pause container during commit', { shorthand: 'p' }),
		quiet: bool(false, 'Suppress output', { shorthand: 'q', hidden: true }),
	},
	least: 1,
	most: 2,
	*run(run) {
		const engine = run.engine();
		const [name = '', target] = run.operands;
		const container = engine.container(name);
		const id = yield* commitContainer(
			engine,
			container,
			{
				names: target === undefined ? [] : [engine.images.newName(target)],
				config: changedConfig(run, container.image.config),
				created: nanoTimeText(run.process.now()),
				comment: run.text('message'),
				author: run.text('author') === '' ? undefined : run.text('author'),
			},
			digestPause(run.process),
		);
		yield* run.out.write(`${run.kind === 'docker' ? id : id.slice('sha256:'.length)}\n`);
		return 0;
	},
};
