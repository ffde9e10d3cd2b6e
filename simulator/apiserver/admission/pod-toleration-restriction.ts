import { podQosClass } from '../../api/core/pod-qos.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Toleration } from '../../api/core/types/reference.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { namespaceOf } from './namespace-of.ts';
import { plainError } from './plain-error.ts';
import type { TolerationDefaults } from './settings/toleration-defaults.ts';

const DEFAULTS = 'scheduler.alpha.kubernetes.io/defaultTolerations';
const WHITELIST = 'scheduler.alpha.kubernetes.io/tolerationsWhitelist';
const MEMORY_PRESSURE: Toleration = {
	key: 'node.kubernetes.io/memory-pressure',
	operator: 'Exists',
	effect: 'NoSchedule',
};

/** Namespaces give their Pods tolerations, and say which they may have. Models plugin/pkg/admission/podtolerationrestriction. */
export function podTolerationRestriction(configured: TolerationDefaults = {}): AdmissionPlugin {
	return {
		name: 'PodTolerationRestriction',
		mutate: (attributes, core) => {
			const pod = podIn(attributes);
			if (pod === undefined) return undefined;
			const given = attributes.operation === 'CREATE' ? annotated(attributes, core, DEFAULTS) : [];
			const extra = attributes.operation === 'CREATE' ? (given ?? configured.default ?? []) : [];
			const forMemory = podQosClass(pod.spec) === 'BestEffort' ? [] : [MEMORY_PRESSURE];
			const merged = mergeTolerations([...extra, ...(pod.spec.tolerations ?? []), ...forMemory]);
			if (merged.length > 0) pod.spec.tolerations = merged;
			checkWhitelist(pod, attributes, core, configured);
			return undefined;
		},
		validate: (attributes, core) => {
			const pod = podIn(attributes);
			if (pod !== undefined) checkWhitelist(pod, attributes, core, configured);
			return undefined;
		},
	};
}

function podIn({ kind, subresource, operation, object }: AdmissionAttributes): Pod | undefined {
	const writes = operation === 'CREATE' || operation === 'UPDATE';
	if (!writes || kind.group !== '' || kind.plural !== 'pods' || subresource !== '') return undefined;
	return object as unknown as Pod;
}

function checkWhitelist(
	{ spec }: Pod,
	attributes: AdmissionAttributes,
	core: ServerCore,
	configured: TolerationDefaults,
): void {
	const { tolerations = [] } = spec;
	if (tolerations.length === 0) return;
	const whitelist = annotated(attributes, core, WHITELIST) ?? configured.whitelist ?? [];
	if (whitelist.length === 0) return;
	if (tolerations.every((each) => whitelist.some((allowed) => isSuperset(allowed, each)))) return;
	throw plainError(
		'pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist',
	);
}

/** What a namespace's annotation lists; undefined where there is none. Models extractNSTolerations. */
function annotated(
	{ namespace }: AdmissionAttributes,
	core: ServerCore,
	annotation: string,
): readonly Toleration[] | undefined {
	const text = namespaceOf(namespace, core).metadata.annotations?.[annotation];
	if (text === undefined) return undefined;
	if (text === '') return [];
	try {
		const list: unknown = JSON.parse(text);
		if (Array.isArray(list)) return list as Toleration[];
		throw plainError('json: cannot unmarshal object into Go value of type []v1.Toleration');
	} catch (error) {
		if (error instanceof SyntaxError) throw plainError(`invalid character '${text[0]}' looking for beginning of value`);
		throw error;
	}
}

/** Without those that others cover; of equal ones the first stays. Models pkg/util/tolerations MergeTolerations. */
function mergeTolerations(all: readonly Toleration[]): Toleration[] {
	const merged: Toleration[] = [];
	for (const [index, each] of all.entries()) {
		const isCovered =
			merged.some((kept) => isSuperset(kept, each)) ||
			all.slice(index + 1).some((later) => !jsonEqual(later, each) && isSuperset(later, each));
		if (!isCovered) merged.push({ ...each });
	}
	return merged;
}

/** Whether all that the second tolerates, the first does. Models pkg/util/tolerations isSuperset. */
function isSuperset(wide: Toleration, narrow: Toleration): boolean {
	if (jsonEqual(wide, narrow)) return true;
	if (wide.key !== narrow.key && !(!wide.key && wide.operator === 'Exists')) return false;
	if (wide.effect && wide.effect !== narrow.effect) return false;
	const seconds = wide.tolerationSeconds;
	if (wide.effect === 'NoExecute' && seconds !== undefined) {
		if (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > seconds) return false;
	}
	switch (wide.operator ?? '') {
		case '':
		case 'Equal':
			return (narrow.operator ?? 'Equal') === 'Equal' && (wide.value ?? '') === (narrow.value ?? '');
		default:
			return true;
	}
}
