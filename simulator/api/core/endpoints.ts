import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { ipWarnings } from '../validation/ip-address.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeEndpoints } from './endpoints-describe.ts';
import { validateEndpoints } from './endpoints-validation.ts';
import type { Endpoints } from './types/service.ts';

const SHOWN = 3;

/** Models pkg/registry/core/endpoint/strategy.go. */
export const ENDPOINTS = defineKind<Endpoints>({
	group: '',
	version: 'v1',
	kind: 'Endpoints',
	plural: 'endpoints',
	singular: 'endpoints',
	shortNames: ['ep'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.Endpoints',
	storagePrefix: 'services/endpoints',
	allowCreateOnUpdate: true,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<Endpoints>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateEndpoints,
	}),
	deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
	warnings: endpointsWarnings,
	applyDefaults: ({ subsets }) => {
		for (const subset of subsets ?? []) for (const port of subset.ports ?? []) port.protocol ??= 'TCP';
	},
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Endpoints',
			description: fieldDoc('io.k8s.api.core.v1.Endpoints', 'subsets'),
			value: (endpoints) => endpointsText(endpoints),
		}),
		AGE_COLUMN,
	],
	describe: describeEndpoints,
});

/** The controller's own are not looked at. Models pkg/registry/core/endpoint/strategy.go endpointsWarnings. */
function endpointsWarnings({ metadata, subsets }: Endpoints): string[] {
	if (metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return [];
	return (subsets ?? []).flatMap((subset, index) =>
		(['addresses', 'notReadyAddresses'] as const).flatMap((field) =>
			(subset[field] ?? []).flatMap(({ ip }, i) => ipWarnings(ip, `subsets[${index}].${field}[${i}].ip`)),
		),
	);
}

/** "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 2 more...". Models formatEndpoints. */
export function endpointsText({ subsets }: Endpoints, portName?: string): string {
	if (subsets === undefined || subsets.length === 0) return '<none>';
	const all = subsets.flatMap(({ addresses, ports }) => {
		if (ports === undefined || ports.length === 0) return (addresses ?? []).map(({ ip }) => ip);
		const named = portName !== undefined ? ports.filter(({ name }) => (name ?? '') === portName) : ports;
		return named.flatMap(({ port }) => (addresses ?? []).map(({ ip }) => hostPort(ip, port)));
	});
	const shown = all.slice(0, SHOWN).join(',');
	return all.length > SHOWN ? `${shown} + ${all.length - SHOWN} more...` : shown;
}

function hostPort(ip: string, port: number): string {
	return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
