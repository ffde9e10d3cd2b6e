import type { WebhookConversion } from '../../api/apiextensions/types.ts';
import { apiVersionOf, type Json, type KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { statusProblem } from '../admission/webhooks/status-problem.ts';
import { webhookAddress } from '../admission/webhooks/webhook-address.ts';
import { ownError } from '../own-error.ts';
import type { ServerCore } from '../server-core.ts';

/** Models apiserver/pkg/util/webhook ClientManager: conversion has no timeout of its own. */
const TIMEOUT_SECONDS = 30;

type Fields = { readonly [field: string]: unknown };

/**
 * An object in another version, as the definition's webhook has it. Throws ApiError.
 * Models apiextensions-apiserver/pkg/apiserver/conversion webhookConverter.Convert and its caller, ConvertToVersion.
 */
export function* askConversion(
	core: ServerCore,
	webhook: WebhookConversion,
	object: KubeObject,
	apiVersion: string,
): Task<KubeObject> {
	const what = `${object.apiVersion}, Kind=${object.kind}`;
	const answer = yield* ask(core, webhook, object, apiVersion);
	if ('problem' in answer) throw ownError(`conversion webhook for ${what} failed: ${answer.problem}`);
	const { objects } = answer;
	if (objects.length !== 1) {
		throw ownError(`conversion for ${what} returned ${objects.length} objects, expected 1`);
	}
	const converted = fieldsOf(objects[0]) ?? {};
	const problem = objectProblem(object, converted, apiVersion);
	if (problem !== undefined) {
		throw ownError(`conversion for ${what} returned invalid converted object at index 1: ${problem}`);
	}
	const metadata = restoredMetadata(object, converted.metadata);
	if (typeof metadata === 'string') {
		throw ownError(`conversion for ${what} returned invalid metadata in object at index 1: ${metadata}`);
	}
	return { ...(converted as object), metadata } as unknown as KubeObject;
}

function* ask(
	core: ServerCore,
	{ clientConfig = {}, conversionReviewVersions }: WebhookConversion,
	object: KubeObject,
	desiredAPIVersion: string,
): Task<{ readonly objects: readonly unknown[] } | { readonly problem: string }> {
	const version = conversionReviewVersions.find((each) => each === 'v1' || each === 'v1beta1') ?? 'v1';
	const uid = core.world.random.uuid();
	const { url, server, serverName, path, caPem } = webhookAddress(clientConfig, core);
	const failed = (problem: string): { readonly problem: string } => ({
		problem: `Post ${JSON.stringify(`${url}?timeout=${TIMEOUT_SECONDS}s`)}: ${problem}`,
	});
	if (typeof server !== 'string') return failed(server.problem);
	if (core.webhooks === undefined) return failed('dial tcp: network is unreachable');
	const result = yield* core.webhooks.post({
		server,
		...(serverName === undefined ? {} : { serverName }),
		...(caPem === undefined ? {} : { caPem }),
		path,
		query: [['timeout', `${TIMEOUT_SECONDS}s`]],
		body: {
			kind: 'ConversionReview',
			apiVersion: apiVersionOf('apiextensions.k8s.io', version),
			request: { uid, desiredAPIVersion, objects: [object] },
		},
		timeoutMs: TIMEOUT_SECONDS * 1_000,
	});
	if (result.kind === 'failed') return failed(result.detail);
	if (result.status < 200 || result.status >= 300) return { problem: statusProblem(result.status, result.body) };
	return readReview(result.body, version, uid);
}

/** Models webhook_converter.go getConvertedObjectsFromResponse. */
function readReview(
	body: unknown,
	version: string,
	wanted: string,
): { readonly objects: readonly unknown[] } | { readonly problem: string } {
	const { apiVersion = '', kind = '', response } = fieldsOf(body) ?? {};
	const expected = apiVersionOf('apiextensions.k8s.io', version);
	if (version === 'v1' && (apiVersion !== expected || kind !== 'ConversionReview')) {
		const got = `${String(apiVersion).includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
		return { problem: `expected webhook response of ${expected}, Kind=ConversionReview, got ${got}` };
	}
	const answer = fieldsOf(response);
	if (answer === undefined) return { problem: 'no response provided' };
	const { uid = '', convertedObjects } = answer;
	if (version === 'v1' && uid !== wanted) {
		return { problem: `expected response.uid=${JSON.stringify(wanted)}, got ${JSON.stringify(uid)}` };
	}
	const { status = '', message } = fieldsOf(answer.result) ?? {};
	if (status !== 'Success') {
		const told = typeof message === 'string' && message !== '';
		return { problem: told ? message : `response.result.status was '${status}', not 'Success'` };
	}
	return { objects: Array.isArray(convertedObjects) ? convertedObjects : [] };
}

/** Models conversion/converter.go ConvertToVersion and validateConvertedObject. */
function objectProblem(original: KubeObject, converted: Fields, apiVersion: string): string | undefined {
	const { apiVersion: version = '', kind = '' } = converted;
	if (version !== apiVersion) return `invalid groupVersion (expected ${apiVersion}, received ${version})`;
	if (kind !== original.kind) return `invalid kind (expected ${original.kind}, received ${kind})`;
	const given = fieldsOf(converted.metadata) ?? {};
	for (const [field, label] of KEPT) {
		const before = original.metadata[field] ?? '';
		const after = given[field] ?? '';
		if (before !== after) return `must have the same ${label}: ${before} != ${after}`;
	}
	return undefined;
}

const KEPT = [
	['name', 'name'],
	['namespace', 'namespace'],
	['uid', 'UID'],
] as const;

/** The original's metadata with the labels and annotations of the answer, or what is wrong with them. Models restoreObjectMeta. */
function restoredMetadata(original: KubeObject, given: unknown): KubeObject['metadata'] | string {
	if (given === undefined) return 'missing metadata in converted object';
	const answered = fieldsOf(given);
	if (answered === undefined) return `invalid metadata of type ${goType(given as Json)} in converted object`;
	const metadata = { ...original.metadata };
	for (const field of ['labels', 'annotations'] as const) {
		const map = answered[field];
		delete metadata[field];
		if (map === undefined || map === null) continue;
		const entries = fieldsOf(map);
		if (entries === undefined) return `invalid metadata.${field} of type ${goType(map as Json)} in converted object`;
		for (const [key, value] of Object.entries(entries)) {
			if (typeof value === 'string') continue;
			return `metadata.${field}[${key}] must be a string, but is ${goType(value as Json)} in converted object`;
		}
		metadata[field] = entries as { [key: string]: string };
	}
	return metadata;
}

/** As Go names the type of a decoded value. */
function goType(value: Json): string {
	if (value === null) return '<nil>';
	if (Array.isArray(value)) return '[]interface {}';
	if (typeof value === 'boolean') return 'bool';
	if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
	return typeof value === 'string' ? 'string' : 'map[string]interface {}';
}

function fieldsOf(value: unknown): Fields | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
