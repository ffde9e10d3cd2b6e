import type { Container, EphemeralContainer } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { ObjectFieldSelector, ResourceFieldSelector } from '../../api/core/types/reference.ts';
import { milliValue, wholeValue } from '../../machinery/quantity.ts';

/** What the downward API needs besides the Pod. */
export interface DownwardFacts {
	readonly hostIP: string;
	readonly podIP: string;
	/** The node's: limits of containers that have none. */
	readonly allocatable: { readonly [resource: string]: string };
}

/** A field of the Pod as text; undefined for one that the downward API does not have. Models fieldpath.ExtractFieldPathAsString. */
export function podFieldValue(pod: Pod, selector: ObjectFieldSelector, facts: DownwardFacts): string | undefined {
	const { metadata, spec } = pod;
	const subscript = /^(metadata\.(?:labels|annotations))\['([^']*)'\]$/.exec(selector.fieldPath);
	if (subscript !== null) {
		const map = subscript[1] === 'metadata.labels' ? metadata.labels : metadata.annotations;
		return map?.[subscript[2] as string] ?? '';
	}
	switch (selector.fieldPath) {
		case 'metadata.name':
			return metadata.name;
		case 'metadata.namespace':
			return metadata.namespace;
		case 'metadata.uid':
			return metadata.uid;
		case 'metadata.labels':
			return formatMap(metadata.labels ?? {});
		case 'metadata.annotations':
			return formatMap(metadata.annotations ?? {});
		case 'spec.nodeName':
			return spec.nodeName ?? '';
		case 'spec.serviceAccountName':
			return spec.serviceAccountName ?? '';
		case 'status.hostIP':
		case 'status.hostIPs':
			return facts.hostIP;
		case 'status.podIP':
		case 'status.podIPs':
			return facts.podIP;
		default:
			return undefined;
	}
}

/** One `key="value"` a line, sorted. Models fieldpath.FormatMap. */
function formatMap(map: { readonly [key: string]: string }): string {
	return Object.keys(map)
		.sort()
		.map((key) => `${key}=${JSON.stringify(map[key])}`)
		.join('\n');
}

/** Models resource.ExtractContainerResourceValue: in units of the divisor, rounded up. */
export function resourceFieldValue(
	container: Container | EphemeralContainer,
	selector: ResourceFieldSelector,
	facts: DownwardFacts,
): string {
	const [list = '', name = ''] = splitOnce(selector.resource);
	const resources = container.resources ?? {};
	const amount =
		list === 'limits'
			? (resources.limits?.[name] ?? facts.allocatable[name] ?? '0')
			: (resources.requests?.[name] ?? resources.limits?.[name] ?? '0');
	const divisor = selector.divisor === undefined || selector.divisor === '0' ? '1' : selector.divisor;
	if (name === 'cpu') return String(Math.ceil(milliValue(amount) / milliValue(divisor)));
	return String(Math.ceil(wholeValue(amount) / wholeValue(divisor)));
}

function splitOnce(resource: string): [string, string] {
	const dot = resource.indexOf('.');
	return [resource.slice(0, dot), resource.slice(dot + 1)];
}
