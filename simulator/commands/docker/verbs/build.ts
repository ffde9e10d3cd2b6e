import { EngineError } from '../../../hosts/containers/container-request.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { bool, string, stringArray } from '../../flags.ts';
import { readAll, readFile } from '../../stdio.ts';
import { Exit } from '../../unix-command.ts';
import { BuildahVoice } from '../build/buildah-voice.ts';
import { Builder } from '../build/builder.ts';
import { BuildKitVoice } from '../build/buildkit-voice.ts';
import { BuildContext, ignoredPaths } from '../build/context.ts';
import { DockerfileError, type Instruction, parseDockerfile } from '../build/dockerfile.ts';
import { IgnoredFiles } from '../build/dockerignore.ts';
import { NoTarget, planBuild } from '../build/plan.ts';
import { ProgressLog } from '../build/progress-log.ts';
import { sourceLines } from '../build/source-lines.ts';
import { BuildFailure, type BuildVoice } from '../build/voice.ts';
import { complaint, type EngineCommand, type EngineRun } from '../engine-command.ts';

export const build: EngineCommand = {
	names: ['build', 'buildx build', 'image build', 'builder build', 'buildx b'],
	usage: '[OPTIONS] PATH | URL | -',
	short: 'Build an image from a Dockerfile',
	flags: {
		'add-host': stringArray('Add a custom host-to-IP mapping (format: "host:ip")'),
		'build-arg': stringArray('Set build-time variables'),
		'cache-from': stringArray('External cache sources (e.g., "user/app:cache", "type=local,src=path/to/dir")'),
		'cache-to': stringArray('Cache export destinations (e.g., "user/app:cache", "type=local,dest=path/to/dir")'),
		file: string('', 'Name of the Dockerfile (default: "PATH/Dockerfile")', { shorthand: 'f' }),
		'force-rm': bool(false, 'Always remove intermediate containers', { hidden: true }),
		format: string('', "Format of the built image's manifest and metadata", { hidden: true }),
		iidfile: string('', 'Write the image ID to a file'),
		label: stringArray('Set metadata for an image'),
		layers: bool(true, 'Use intermediate layers during build', { hidden: true }),
		load: bool(false, 'Shorthand for "--output=type=docker"'),
		memory: string('', 'Memory limit', { shorthand: 'm', hidden: true }),
		network: string('default', 'Set the networking mode for the "RUN" instructions during build'),
		'no-cache': bool(false, 'Do not use cache when building the image'),
		output: stringArray('Output destination (format: "type=local,dest=path")', { shorthand: 'o' }),
		platform: stringArray('Set target platform for build'),
		progress: string(
			'auto',
			'Set type of progress output ("auto", "quiet", "plain", "tty", "rawjson"). Use plain to show container output',
		),
		provenance: string('', 'Shorthand for "--attest=type=provenance"'),
		pull: bool(false, 'Always attempt to pull all referenced images'),
		quiet: bool(false, 'Suppress the build output and print image ID on success', { shorthand: 'q' }),
		rm: bool(true, 'Remove intermediate containers after a successful build', { hidden: true }),
		secret: stringArray('Secret to expose to the build (format: "id=mysecret[,src=/local/secret]")'),
		squash: bool(false, 'Squash newly built layers into a single new layer', { hidden: true }),
		ssh: stringArray('SSH agent socket or keys to expose to the build'),
		tag: stringArray('Image identifier (format: "[registry/]repository[:tag]")', { shorthand: 't' }),
		target: string('', 'Set the target build stage to build'),
		'tls-verify': bool(true, 'Require HTTPS and verify certificates when contacting registries', { hidden: true }),
		ulimit: stringArray('Ulimit options'),
	},
	*run(run) {
		const place = yield* placeOf(run);
		return run.kind === 'docker' ? yield* dockerBuild(run, place) : yield* podmanBuild(run, place);
	},
};

interface Place {
	/** Absolute. */
	readonly folder: string;
	/** Undefined: there is none. */
	readonly text: string | undefined;
	/** "Dockerfile", as messages call it. */
	readonly name: string;
}

