import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { CommandError, goErrno } from '../errors.ts';
import { baseName, dirName, type Streams } from '../streams.ts';

/** What a build needs of the world outside it. */
export interface BuildEnvironment {
	readonly io: Streams;
	/** --load-restrictor=LoadRestrictionsNone: files may be read from anywhere. */
	readonly unrestricted: boolean;
	/** The text behind an http URL. */
	readonly fetchUrl: (url: string) => Task<string>;
}

/** Reads files for the kustomization in one directory. Models kustomize api/internal/loader FileLoader. */
export class Loader {
	readonly environment: BuildEnvironment;
	/** Absolute, without symbolic links. */
	readonly root: string;
	readonly #referrer: Loader | undefined;

	constructor(environment: BuildEnvironment, root: string, referrer?: Loader) {
		this.environment = environment;
		this.root = root;
		this.#referrer = referrer;
	}

	/** The loader for the directory that a command line names. */
	static at(environment: BuildEnvironment, target: string): Loader {
		refuseRepository(target);
		return new Loader(environment, confirmedDirectory(environment.io, target, target));
	}

	/** The loader for another kustomization that this one names. */
	enter(path: string): Loader {
		if (path === '') throw new CommandError('new root cannot be empty');
		refuseRepository(path);
		if (path.startsWith('/')) throw new CommandError(`new root '${path}' cannot be absolute`);
		const root = confirmedDirectory(this.environment.io, joined(this.root, path), undefined);
		for (let loader: Loader | undefined = this; loader !== undefined; loader = loader.#referrer) {
			if (isWithin(loader.root, root))
				throw new CommandError(`cycle detected: candidate root '${root}' contains visited root '${loader.root}'`);
		}
		return new Loader(this.environment, root, this);
	}

	*load(path: string): Task<string> {
		return decodeUtf8(yield* this.loadBytes(path));
	}

	*loadBytes(path: string): Task<Uint8Array> {
		const { io, unrestricted } = this.environment;
		const full = path.startsWith('/') ? path : joined(this.root, path);
		return yield* io.readBytes(unrestricted ? full : this.#restricted(full));
	}

	/** A file's text, or what a URL leads to. */
	*loadAnywhere(path: string): Task<string> {
		if (/^https?:/.test(path)) return yield* this.environment.fetchUrl(path);
		return yield* this.load(path);
	}

	#restricted(path: string): string {
		const { io } = this.environment;
		const real = realPath(io, path, path);
		if (io.fileType(real) === 'directory') throw new CommandError(`'${path}' must resolve to a file`);
		if (!isWithin(dirName(real), this.root))
			throw new CommandError(`security; file '${path}' is not in or below '${this.root}'`);
		return real;
	}
}

function confirmedDirectory(io: Streams, path: string, shown: string | undefined): string {
	if (path === '') throw new CommandError('must build at directory: directory path cannot be empty');
	const name = shown ?? path;
	let real: string;
	try {
		real = realPath(io, joined(io.process.cwd, path), name);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`must build at directory: not a valid directory: ${error.message}`);
	}
	if (io.fileType(real) !== 'directory')
		throw new CommandError(`must build at directory: '${name}': file is not directory`);
	return real;
}

function realPath(io: Streams, path: string, shown: string): string {
	try {
		return io.process.realpath(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new CommandError(`evalsymlink failure on '${shown}' : lstat ${firstMissing(io, path)}: ${goErrno(error)}`);
	}
}

/** The part of a path up to what is not there. */
function firstMissing(io: Streams, path: string): string {
	const parts = path.split('/').slice(1);
	for (let count = 1; count < parts.length; count++) {
		const part = `/${parts.slice(0, count).join('/')}`;
		if (io.fileType(part) !== 'directory') return io.fileType(part) === undefined ? part : path;
	}
	return path;
}

/** Go's filepath.Join. */
export function joined(directory: string, path: string): string {
	const out: string[] = [];
	for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
		if (part === '..') out.pop();
		else if (part !== '' && part !== '.') out.push(part);
	}
	return `/${out.join('/')}`;
}

function isWithin(path: string, directory: string): boolean {
	return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}

const REPOSITORY =
	/^(?:git::|gh:|(?:git@|[\w.-]+@)[\w.-]+[:/]|ssh:\/\/|file:\/\/|(?:https?:\/\/)?github\.com[:/]|https?:\/\/).+/;

/**
 * Repositories are cloned with git, which no machine here has.
 * Models kustomize api/internal/git NewRepoSpecFromURL and newCmdRunner.
 */
function refuseRepository(target: string): void {
	if (!REPOSITORY.test(target)) return;
	const segments = target
		.replace(/^[a-z]+:\/\//, '')
		.split('/')
		.filter((part) => part !== '');
	if (/^https?:\/\//.test(target) && segments.length < 3 && !target.includes('.git')) return;
	throw new CommandError(`no 'git' program on path: exec: "git": executable file not found in $PATH`);
}

/** The last part of a path in a generator's `files`. */
export function keyOfPath(path: string): string {
	return baseName(path);
}
