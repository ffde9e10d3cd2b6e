import { goPathMatch } from '../../machinery/go-path-match.ts';
import type { Task } from '../../machinery/task.ts';
import { CommandError } from './errors.ts';
import { buildKustomization, formatResources } from './kustomize/build.ts';
import type { Streams } from './streams.ts';
import { joinPath } from './streams.ts';

export interface FilenameFlags {
	readonly filename: readonly string[];
	readonly kustomize: string;
	readonly recursive: boolean;
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/** One place that manifests come from. */
export type ManifestSource = { readonly path: string; readonly kind: 'file' | 'stdin' | 'url' | 'kustomization' };

/**
 * Files behind `-f` flags: directories and patterns expanded, in order. What cannot be found is an error at once.
 * Models cli-runtime resource.Builder FilenameParam and Path.
 */
export function expandFilenames(
	io: Streams,
	flags: FilenameFlags,
): { sources: ManifestSource[]; errors: CommandError[]; isDirectory: boolean } {
	const sources: ManifestSource[] = [];
	const errors: CommandError[] = [];
	let isDirectory = false;
	if (flags.kustomize !== '') sources.push({ path: flags.kustomize, kind: 'kustomization' });
	for (const name of flags.filename) {
		if (name === '-') {
			sources.push({ path: 'STDIN', kind: 'stdin' });
		} else if (name.startsWith('http://') || name.startsWith('https://')) {
			sources.push({ path: name, kind: 'url' });
		} else {
			for (const path of expandPattern(io, name, errors)) {
				const type = io.fileType(path);
				if (type === undefined) {
					errors.push(new CommandError(`the path ${JSON.stringify(path)} does not exist`));
				} else if (type === 'directory') {
					isDirectory = true;
					const files = walk(io, path, flags.recursive);
					if (files.length === 0)
						errors.push(
							new CommandError(`error reading [${path}]: recognized file extensions are [${EXTENSIONS.join(' ')}]`),
						);
					sources.push(...files.map((file) => ({ path: file, kind: 'file' as const })));
				} else {
					sources.push({ path, kind: 'file' });
				}
			}
		}
	}
	return { sources, errors, isDirectory };
}

function expandPattern(io: Streams, pattern: string, errors: CommandError[]): string[] {
	if (io.fileType(pattern) !== undefined || !/[*?[]/.test(pattern)) return [pattern];
	const at = pattern.lastIndexOf('/');
	const directory = at < 0 ? '.' : pattern.slice(0, at) || '/';
	const matcher = goPathMatch(pattern.slice(at + 1));
	if (matcher === undefined || io.fileType(directory) !== 'directory') {
		errors.push(new CommandError(`pattern ${JSON.stringify(pattern)} is not valid: syntax error in pattern`));
		return [];
	}
	const names = [...io.process.readdir(directory)].sort().filter((name) => matcher(name));
	if (names.length === 0) errors.push(new CommandError(`the path ${JSON.stringify(pattern)} does not exist`));
	return names.map((name) => (at < 0 ? name : joinPath(directory, name)));
}

function walk(io: Streams, directory: string, recursive: boolean): string[] {
	const files: string[] = [];
	for (const name of [...io.process.readdir(directory)].sort()) {
		const path = joinPath(directory, name);
		const type = io.fileType(path);
		if (type === 'directory') {
			if (recursive) files.push(...walk(io, path, true));
		} else if (EXTENSIONS.some((extension) => name.endsWith(extension))) {
			files.push(path);
		}
	}
	return files;
}

/** Reads a source's text. */
export function* readSource(
	io: Streams,
	source: ManifestSource,
	fetchUrl: (url: string) => Task<string>,
): Task<string> {
	if (source.kind === 'stdin') return yield* io.stdin();
	if (source.kind === 'url') return yield* fetchUrl(source.path);
	if (source.kind === 'kustomization') {
		const environment = { io, unrestricted: false, fetchUrl };
		return formatResources(yield* buildKustomization(environment, source.path));
	}
	return yield* io.readFile(source.path);
}
