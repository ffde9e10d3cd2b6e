import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { CommandError, goErrno } from '../errors.ts';
import { baseName, dirName, type Streams } from '../streams.ts';
import { cloneRepository, removeClone } from './clone.ts';
import { parseRepoSpec, type RepoSpec } from './repo-spec.ts';

/** What a build needs of the world outside it. */
export interface BuildEnvironment {
	readonly io: Streams;
	/** --load-restrictor=LoadRestrictionsNone: files may be read from anywhere. */
	readonly unrestricted: boolean;
	/** The text behind an http URL. */
	readonly fetchUrl: (url: string) => Task<string>;
}

/** A repository that was cloned for a build: no path inside it may lead out of it. */
interface Clone {
	readonly folder: string;
	readonly spec: RepoSpec;
}

/** Reads files for the kustomization in one directory. Models kustomize api/internal/loader FileLoader. */
export class Loader {
	readonly environment: BuildEnvironment;
	/** Absolute, without symbolic links. */
	readonly root: string;
	readonly #referrer: Loader | undefined;
	/** Set where a repository begins. */
	readonly #clone: Clone | undefined;

	constructor(environment: BuildEnvironment, root: string, referrer?: Loader, clone?: Clone) {
		this.environment = environment;
		this.root = root;
		this.#referrer = referrer;
		this.#clone = clone;
	}

	/** The loader for the directory that a command line names. */
	static *at(environment: BuildEnvironment, target: string): Task<Loader> {
		const spec = parseRepoSpec(target);
		if (spec !== undefined) return yield* Loader.#inClone(environment, spec, undefined);
		return new Loader(environment, confirmedDirectory(environment.io, target, target));
	}

	/** The loader for another kustomization that this one names. */
	*enter(path: string): Task<Loader> {
		if (path === '') throw new CommandError('new root cannot be empty');
		const spec = parseRepoSpec(path);
		if (spec !== undefined) {
			this.#refuseCycle(spec, path);
			return yield* Loader.#inClone(this.environment, spec, this);
		}
		if (path.startsWith('/')) throw new CommandError(`new root '${path}' cannot be absolute`);
		const root = confirmedDirectory(this.environment.io, joined(this.root, path), undefined);
		for (let loader: Loader | undefined = this; loader !== undefined; loader = loader.#referrer) {
			if (isWithin(loader.root, root))
				throw new CommandError(`cycle detected: candidate root '${root}' contains visited root '${loader.root}'`);
		}
		const clone = this.#nearestClone();
		if (clone !== undefined && !isWithin(root, clone.folder))
			throw new CommandError(`base '${root}' is outside '${clone.folder}' at '${this.root}'.`);
		return new Loader(this.environment, root, this);
	}

	/** Removes what was cloned on the way here. */
	*cleanup(): Task<void> {
		if (this.#clone !== undefined) yield* removeClone(this.environment.io.process, this.#clone.folder);
	}

	/** Models kustomize api/internal/loader newLoaderAtGitClone. */
	static *#inClone(environment: BuildEnvironment, spec: RepoSpec, referrer: Loader | undefined): Task<Loader> {
		const { io } = environment;
		const folder = yield* cloneRepository(io.process, spec);
		const root = joined(folder, spec.path);
		if (io.fileType(root) === 'directory') return new Loader(environment, root, referrer, { folder, spec });
		yield* removeClone(io.process, folder);
		if (io.fileType(root) === undefined)
			throw new CommandError(`evalsymlink failure on '${root}' : lstat ${root}: no such file or directory`);
		throw new CommandError(`'${spec.path}' refers to file '${baseName(root)}'; expecting directory`);
	}

	#nearestClone(): Clone | undefined {
		for (let loader: Loader | undefined = this; loader !== undefined; loader = loader.#referrer)
			if (loader.#clone !== undefined) return loader.#clone;
		return undefined;
	}

	#refuseCycle({ cloneUrl, path }: RepoSpec, text: string): void {
		for (let loader: Loader | undefined = this; loader !== undefined; loader = loader.#referrer) {
			const before = loader.#clone?.spec;
			if (before?.cloneUrl === cloneUrl && before.path === path)
				throw new CommandError(`cycle detected: URI '${text}' referenced by previous URI '${text}'`);
		}
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
		if (!/^https?:/.test(path)) return yield* this.load(path);
		try {
			return yield* this.environment.fetchUrl(path);
		} catch (error) {
			if (!(error instanceof CommandError) || parseRepoSpec(path) === undefined) throw error;
			throw new CommandError('URL is a git repository');
		}
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

/** The last part of a path in a generator's `files`. */
export function keyOfPath(path: string): string {
	return baseName(path);
}
