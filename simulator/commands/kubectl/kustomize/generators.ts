import { encodeBase64 } from '../../../machinery/base64.ts';
import { formatJson } from '../../../machinery/format-json.ts';
import { isObject, type JsonObject, setOwn } from '../../../machinery/patch/json-object.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { isUtf8 } from '../create/key-values.ts';
import { hashSuffix } from '../create/name-hash.ts';
import { CommandError } from '../errors.ts';
import { baseName } from '../streams.ts';
import type { GeneratorArgs, GeneratorOptions } from './kustomization-file.ts';
import type { Loader } from './loader.ts';
import { type Behavior, Resource } from './resource.ts';

type Pair = readonly [key: string, value: Uint8Array];

/** A ConfigMap or Secret. Models kustomize api/internal/generators. */
export function* generate(
	loader: Loader,
	kind: 'ConfigMap' | 'Secret',
	args: GeneratorArgs,
	shared: GeneratorOptions | undefined,
): Task<Resource> {
	const { name = '', namespace = '', behavior = '' } = args;
	if (name === '') throw new CommandError('a configmap must have a name');
	const pairs = yield* loadPairs(loader, args);
	const values = new Map<string, Uint8Array>();
	for (const [key, value] of pairs) {
		if (values.has(key)) throw new CommandError(`configmap ${name} illegally repeats the key \`${key}\``);
		values.set(key, value);
	}
	const object: JsonObject = { apiVersion: 'v1', kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) } };
	if (kind === 'Secret') object.type = args.type === undefined || args.type === '' ? 'Opaque' : args.type;
	putData(object, kind, values);
	const options = mergedOptions(args.options, shared);
	const resource = new Resource(object);
	if (Object.keys(options.labels ?? {}).length > 0) resource.setMap('labels', options.labels ?? {});
	if (Object.keys(options.annotations ?? {}).length > 0) resource.setMap('annotations', options.annotations ?? {});
	if (options.immutable === true) object.immutable = true;
	resource.generated = true;
	resource.needsHash = options.disableNameSuffixHash !== true;
	resource.behavior = ['create', 'replace', 'merge'].includes(behavior) ? (behavior as Behavior) : '';
	return resource;
}

/** What is said for all generators holds where one says nothing itself. */
function mergedOptions(own: GeneratorOptions = {}, shared: GeneratorOptions = {}): GeneratorOptions {
	return {
		labels: { ...shared.labels, ...own.labels },
		annotations: { ...shared.annotations, ...own.annotations },
		disableNameSuffixHash: own.disableNameSuffixHash === true || shared.disableNameSuffixHash === true,
		immutable: own.immutable === true || shared.immutable === true,
	};
}

function putData(object: JsonObject, kind: 'ConfigMap' | 'Secret', values: ReadonlyMap<string, Uint8Array>): void {
	if (kind === 'Secret') object.data = {};
	for (const key of [...values.keys()].sort()) {
		const value = values.get(key) as Uint8Array;
		const asText = kind === 'ConfigMap' && isUtf8(value);
		const field = kind === 'Secret' || asText ? 'data' : 'binaryData';
		if (!isObject(object[field])) object[field] = {};
		setOwn(object[field] as JsonObject, key, asText ? decodeUtf8(value) : foldedBase64(value));
	}
}

const BASE64_COLUMNS = 70;

/** Long values are broken into lines, the last one too. */
function foldedBase64(value: Uint8Array): string {
	const text = encodeBase64(value);
	if (text.length < BASE64_COLUMNS) return text;
	const lines: string[] = [];
	for (let at = 0; at < text.length; at += BASE64_COLUMNS) lines.push(`${text.slice(at, at + BASE64_COLUMNS)}\n`);
	return lines.join('');
}

function* loadPairs(loader: Loader, args: GeneratorArgs): Task<Pair[]> {
	const { literals = [], files = [], env = '' } = args;
	const envs = [...(args.envs ?? []), ...(env === '' ? [] : [env])];
	const pairs: Pair[] = [];
	yield* inContext(`env source files: [${envs.join(' ')}]`, () => addEnvFiles(loader, envs, pairs));
	yield* inContext(`literal sources [${literals.join(' ')}]`, () => addLiterals(literals, pairs));
	yield* inContext(`file sources: [${files.join(' ')}]`, () => addFiles(loader, files, pairs));
	return pairs;
}

function* inContext(context: string, work: () => Task<void>): Task<void> {
	try {
		yield* work();
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`loading KV pairs: ${context}: ${error.message}`);
	}
}

function* addEnvFiles(loader: Loader, paths: readonly string[], pairs: Pair[]): Task<void> {
	for (const path of paths) {
		const text = decodeUtf8(yield* loader.loadBytes(path));
		for (const [index, line] of text.split(/\r?\n/).entries()) {
			const content = (index === 0 ? line.replace(/^\ufeff/, '') : line).trimStart();
			if (content === '' || content.startsWith('#')) continue;
			const equals = content.indexOf('=');
			const [key, value] = equals < 0 ? [content, ''] : [content.slice(0, equals), content.slice(equals + 1)];
			if (key !== '') pairs.push([key, encodeUtf8(value)]);
		}
	}
}

function* addLiterals(literals: readonly string[], pairs: Pair[]): Task<void> {
	for (const literal of literals) {
		const equals = literal.indexOf('=');
		if (equals <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
		pairs.push([literal.slice(0, equals), encodeUtf8(withoutQuotes(literal.slice(equals + 1)))]);
	}
}

function withoutQuotes(text: string): string {
	const quote = text.charAt(0);
	const quoted = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote);
	return quoted ? text.slice(1, -1) : text;
}

function* addFiles(loader: Loader, files: readonly string[], pairs: Pair[]): Task<void> {
	for (const file of files) {
		const { key, path } = fileSource(file);
		pairs.push([key, yield* loader.loadBytes(path)]);
	}
}

function fileSource(source: string): { key: string; path: string } {
	const parts = source.split('=');
	const text = JSON.stringify;
	if (parts.length === 1) return { key: baseName(source), path: source };
	if (parts.length > 2) throw new CommandError(`source ${text(source)} key name or file path contains '='`);
	const [key, path] = parts as [string, string];
	if (key === '') throw new CommandError(`missing key name for file path ${text(path)} in source ${text(source)}`);
	if (path === '') throw new CommandError(`missing file path for key name ${text(key)} in source ${text(source)}`);
	return { key, path };
}

/** Generated objects are called by their content. Models HashTransformer and kustomize api/hasher. */
export function addHash(resource: Resource): void {
	if (!resource.needsHash || resource.object === undefined) return;
	const { data, binaryData, stringData, type } = resource.object;
	// The name is looked up by a path that kyaml takes for one field, so it never counts.
	const content =
		resource.kind === 'Secret'
			? {
					kind: 'Secret',
					type: type ?? '',
					name: '',
					data: data ?? '',
					...(isObject(stringData) ? { stringData } : {}),
				}
			: { kind: 'ConfigMap', name: '', data: data ?? '', ...(isObject(binaryData) ? { binaryData } : {}) };
	resource.storePreviousId();
	resource.ownMetadata().name = `${resource.name}-${hashSuffix(formatJson(content))}`;
}
