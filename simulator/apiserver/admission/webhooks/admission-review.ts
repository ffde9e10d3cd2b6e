import { apiVersionOf } from '../../../machinery/meta.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes } from '../admission.ts';

/** What a webhook answers. Models k8s.io/api/admission/v1 AdmissionResponse. */
export interface AdmissionAnswer {
	readonly allowed: boolean;
	/** Of a Status. */
	readonly result: { readonly message?: string; readonly reason?: string; readonly code?: number };
	/** JSON of a JSON patch. */
	readonly patch: string | undefined;
	readonly patchType: string | undefined;
	readonly warnings: readonly string[];
}

/** The question. Models apiserver/pkg/admission/plugin/webhook/request CreateAdmissionReview. */
export function admissionReview(attributes: AdmissionAttributes, core: ServerCore, version: string): AdmissionReview {
	return {
		kind: 'AdmissionReview',
		apiVersion: apiVersionOf('admission.k8s.io', version),
		request: admissionRequest(attributes, core.world.random.uuid()),
	};
}

/** What is about to happen, as webhooks and expressions are told. */
export function admissionRequest(attributes: AdmissionAttributes, uid: string): AdmissionReview['request'] {
	const { kind, operation, namespace, name, subresource, user, object, oldObject, dryRun } = attributes;
	const shown = attributes.objectKind ?? kind;
	const gvk = { group: shown.group, version: shown.version, kind: shown.kind };
	const gvr = { group: kind.group, version: kind.version, resource: kind.plural };
	const sub = subresource === '' ? {} : { subResource: subresource };
	const requestSub = subresource === '' ? {} : { requestSubResource: subresource };
	return {
		uid,
		kind: gvk,
		resource: gvr,
		...sub,
		requestKind: gvk,
		requestResource: gvr,
		...requestSub,
		...(name === '' ? {} : { name }),
		...(namespace === '' ? {} : { namespace }),
		operation,
		userInfo: {
			username: user.name,
			...(user.uid === undefined ? {} : { uid: user.uid }),
			groups: user.groups,
			...(user.extra === undefined ? {} : { extra: user.extra }),
		},
		object: object ?? null,
		oldObject: oldObject ?? null,
		dryRun,
		options: requestOptions(attributes),
	};
}

/** Models the options that apiserver/pkg/endpoints/handlers give to admission. */
function requestOptions({ options = {} }: AdmissionAttributes): object | null {
	const { optionsKind, query, deleteOptions } = options;
	if (optionsKind === undefined || query === undefined) return null;
	const [fieldManager = ''] = query.get('fieldManager') ?? [];
	const [fieldValidation = ''] = query.get('fieldValidation') ?? [];
	const [force] = query.get('force') ?? [];
	const dryRun = query.get('dryRun') ?? [];
	return {
		kind: optionsKind,
		apiVersion: 'meta.k8s.io/v1',
		...deleteOptions,
		...(dryRun.length === 0 ? {} : { dryRun }),
		...(force === undefined || optionsKind !== 'PatchOptions' ? {} : { force: force !== 'false' && force !== '0' }),
		...(fieldManager === '' ? {} : { fieldManager }),
		...(fieldValidation === '' ? {} : { fieldValidation }),
	};
}

export interface AdmissionReview {
	readonly kind: 'AdmissionReview';
	readonly apiVersion: string;
	readonly request: { readonly uid: string; readonly [field: string]: unknown };
}

/**
 * The answer to a question, or what is wrong with it.
 * Models apiserver/pkg/admission/plugin/webhook/request VerifyAdmissionResponse.
 */
export function readAnswer(question: AdmissionReview, body: unknown): AdmissionAnswer | { readonly problem: string } {
	const { kind, apiVersion, response } = (asFields(body) ?? {}) as { [field: string]: unknown };
	if (kind !== question.kind || apiVersion !== question.apiVersion) {
		const wanted = gvkText(question.apiVersion, question.kind);
		const got = gvkText(String(apiVersion ?? ''), String(kind ?? ''));
		return { problem: `expected webhook response of ${wanted}, got ${got}` };
	}
	const answer = asFields(response);
	if (answer === undefined) return { problem: 'webhook response was absent' };
	const { uid, allowed, status, patch, patchType, warnings } = answer;
	if (uid !== question.request.uid) {
		return {
			problem: `expected response.uid=${JSON.stringify(question.request.uid)}, got ${JSON.stringify(uid ?? '')}`,
		};
	}
	const { message, reason, code } = asFields(status) ?? {};
	return {
		allowed: allowed === true,
		result: {
			...(typeof message === 'string' ? { message } : {}),
			...(typeof reason === 'string' ? { reason } : {}),
			...(typeof code === 'number' ? { code } : {}),
		},
		patch: typeof patch === 'string' ? patch : undefined,
		patchType: typeof patchType === 'string' ? patchType : undefined,
		warnings: Array.isArray(warnings) ? warnings.filter((each) => typeof each === 'string') : [],
	};
}

/** As Go prints a GroupVersionKind: "admission.k8s.io/v1, Kind=AdmissionReview". */
function gvkText(apiVersion: string, kind: string): string {
	return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}

function asFields(value: unknown): { readonly [field: string]: unknown } | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as { readonly [field: string]: unknown })
		: undefined;
}
