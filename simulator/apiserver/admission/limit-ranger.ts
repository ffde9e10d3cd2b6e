import type { Container } from '../../api/core/types/container.ts';
import type { LimitRange, LimitRangeItem } from '../../api/core/types/object.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import { podLimits, podRequests } from '../../api/describing/pod-resources.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { checkLimits, checkRequests } from './limit-checks.ts';
import { aggregated, refusal } from './refusal.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Defaults and bounds for what Pods and claims ask for. Models plugin/pkg/admission/limitranger. */
export const LIMIT_RANGER: AdmissionPlugin = {
	name: 'LimitRanger',
	mutate(attributes, core) {
		if (!isLimited(attributes) || attributes.kind.plural !== 'pods') return undefined;
		for (const range of rangesOf(core, attributes)) applyDefaults(attributes.object as unknown as Pod, range);
		return undefined;
	},
	validate(attributes, core) {
		if (!isLimited(attributes)) return undefined;
		const { kind, object } = attributes;
		for (const { spec } of rangesOf(core, attributes)) {
			const complaints = spec.limits.flatMap((item) =>
				kind.plural === 'pods'
					? podComplaints(object as unknown as Pod, item)
					: claimComplaints(object as unknown as PersistentVolumeClaim, item),
			);
			if (complaints.length > 0) throw refusal(attributes, aggregated(complaints));
		}
		return undefined;
	},
};

/** Containers of a Pod change by its resize only. Models DefaultLimitRangerActions SupportsAttributes. */
function isLimited({ kind, operation, subresource, oldObject }: AdmissionAttributes): boolean {
	if (kind.group !== '' || (operation !== 'CREATE' && operation !== 'UPDATE')) return false;
	if (oldObject?.metadata.deletionTimestamp !== undefined) return false;
	if (kind.plural === 'pods') {
		return operation === 'CREATE' ? subresource === '' : subresource === 'resize';
	}
	return kind.plural === 'persistentvolumeclaims' && subresource === '';
}

function rangesOf(core: ServerCore, { namespace }: AdmissionAttributes): readonly LimitRange[] {
	const kind = core.kinds.byResource('', 'v1', 'limitranges');
	return kind === undefined ? [] : (core.storageOf(kind).all(namespace) as LimitRange[]);
}

/** Models PodMutateLimitFunc. */
function applyDefaults(pod: Pod, { spec }: LimitRange): void {
	const limits: Amounts = {};
	const requests: Amounts = {};
	for (const item of spec.limits) {
		if (item.type !== 'Container') continue;
		Object.assign(limits, item.default);
		Object.assign(requests, item.defaultRequest);
	}
	const notes: string[] = [];
	for (const container of pod.spec.containers) fillIn(container, 'container', limits, requests, notes);
	for (const container of pod.spec.initContainers ?? []) {
		fillIn(container, 'init container', limits, requests, notes);
	}
	if (notes.length === 0) return;
	const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
	pod.metadata.annotations = inKeyOrder(annotations);
}

type Amounts = { [resource: string]: string };

function fillIn(container: Container, what: string, limits: Amounts, requests: Amounts, notes: string[]): void {
	const { limits: givenLimits, requests: givenRequests, ...rest } = container.resources ?? {};
	const newLimits = missing(givenLimits, limits);
	const newRequests = missing(givenRequests, requests);
	if (newLimits.length === 0 && newRequests.length === 0) return;
	const allLimits = { ...limits, ...givenLimits };
	const allRequests = { ...requests, ...givenRequests };
	container.resources = {
		...rest,
		...(Object.keys(allLimits).length === 0 ? {} : { limits: inKeyOrder(allLimits) }),
		...(Object.keys(allRequests).length === 0 ? {} : { requests: inKeyOrder(allRequests) }),
	};
	if (newRequests.length > 0) notes.push(`${newRequests.join(', ')} request for ${what} ${container.name}`);
	if (newLimits.length > 0) notes.push(`${newLimits.join(', ')} limit for ${what} ${container.name}`);
}

function missing(given: Amounts | undefined, defaults: Amounts): string[] {
	return Object.keys(defaults)
		.filter((name) => given?.[name] === undefined)
		.sort();
}

function inKeyOrder(amounts: Amounts): Amounts {
	return Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Models PodValidateLimitFunc. */
function podComplaints(pod: Pod, item: LimitRangeItem): string[] {
	if (item.type === 'Pod') {
		return checkLimits(item, Object.fromEntries(podRequests(pod)), Object.fromEntries(podLimits(pod)));
	}
	if (item.type !== 'Container') return [];
	return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].flatMap(({ resources }) =>
		checkLimits(item, resources?.requests ?? {}, resources?.limits ?? {}),
	);
}

/** Models PersistentVolumeClaimValidateLimitFunc. */
function claimComplaints(claim: PersistentVolumeClaim, item: LimitRangeItem): string[] {
	return item.type === 'PersistentVolumeClaim' ? checkRequests(item, claim.spec.resources?.requests ?? {}) : [];
}
