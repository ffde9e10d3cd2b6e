import { formatJsonInSteps } from '../../../machinery/format-json-in-steps.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { parseJson } from '../../../machinery/parse-json.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { createThreeWayJsonMergePatch } from '../../../machinery/patch/merge-patch.ts';
import { createThreeWayMergePatch } from '../../../machinery/patch/strategic-diff.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { patchSchemaOf } from '../built-in-kinds.ts';
import { CommandError, isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { lastAppliedOf } from '../last-applied.ts';
import type { Query } from '../rest-client.ts';
import type { Mapping } from '../rest-mapper.ts';

const RETRIES = 5;
const RETRIES_WITHOUT_PAUSE = 1;

export interface PatchTarget {
	readonly mapping: Mapping;
	readonly namespace: string;
	readonly name: string;
}

export interface PatcherOptions {
	readonly query: Query;
	/** Delete and create anew what cannot be patched. */
	readonly force: boolean;
	readonly deleteBody: object;
	readonly timeoutMs: number;
}

/** The patch and what it made of the object; an empty patch is not sent. */
export interface PatchOutcome {
	readonly patch: string;
	readonly object: KubeObject;
}

/** The server refused the patch. */
export class PatchFailure extends Error {
	readonly patch: string;
	readonly reason: Error;
	constructor(patch: string, reason: Error) {
		super(reason.message);
		this.patch = patch;
		this.reason = reason;
	}
}

/** Three-way merge of last applied, new and live configuration. Models kubectl/pkg/cmd/apply Patcher. */
export function* applyPatch(
	kubectl: Kubectl,
	target: PatchTarget,
	live: KubeObject,
	modified: KubeObject,
	options: PatcherOptions,
): Task<PatchOutcome> {
	let current = live;
	let failure: Error | undefined;
	const sent = { patch: '' };
	for (let attempt = 0; attempt <= RETRIES; attempt++) {
		if (attempt > RETRIES_WITHOUT_PAUSE) yield* kubectl.process.sleep(1000);
		if (attempt > 0) current = yield* kubectl.getObject(target.mapping, target.namespace, target.name);
		try {
			return yield* patchOnce(kubectl, target, current, modified, options.query, sent);
		} catch (error) {
			if (!isUserError(error)) throw error;
			failure = error;
			if (!(error instanceof ApiError) || error.reason !== 'Conflict') break;
		}
	}
	const error = failure as Error;
	const replaceable = error instanceof ApiError && (error.reason === 'Conflict' || error.reason === 'Invalid');
	if (options.force && replaceable) return yield* deleteAndCreate(kubectl, target, current, modified, options);
	throw new PatchFailure(sent.patch, error);
}

function* patchOnce(
	kubectl: Kubectl,
	target: PatchTarget,
	current: KubeObject,
	modified: KubeObject,
	query: Query,
	sent: { patch: string },
): Task<PatchOutcome> {
	const { mapping, namespace, name } = target;
	const annotation = lastAppliedOf(current);
	const original = (annotation === undefined ? {} : parseJson(annotation)) as JsonObject;
	yield* kubectl.io.pause((annotation?.length ?? 0) >> 3);
	const [live, wanted] = [current as unknown as JsonObject, modified as unknown as JsonObject];
	const schema = patchSchemaOf(mapping.group, mapping.version, mapping.kind);
	const body =
		schema === undefined
			? createThreeWayJsonMergePatch(original, wanted, live)
			: createThreeWayMergePatch(original, wanted, live, schema);
	const patch = yield* formatJsonInSteps(body, {}, kubectl.io.pause);
	sent.patch = patch;
	if (patch === '{}') return { patch, object: current };
	const type = schema === undefined ? 'merge' : 'strategic';
	return { patch, object: yield* kubectl.patchObject(mapping, namespace, name, { type, body: patch }, query) };
}

function* deleteAndCreate(
	kubectl: Kubectl,
	target: PatchTarget,
	original: KubeObject,
	modified: KubeObject,
	options: PatcherOptions,
): Task<PatchOutcome> {
	const { mapping, namespace, name } = target;
	yield* kubectl.deleteObject(mapping, namespace, name, options.deleteBody);
	const deadlineMs = kubectl.process.now() + options.timeoutMs;
	while (yield* exists(kubectl, target)) {
		if (options.timeoutMs > 0 && kubectl.process.now() >= deadlineMs)
			throw new CommandError('timed out waiting for the condition');
		yield* kubectl.process.sleep(1000);
	}
	const patch = yield* formatJsonInSteps(modified, {}, kubectl.io.pause);
	try {
		return { patch, object: yield* kubectl.createObject(mapping, namespace, modified, options.query) };
	} catch (error) {
		if (!isUserError(error)) throw error;
		const { resourceVersion: _version, uid: _uid, ...metadata } = original.metadata;
		yield* kubectl.createObject(mapping, namespace, { ...original, metadata }, options.query);
		throw error;
	}
}

function* exists(kubectl: Kubectl, { mapping, namespace, name }: PatchTarget): Task<boolean> {
	try {
		yield* kubectl.getObject(mapping, namespace, name);
		return true;
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return false;
		throw error;
	}
}
