import type { Kind } from '../../simulator/api/kind.ts';
import { typeSchema } from '../../simulator/api/schema/schema.ts';
import { concatBytes } from '../../simulator/machinery/http/byte-reader.ts';
import { apiVersionOf } from '../../simulator/machinery/meta.ts';
import type { Random } from '../../simulator/machinery/random.ts';
import { encodeUtf8 } from '../../simulator/machinery/utf8.ts';
import { formatYaml } from '../../simulator/machinery/yaml/format-yaml.ts';
import { MANIFESTS } from './manifests.ts';
import { anyValue, mutated, oddWord, setKey, typedValue, type Value } from './random-value.ts';

const METHODS = [
	'GET',
	'GET',
	'POST',
	'POST',
	'POST',
	'POST',
	'PUT',
	'PUT',
	'PATCH',
	'PATCH',
	'PATCH',
	'DELETE',
	'DELETE',
	'HEAD',
	'OPTIONS',
];
const PATCH_TYPES = [
	'application/json-patch+json',
	'application/merge-patch+json',
	'application/strategic-merge-patch+json',
	'application/apply-patch+yaml',
];
const CONTENT_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'text/plain', ''];
const ACCEPTS = [
	'application/json',
	'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
	'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
	'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
	'application/yaml',
	'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
	'application/vnd.kubernetes.protobuf',
	'*/*',
	'text/html',
	';;=,',
];
const OPTIONS: readonly (readonly [string, readonly string[]])[] = [
	['watch', ['true', '1', 'x']],
	['limit', ['1', '2', '0', '-1', 'x', '99999999999999999999']],
	[
		'continue',
		[
			'x',
			'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiYSJ9',
			'%7B',
			'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6OTk5OTksInN0YXJ0IjoiLi4vYSJ9',
		],
	],
	['resourceVersion', ['0', '1', '5', '99999', '-1', 'x', '']],
	['resourceVersionMatch', ['Exact', 'NotOlderThan', 'x']],
	['labelSelector', ['app=web', 'app', '!app', 'app in (web,a)', 'app==', 'a=b=c', '(', 'app>5']],
	['fieldSelector', ['metadata.name=web', 'spec.nodeName=', 'a=b', '=', 'metadata.name!=web', 'a\\', '__proto__=x']],
	['sendInitialEvents', ['true', 'false', 'x']],
	['allowWatchBookmarks', ['true']],
	['timeoutSeconds', ['1', '0', '-5', 'x']],
	['dryRun', ['All', 'x']],
	['fieldManager', ['me', 'x'.repeat(200), '\u0001']],
	['fieldValidation', ['Strict', 'Warn', 'Ignore', 'x']],
	['force', ['true', 'false']],
	['pretty', ['true', '0']],
	['includeObject', ['None', 'Object', 'x']],
	['propagationPolicy', ['Foreground', 'Orphan', 'Background', 'x']],
	['gracePeriodSeconds', ['0', '5', '-1', 'x', '1e3']],
	['orphanDependents', ['true', 'x']],
	['container', ['web', 'x']],
	['command', ['ls']],
	['verbose', ['']],
];
const PATHS = [
	'/',
	'/api',
	'/apis',
	'/apis/apps',
	'/apis/apps/v1',
	'/api/v1',
	'/version',
	'/healthz',
	'/readyz',
	'/livez/etcd',
	'/openapi/v2',
	'/openapi/v3',
	'/openapi/v3/apis/apps/v1',
	'/metrics',
	'/.well-known/openid-configuration',
	'/apis/apps/v1/watch/deployments',
	'/api/v1/namespaces/default/finalize',
	'/api/v1/namespaces/default/status',
];

/** One HTTP request, as bytes, by chance: valid, nearly valid, or far from it. */
export function randomRequest(random: Random, kinds: readonly Kind[]): Uint8Array {
	const method = random.pick(METHODS);
	const { path, manifest } = target(random, kinds, method);
	const head = [`${method} ${path}${query(random)} HTTP/1.1`, 'Host: server', 'Connection: close'];
	if (random.below(5) === 0) head.push(`Accept: ${random.pick(ACCEPTS)}`);
	if (random.below(40) === 0) head.push(`Impersonate-User: ${encodeURIComponent(safe(oddWord(random)))}`);
	if (random.below(60) === 0) head.push('Authorization: Bearer x');
	if (random.below(60) === 0)
		head.push(
			'Upgrade: websocket',
			'Connection: Upgrade',
			'Sec-WebSocket-Version: 13',
			'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
		);
	const body = method === 'GET' || method === 'HEAD' ? undefined : randomBody(random, method, manifest);
	if (body !== undefined) head.push(`Content-Type: ${body.type}`, `Content-Length: ${body.bytes.length}`);
	const bytes = concatBytes([encodeUtf8(`${head.join('\r\n')}\r\n\r\n`), ...(body === undefined ? [] : [body.bytes])]);
	return random.below(50) === 0 ? damaged(random, bytes) : bytes;
}

