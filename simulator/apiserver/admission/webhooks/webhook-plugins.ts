import type { MutatingWebhook, MutatingWebhookConfiguration } from '../../../api/admissionregistration/types.ts';
import { decodeBase64 } from '../../../machinery/base64.ts';
import { jsonEqual } from '../../../machinery/json-equal.ts';
import type { Json, KubeObject } from '../../../machinery/meta.ts';
import { applyJsonPatch } from '../../../machinery/patch/json-patch.ts';
import { PatchError } from '../../../machinery/patch/patch-error.ts';
import { ApiError, internalError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { together } from '../../../machinery/together.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { acceptObject, applyDefaults, requireType } from '../../decoding/decode-object.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../admission.ts';
import { Reinvocation } from '../reinvocation.ts';
import { callWebhook } from './call-webhook.ts';
import { conditionsHold } from './webhook-conditions.ts';
import { isExempt, isWanted } from './webhook-match.ts';

/** Asks those who may change the object, one after the other. Models apiserver/pkg/admission/plugin/webhook/mutating. */
export const MUTATING_WEBHOOKS: AdmissionPlugin = {
	name: 'MutatingAdmissionWebhook',
	mutate: (attributes, core) => {
		const webhooks = registeredWebhooks('mutatingwebhookconfigurations', attributes, core);
		// What it is asked about may be of its kind only after an earlier one has changed it.
		return webhooks.length === 0 ? undefined : askMutating(webhooks, attributes, core);
	},
};

/**
 * Asks those who have a say, all at once. Models apiserver/pkg/admission/plugin/webhook/validating.
 */
export const VALIDATING_WEBHOOKS: AdmissionPlugin = {
	name: 'ValidatingAdmissionWebhook',
	validate: (attributes, core) => {
		const webhooks = registeredWebhooks('validatingwebhookconfigurations', attributes, core)
			.map(({ webhook }) => webhook)
			.filter((each) => isWanted(each, attributes, core) && conditionsHold(each, attributes, core));
		return webhooks.length === 0 ? undefined : askValidating(webhooks, attributes, core);
	},
};

interface Registered {
	/** Of its own, and the same as long as its configuration is. */
	readonly id: string;
	readonly webhook: MutatingWebhook;
}

/** By the names of their configurations. */
function registeredWebhooks(resource: string, attributes: AdmissionAttributes, core: ServerCore): Registered[] {
	const kind = core.kinds.byResource('admissionregistration.k8s.io', 'v1', resource);
	if (kind === undefined) return [];
	const configurations = core.storageOf(kind).all('') as MutatingWebhookConfiguration[];
	if (configurations.length === 0 || isExempt(attributes)) return [];
	return configurations.flatMap(({ metadata, webhooks = [] }) =>
		webhooks.map((webhook, index) => ({ id: `${metadata.name}/${webhook.name}/${index}`, webhook })),
	);
}

/** The first that denies is heard. Models validatingDispatcher.Dispatch. */
function* askValidating(
	webhooks: readonly MutatingWebhook[],
	attributes: AdmissionAttributes,
	core: ServerCore,
): Task<void> {
	const denials: ApiError[] = [];
	const calls = webhooks.map((webhook) => askOne(webhook, attributes, core, denials));
	yield* together(calls, core.world.loop.post);
	if (denials[0] !== undefined) throw denials[0];
}

function* askOne(
	webhook: MutatingWebhook,
	attributes: AdmissionAttributes,
	core: ServerCore,
	denials: ApiError[],
): Task<void> {
	try {
		yield* callWebhook(webhook, attributes, core);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		denials.push(error);
	}
}

/** Models mutatingDispatcher.Dispatch. */
function* askMutating(webhooks: readonly Registered[], attributes: AdmissionAttributes, core: ServerCore): Task<void> {
	const reinvocation = attributes.reinvocation ?? new Reinvocation();
	let hasBegun = false;
	for (const { id, webhook } of webhooks) {
		if (!isWanted(webhook, attributes, core) || !conditionsHold(webhook, attributes, core)) continue;
		if (!hasBegun) {
			attributes.reinvocation = reinvocation;
			reinvocation.begin(attributes.object);
			hasBegun = true;
		}
		if (!reinvocation.includes(id)) continue;
		const answer = yield* callWebhook(webhook, attributes, core);
		if (answer?.patch !== undefined && applyPatch(webhook.name, answer.patch, attributes)) reinvocation.changed();
		if (webhook.reinvocationPolicy === 'IfNeeded') reinvocation.note(id);
	}
	if (hasBegun) reinvocation.end(attributes.object);
}

/** @returns whether it is another object now. */
function applyPatch(name: string, patch: string, attributes: AdmissionAttributes): boolean {
	const { object } = attributes;
	if (object === undefined) {
		const because = 'attempted to modify the object, which is not supported for this operation';
		throw internalError(`admission webhook ${JSON.stringify(name)} ${because}`);
	}
	const next = patched(patch, object);
	if (jsonEqual(next, object)) return false;
	change(object, next, attributes);
	return true;
}

function patched(patch: string, object: KubeObject): KubeObject {
	try {
		const operations = JSON.parse(decodeUtf8(decodeBase64(patch))) as Json;
		return applyJsonPatch(object as unknown as Json, operations) as unknown as KubeObject;
	} catch (error) {
		if (!(error instanceof PatchError) && !(error instanceof SyntaxError)) throw error;
		throw internalError(error.message);
	}
}

/** Makes the one object the other, in place: whoever writes it holds the first. */
function change(object: KubeObject, wanted: KubeObject, { kind }: AdmissionAttributes): void {
	const next = acceptObject(wanted, requireType(kind));
	applyDefaults(kind, next);
	for (const field of Object.keys(object)) delete (object as unknown as { [field: string]: unknown })[field];
	Object.assign(object, next);
}