/** Where is built, from what. Throws Exit. */
function* placeOf(run: EngineRun): Task<Place> {
	const { process, operands, kind } = run;
	if (operands.length !== 1 && !(kind === 'podman' && operands.length === 0)) {
		if (kind === 'podman') throw complaint(kind, 'context must be a directory');
		throw new Exit(
			1,
			`ERROR: docker: 'docker buildx build' requires 1 argument\n\nUsage:  docker buildx build [OPTIONS] PATH | URL | -\n\nRun 'docker buildx build --help' for more information\n`,
		);
	}
	const path = operands[0] ?? '.';
	const file = run.text('file');
	if (path === '-') {
		const text = decodeUtf8(yield* readAll(process, 0));
		return { folder: '/var/empty', text, name: 'Dockerfile' };
	}
	if (/^(https?:\/\/|git@|github\.com\/)/.test(path)) {
		throw kind === 'docker'
			? new Exit(
					1,
					`ERROR: failed to build: failed to solve: failed to read dockerfile: failed to load cache key: ${path}: dial tcp: connection refused\n`,
				)
			: complaint(kind, `cannot find URL ${path}`);
	}
	const folder = folderOf(process, path);
	if (folder === undefined) {
		throw kind === 'docker'
			? new Exit(1, `ERROR: failed to build: unable to prepare context: path ${JSON.stringify(path)} not found\n`)
			: complaint(kind, `context must be a directory: ${JSON.stringify(path)}`);
	}
	if (file === '-') return { folder, text: decodeUtf8(yield* readAll(process, 0)), name: 'Dockerfile' };
	const candidates =
		file !== '' ? [file] : kind === 'podman' ? ['Containerfile', 'Dockerfile'] : ['Dockerfile', 'dockerfile'];
	for (const name of candidates) {
		for (const full of file === '' ? [`${folder}/${name}`] : kind === 'podman' ? [name, `${folder}/${name}`] : [name]) {
			const text = yield* textAt(process, full);
			if (text !== undefined) return { folder, text, name: name.replace(/^.*\//, '') };
		}
	}
	return { folder, text: undefined, name: file === '' ? 'Dockerfile' : file };
}

function folderOf(process: Process, path: string): string | undefined {
	try {
		return process.stat(path).type === 'directory' ? process.realpath(path) : undefined;
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* textAt(process: Process, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* contextOf(run: EngineRun, { folder }: Place): Task<{ context: BuildContext; ignoreBytes: number }> {
	const names = run.kind === 'podman' ? ['.containerignore', '.dockerignore'] : ['.dockerignore'];
	for (const name of names) {
		const text = yield* textAt(run.process, `${folder}/${name}`);
		if (text !== undefined) {
			const ignored = yield* ignoredPaths(run.process, folder, new IgnoredFiles(text));
			return { context: new BuildContext(run.process, folder, ignored), ignoreBytes: text.length + 50 };
		}
	}
	return { context: new BuildContext(run.process, folder), ignoreBytes: 2 };
}

function* dockerBuild(run: EngineRun, place: Place): Task<number> {
	const names = namesOf(run);
	const quiet = run.isOn('quiet') || run.text('progress') === 'quiet';
	const tty = run.text('progress') === 'tty' || (run.text('progress') === 'auto' && run.process.isatty(2));
	const log = new ProgressLog(run, quiet ? 'quiet' : tty ? 'tty' : 'plain');
	const { context, ignoreBytes } = yield* contextOf(run, place);
	const voice = new BuildKitVoice(log, () => context);
	voice.ignoreBytes = ignoreBytes;
	run.engine();
	yield* log.start();
	const { text } = place;
	yield* voice.definition(place.name, text === undefined ? -29 : text.length);
	try {
		if (text === undefined) {
			throw new BuildFailure(`failed to read dockerfile: open ${place.name}: no such file or directory`, undefined);
		}
		const id = yield* builtImage(run, text, context, voice, names);
		yield* log.close();
		if (quiet) yield* run.out.write(`${id}\n`);
		return 0;
	} catch (error) {
		const failure = asFailure(error);
		yield* log.close();
		const where = failure.node === undefined ? '' : sourceLines(place.name, text ?? '', failure.node);
		throw new Exit(1, `${where}ERROR: failed to build: failed to solve: ${failure.message}\n`);
	}
}

/** What ends a build; others are thrown again. */
function asFailure(error: unknown): {
	readonly message: string;
	readonly node: Pick<Instruction, 'line' | 'lastLine'> | undefined;
} {
	if (error instanceof BuildFailure) return error;
	if (error instanceof DockerfileError) return { message: error.message, node: error };
	if (error instanceof NoTarget)
		return { message: `target stage ${JSON.stringify(error.message)} could not be found`, node: undefined };
	if (error instanceof EngineError) return { message: error.message, node: undefined };
	throw error;
}

function* podmanBuild(run: EngineRun, place: Place): Task<number> {
	const names = namesOf(run);
	const { text } = place;
	if (text === undefined) {
		const file = run.text('file');
		throw complaint(
			'podman',
			file === ''
				? `no Containerfile or Dockerfile specified or found in context directory, ${place.folder}: no such file or directory`
				: `the specified Containerfile or Dockerfile does not exist, ${file}: no such file or directory`,
		);
	}
	const { context } = yield* contextOf(run, place);
	const voice = new BuildahVoice(run, run.isOn('quiet'));
	try {
		yield* builtImage(run, text, context, voice, names);
		return 0;
	} catch (error) {
		if (error instanceof DockerfileError) {
			const unknown = /^unknown instruction: (\S+)/.exec(error.plain)?.[1];
			throw complaint(
				'podman',
				unknown !== undefined
					? `building at STEP ${JSON.stringify(unknown.toUpperCase())}: Unknown instruction: ${JSON.stringify(unknown.toUpperCase())}`
					: `dockerfile parse error line ${error.line}: ${error.plain}`,
			);
		}
		if (error instanceof NoTarget)
			throw complaint('podman', `the target ${JSON.stringify(error.message)} was not found in the provided Dockerfile`);
		if (error instanceof BuildFailure) throw complaint('podman', error.message, error.status);
		throw error;
	}
}

/** Throws BuildFailure, DockerfileError, NoTarget, Exit. @returns the image's id. */
function* builtImage(
	run: EngineRun,
	text: string,
	context: BuildContext,
	voice: BuildVoice,
	names: readonly string[],
): Task<string> {
	const engine = run.engine();
	const buildArgs = pairsOf(run, 'build-arg');
	const instructions = parseDockerfile(text);
	yield* run.process.tick(instructions.length);
	const plan = planBuild(instructions, buildArgs, run.text('target'));
	yield* run.process.tick(instructions.length);
	const builder = new Builder({
		...{ run, engine, context, voice, buildArgs, plan },
		labels: pairsOf(run, 'label'),
		noCache: run.isOn('no-cache') || !run.isOn('layers'),
		alwaysPull: run.isOn('pull'),
		onHost: run.text('network') === 'host',
		secrets: secretsOf(run),
	});
	const image = yield* builder.build();
	engine.images.store.add(image, names);
	yield* voice.finished(image, names);
	const file = run.text('iidfile');
	if (file !== '') {
		const fd = yield* run.process.open(file, { write: true, create: true, truncate: true }, 0o644);
		yield* run.process.write(fd, encodeUtf8(image.configDigest));
		run.process.close(fd);
	}
	return image.configDigest;
}

/** The full names that the image is to have. Throws Exit. */
function namesOf(run: EngineRun): string[] {
	return run.list('tag').map((tag) => {
		try {
			return run.engine().images.newName(tag);
		} catch (error) {
			if (!(error instanceof EngineError)) throw error;
			throw run.kind === 'docker'
				? new Exit(1, `ERROR: failed to build: invalid tag ${JSON.stringify(tag)}: ${error.message}\n`)
				: complaint('podman', `tag ${tag}: ${error.message}`);
		}
	});
}

function pairsOf(run: EngineRun, flag: string): Map<string, string> {
	const pairs = new Map<string, string>();
	for (const text of run.list(flag)) {
		const at = text.indexOf('=');
		const value = at < 0 ? run.process.env.get(text) : text.slice(at + 1);
		if (value !== undefined) pairs.set(at < 0 ? text : text.slice(0, at), value);
	}
	return pairs;
}

function secretsOf(run: EngineRun): Map<string, string> {
	return new Map(
		run.list('secret').map((text): [string, string] => {
			const fields = new Map(
				text.split(',').map((part): [string, string] => [part.split('=')[0] as string, part.replace(/^[^=]*=/, '')]),
			);
			return [fields.get('id') ?? '', fields.get('src') ?? fields.get('source') ?? fields.get('id') ?? ''];
		}),
	);
}
