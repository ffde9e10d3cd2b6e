import type { MutatingWebhook, MutatingWebhookConfiguration } from '../../../api/admissionregistration/types.ts';
import { decodeBase64 } from '../../../machinery/base64.ts';
import type { Json, KubeObject } from '../../../machinery/meta.ts';
import { applyJsonPatch } from '../../../machinery/patch/json-patch.ts';
import { PatchError } from '../../../machinery/patch/patch-error.ts';
import { internalError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { acceptObject, applyDefaults, requireType } from '../../decoding/decode-object.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../admission.ts';
import { callWebhook } from './call-webhook.ts';
import { conditionsHold } from './webhook-conditions.ts';
import { isExempt, isWanted } from './webhook-match.ts';

/** Asks those who may change the object, one after the other. Models apiserver/pkg/admission/plugin/webhook/mutating. */
export const MUTATING_WEBHOOKS: AdmissionPlugin = {
	name: 'MutatingAdmissionWebhook',
	mutate: (attributes, core) => {
		const webhooks = wantedWebhooks('mutatingwebhookconfigurations', attributes, core);
		return webhooks.length === 0 ? undefined : askMutating(webhooks, attributes, core);
	},
};

/**
 * Asks those who have a say. Models apiserver/pkg/admission/plugin/webhook/validating.
 * Differs: one after the other; the first that denies is heard.
 */
export const VALIDATING_WEBHOOKS: AdmissionPlugin = {
	name: 'ValidatingAdmissionWebhook',
	validate: (attributes, core) => {
		const webhooks = wantedWebhooks('validatingwebhookconfigurations', attributes, core);
		return webhooks.length === 0 ? undefined : askValidating(webhooks, attributes, core);
	},
};

function wantedWebhooks(resource: string, attributes: AdmissionAttributes, core: ServerCore): MutatingWebhook[] {
	const kind = core.kinds.byResource('admissionregistration.k8s.io', 'v1', resource);
	if (kind === undefined) return [];
	const configurations = core.storageOf(kind).all('') as MutatingWebhookConfiguration[];
	if (configurations.length === 0 || isExempt(attributes)) return [];
	return configurations.flatMap(({ webhooks = [] }) =>
		webhooks.filter((each) => isWanted(each, attributes, core) && conditionsHold(each, attributes, core)),
	);
}

function* askValidating(
	webhooks: readonly MutatingWebhook[],
	attributes: AdmissionAttributes,
	core: ServerCore,
): Task<void> {
	for (const webhook of webhooks) yield* callWebhook(webhook, attributes, core);
}

/** Differs: none is asked again when a later one has changed the object (reinvocationPolicy). */
function* askMutating(
	webhooks: readonly MutatingWebhook[],
	attributes: AdmissionAttributes,
	core: ServerCore,
): Task<void> {
	for (const webhook of webhooks) {
		const answer = yield* callWebhook(webhook, attributes, core);
		if (answer?.patch === undefined || attributes.object === undefined) continue;
		change(attributes.object, patched(webhook.name, answer.patch, attributes), attributes);
	}
}

function patched(name: string, patch: string, { object }: AdmissionAttributes): KubeObject {
	try {
		const operations = JSON.parse(decodeUtf8(decodeBase64(patch))) as Json;
		return applyJsonPatch(object as unknown as Json, operations) as unknown as KubeObject;
	} catch (error) {
		if (!(error instanceof PatchError) && !(error instanceof SyntaxError)) throw error;
		throw internalError(`failed calling webhook ${JSON.stringify(name)}: ${error.message}`);
	}
}

/** Makes the one object the other, in place: whoever writes it holds the first. */
function change(object: KubeObject, wanted: KubeObject, { kind }: AdmissionAttributes): void {
	const next = acceptObject(wanted, requireType(kind));
	applyDefaults(kind, next);
	for (const field of Object.keys(object)) delete (object as unknown as { [field: string]: unknown })[field];
	Object.assign(object, next);
}
