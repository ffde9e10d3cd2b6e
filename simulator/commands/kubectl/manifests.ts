import type { Json } from '../../machinery/meta.ts';
import { JsonSyntaxError, parseJsonStream } from '../../machinery/parse-json.ts';
import type { Task } from '../../machinery/task.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { splitDocuments } from '../../machinery/yaml/split-documents.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { CommandError } from './errors.ts';
import { buildKustomization, formatResources } from './kustomize/build.ts';
import type { Streams } from './streams.ts';
import { joinPath } from './streams.ts';

export interface Manifest {
	/** The file's path, "STDIN" or the URL: messages name it. */
	readonly source: string;
	readonly object: { readonly [field: string]: Json };
}

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
	const matcher = patternMatcher(pattern.slice(at + 1));
	if (matcher === undefined || io.fileType(directory) !== 'directory') {
		errors.push(new CommandError(`pattern ${JSON.stringify(pattern)} is not valid: syntax error in pattern`));
		return [];
	}
	const names = [...io.process.readdir(directory)].sort().filter((name) => matcher(name));
	if (names.length === 0) errors.push(new CommandError(`the path ${JSON.stringify(pattern)} does not exist`));
	return names.map((name) => (at < 0 ? name : joinPath(directory, name)));
}

/** `*`, `?` and classes within one path element. Undefined when the pattern is malformed. */
function patternMatcher(pattern: string): ((name: string) => boolean) | undefined {
	const parts: string[] = [];
	for (let i = 0; i < pattern.length; i++) {
		const char = pattern.charAt(i);
		if (char === '*') parts.push('[^/]*');
		else if (char === '?') parts.push('[^/]');
		else if (char === '[') {
			const end = pattern.indexOf(']', i + 2);
			if (end < 0) return undefined;
			parts.push(`[${pattern.slice(i + 1, end).replaceAll('\\', '\\\\')}]`);
			i = end;
		} else parts.push(char.replace(/[\\^$.|+(){}\]]/g, '\\$&'));
	}
	const expression = new RegExp(`^${parts.join('')}$`);
	return (name) => expression.test(name);
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

/**
 * The documents of one source as they are read: `visit` is called with each before the next is parsed, so that
 * what stands before a mistake has been worked on when the mistake is found.
 */
export function* visitManifests(source: string, text: string, visit: (manifest: Manifest) => Task<void>): Task<void> {
	const isJson = /^\s*\{/.test(text);
	if (isJson) {
		const { values, error } = parseJsonStream(text);
		for (const value of values) yield* visitDocument(source, value, visit);
		if (error instanceof JsonSyntaxError) {
			if (values.length > 0 && error.message.startsWith('invalid character'))
				throw parseError(source, new Error(`invalid character after top-level value`));
			if (error.message === 'unexpected end of JSON input') throw parseError(source, new Error('unexpected EOF'));
			throw parseError(source, new Error(`json: offset ${error.offset}: ${error.message}`));
		}
		return;
	}
	let documents: string[];
	try {
		documents = splitDocuments(text);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw parseError(source, error);
	}
	for (const document of documents) {
		let value: Json;
		try {
			value = parseYamlDocument(document);
		} catch (error) {
			if (!(error instanceof YamlError)) throw error;
			throw parseError(source, new Error(`error converting YAML to JSON: ${error.message}`));
		}
		yield* visitDocument(source, value, visit);
	}
}

function* visitDocument(source: string, value: Json, visit: (manifest: Manifest) => Task<void>): Task<void> {
	if (value === null) return;
	yield* visit({ source, object: value as Manifest['object'] });
}

function parseError(source: string, error: Error): CommandError {
	return new CommandError(`error parsing ${source}: ${error.message}`);
}

/** What is wrong with a document before any schema is looked at; undefined when it can be sent. */
export function shapeComplaint(value: unknown): string | undefined {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'invalid object to validate';
	const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
	const complaints: string[] = [];
	if (apiVersion === undefined || apiVersion === null || apiVersion === '') complaints.push('apiVersion not set');
	else if (typeof apiVersion !== 'string') complaints.push("apiVersion isn't string type");
	if (kind === undefined || kind === null || kind === '') complaints.push('kind not set');
	else if (typeof kind !== 'string') complaints.push("kind isn't string type");
	if (complaints.length === 0) return undefined;
	return complaints.length === 1 ? complaints[0] : `[${complaints.join(', ')}]`;
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