function target(random: Random, kinds: readonly Kind[], method: string): { path: string; manifest: Value } {
	if (random.below(12) === 0) {
		const path = random.pick(PATHS);
		return {
			path: random.below(3) === 0 ? `${path}/${encodeURIComponent(safe(oddWord(random)))}` : path,
			manifest: anyValue(random),
		};
	}
	const fromSchema = random.below(3) === 0;
	const [collection, manifest] = fromSchema ? schemaTarget(random, random.pick(kinds)) : random.pick(MANIFESTS);
	const rarely = random.below(12) === 0;
	const wantsName = rarely !== (method !== 'POST' && (method !== 'GET' || random.below(2) === 0));
	let path = collection;
	if (random.below(30) === 0) path = path.replace('default', encodeURIComponent(safe(oddWord(random))));
	if (wantsName) path += `/${random.below(6) === 0 ? encodeURIComponent(safe(oddWord(random))) : 'web'}`;
	if (wantsName && random.below(5) === 0) {
		path += `/${random.pick(['status', 'scale', 'log', 'exec', 'attach', 'eviction', 'binding', 'token', 'approval', 'resize', 'ephemeralcontainers', 'proxy', 'proxy/a/b', 'finalize', 'portforward', '__proto__'])}`;
	}
	return { path, manifest };
}

function schemaTarget(random: Random, kind: Kind): [string, Value] {
	const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
	const collection = kind.namespaced ? `${root}/namespaces/default/${kind.plural}` : `${root}/${kind.plural}`;
	const type = typeSchema(kind.schema);
	const value = (type === undefined ? {} : typedValue(random, type)) as { [key: string]: Value };
	setKey(value, 'apiVersion', apiVersionOf(kind.group, kind.version));
	setKey(value, 'kind', kind.kind);
	const metadata =
		typeof value.metadata === 'object' && value.metadata !== null && !Array.isArray(value.metadata)
			? value.metadata
			: {};
	const name = { name: 'web', ...(kind.namespaced ? { namespace: 'default' } : {}) };
	const kept = random.below(4) === 0 ? metadata : {};
	setKey(value, 'metadata', { ...kept, ...name });
	return [collection, value];
}

function randomBody(random: Random, method: string, manifest: Value): { type: string; bytes: Uint8Array } {
	const value = random.below(2) === 0 ? mutated(random, manifest) : manifest;
	if (method === 'PATCH') {
		const type = random.below(15) === 0 ? random.pick(CONTENT_TYPES) : random.pick(PATCH_TYPES);
		if (type === 'application/json-patch+json') return { type, bytes: json(random, jsonPatch(random)) };
		return { type, bytes: json(random, value) };
	}
	if (method === 'DELETE' && random.below(2) === 0) {
		const options = {
			kind: 'DeleteOptions',
			apiVersion: 'v1',
			gracePeriodSeconds: 0,
			propagationPolicy: 'Background',
			preconditions: { uid: 'x' },
		};
		return { type: 'application/json', bytes: json(random, mutated(random, options)) };
	}
	const type = random.below(12) === 0 ? random.pick(CONTENT_TYPES) : 'application/json';
	if (type === 'application/yaml')
		return {
			type,
			bytes: encodeUtf8(
				random.pick([
					formatYaml(value as object),
					formatYaml(value as object),
					oddWord(random),
					'['.repeat(5_000),
					'- '.repeat(5_000),
					'{a: '.repeat(5_000),
				]),
			),
		};
	return { type, bytes: json(random, value) };
}

function jsonPatch(random: Random): Value {
	if (random.below(10) === 0) return anyValue(random);
	const paths = [
		'/metadata/labels/a',
		'/spec/replicas',
		'/spec/template/spec/containers/0',
		'/data/a',
		'/metadata/name',
		'/__proto__/polluted',
		'/constructor/prototype/polluted',
		'/metadata/finalizers/-',
		'',
		'/',
		'/~2',
		'/spec/template/spec/containers/99',
		'/metadata/labels/__proto__',
		'/status',
	];
	return Array.from({ length: 1 + random.below(3) }, () => ({
		op: random.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'x']),
		path: random.pick(paths),
		from: random.pick(paths),
		value: anyValue(random),
	}));
}

/** Text of a value, now and then with a key that occurs twice, cut short, or nested deeply. */
function json(random: Random, value: Value): Uint8Array {
	const text = JSON.stringify(value);
	switch (random.below(40)) {
		case 0:
			return encodeUtf8(text.slice(0, random.below(text.length + 1)));
		case 1:
			return encodeUtf8(text.replace('{', `{"metadata":{"__proto__":{"polluted":1}},`));
		case 2:
			return encodeUtf8(`{"metadata":{"name":"web"},"data":${'['.repeat(20_000)}`);
		case 3:
			return damaged(random, encodeUtf8(text));
		default:
			return encodeUtf8(text);
	}
}

function damaged(random: Random, bytes: Uint8Array): Uint8Array {
	const copy = bytes.slice();
	for (let i = 0; i < 3 && copy.length > 0; i++) copy[random.below(copy.length)] = random.below(256);
	return copy;
}

function query(random: Random): string {
	if (random.below(2) === 0) return '';
	const parts: string[] = [];
	for (let i = 0; i <= random.below(4); i++) {
		const [name, values] = random.pick(OPTIONS);
		const value = random.below(10) === 0 ? safe(oddWord(random)) : random.pick(values);
		parts.push(`${name}=${encodeURIComponent(value)}`);
	}
	return `?${parts.join('&')}`;
}

/** A lone surrogate cannot be written into a URL. */
function safe(word: string): string {
	return /\p{Surrogate}/u.test(word) ? 'x' : word;
}
