import type { KubeObject } from '../../machinery/meta.ts';
import type { Evidence } from '../world-api.ts';

/** Every way a link of a causal chain can read. The site has one sentence a code and language; a test holds them equal. */
export const EVIDENCE_CODES = [
	'object-missing',
	'object-elsewhere',
	'object-similar',
	'object-present',
	'kind-unknown',
	'count-differs',
	'value-differs',
	'value-missing',
	'value-absent',
	'value-lacks',
	'value-present',
	'workload-unavailable',
	'replica-failure',
	'rollout-stuck',
	'rollout-paused',
	'no-pods',
	'pod-unschedulable',
	'pod-terminating',
	'pod-failed',
	'container-waiting',
	'container-crashed',
	'container-not-ready',
	'init-unfinished',
	'probe-failing',
	'event',
	'service-without-selector',
	'selector-matches-nothing',
	'label-differs',
	'label-missing',
	'no-endpoints',
	'port-not-listening',
	'request-failed',
	'request-status',
	'request-body',
	'request-reached',
	'asker-missing',
	'command-exit',
	'command-output',
	'file-missing',
	'file-present',
	'file-differs',
	'file-holds',
	'permission-denied',
	'permission-granted',
	'after-action',
] as const;

export type EvidenceCode = (typeof EVIDENCE_CODES)[number];

/** One link: what is so, with the object it can be seen at. */
export function evidence(
	code: EvidenceCode,
	values: { readonly [name: string]: string | number | boolean },
	object?: KubeObject,
): Evidence {
	const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
	return object === undefined ? { code, values: texts } : { code, values: texts, object: referenceTo(object) };
}

function referenceTo(object: KubeObject): NonNullable<Evidence['object']> {
	const { name, namespace } = object.metadata;
	return {
		apiVersion: object.apiVersion,
		kind: object.kind,
		...(namespace === undefined ? {} : { namespace }),
		name,
	};
}
