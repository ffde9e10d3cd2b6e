import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateImmutable } from '../validation/object-meta.ts';
import { describeEndpointSlice } from './endpoint-slice-describe.ts';
import { endpointSliceWarnings, validateEndpointSlice } from './endpoint-slice-validation.ts';
import type { EndpointSlice } from './types.ts';

const TYPE = 'io.k8s.api.discovery.v1.EndpointSlice';
const SHOWN = 3;

/** Models pkg/registry/discovery/endpointslice/strategy.go. */
export const ENDPOINT_SLICE = defineKind<EndpointSlice>({
	group: 'discovery.k8s.io',
	version: 'v1',
	kind: 'EndpointSlice',
	plural: 'endpointslices',
	singular: 'endpointslice',
	shortNames: [],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'endpointslices',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<EndpointSlice>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateEndpointSlice,
		change: (now, old) => validateImmutable(now.addressType, old.addressType, 'addressType'),
	}),
	applyDefaults: ({ ports }) => {
		for (const port of ports ?? []) {
			port.name ??= '';
			port.protocol ??= 'TCP';
		}
	},
	prepareForCreate: (slice) => {
		slice.metadata.generation = 1;
	},
	prepareForUpdate: (slice, old) => {
		const content = ({ addressType, endpoints, ports, metadata }: EndpointSlice): unknown => ({
			addressType,
			endpoints,
			ports,
			labels: metadata.labels,
			annotations: metadata.annotations,
			ownerReferences: metadata.ownerReferences,
		});
		setGeneration(slice, old, !jsonEqual(content(slice), content(old)));
	},
	warnings: endpointSliceWarnings,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'AddressType',
			description: fieldDoc(TYPE, 'addressType'),
			value: ({ addressType }) => addressType,
		}),
		textColumn({ name: 'Ports', description: fieldDoc(TYPE, 'ports'), value: portsText }),
		textColumn({ name: 'Endpoints', description: fieldDoc(TYPE, 'endpoints'), value: addressesText }),
		AGE_COLUMN,
	],
	describe: describeEndpointSlice,
});

function portsText({ ports }: EndpointSlice): string {
	return limited((ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port))));
}

function addressesText({ endpoints }: EndpointSlice): string {
	return limited((endpoints ?? []).flatMap(({ addresses }) => addresses));
}

/** Models listWithMoreString. */
function limited(texts: readonly string[]): string {
	const shown = texts.slice(0, SHOWN).join(',');
	if (texts.length > SHOWN) return `${shown} + ${texts.length - SHOWN} more...`;
	return shown || '<unset>';
}
