import { nameIsDns1035Label } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { labelsText } from '../printing/pod-template-columns.ts';
import { cidrWarnings, ipWarnings } from '../validation/ip-address.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeService } from './service-describe.ts';
import { applyServiceDefaults, prepareServiceForCreate, prepareServiceForUpdate } from './service-strategy.ts';
import { TOPOLOGY_HINTS, TOPOLOGY_MODE, validateServiceChange, validateServiceSpec } from './service-validation.ts';
import type { Service } from './types/service.ts';

const SPEC = 'io.k8s.api.core.v1.ServiceSpec';

/** Models pkg/printers/internalversion printService. */
const COLUMNS: readonly Column<Service>[] = [
	NAME_COLUMN,
	textColumn({ name: 'Type', description: fieldDoc(SPEC, 'type'), value: ({ spec }) => spec.type ?? '' }),
	textColumn({
		name: 'Cluster-IP',
		description: fieldDoc(SPEC, 'clusterIP'),
		value: ({ spec }) => spec.clusterIPs?.[0] ?? '<none>',
	}),
	textColumn({ name: 'External-IP', description: fieldDoc(SPEC, 'externalIPs'), value: externalAddresses }),
	textColumn({ name: 'Port(s)', description: fieldDoc(SPEC, 'ports'), value: portsText }),
	AGE_COLUMN,
	textColumn({
		name: 'Selector',
		description: fieldDoc(SPEC, 'selector'),
		value: ({ spec }) => labelsText(spec.selector),
		wide: true,
	}),
];

/** Models getServiceExternalIP. */
function externalAddresses({ spec, status }: Service): string {
	const external = spec.externalIPs ?? [];
	switch (spec.type) {
		case 'ClusterIP':
		case 'NodePort':
			return external.join(',') || '<none>';
		case 'LoadBalancer': {
			const balancer = (status.loadBalancer?.ingress ?? []).map((each) => each.ip ?? each.hostname ?? '');
			const unique = [...new Set(balancer.filter((each) => each !== ''))].sort();
			return [...unique, ...external].join(',') || '<pending>';
		}
		case 'ExternalName':
			return spec.externalName ?? '';
		default:
			return '<unknown>';
	}
}

/** "80/TCP,443:30443/TCP". Models makePortString. */
function portsText({ spec }: Service): string {
	const texts = (spec.ports ?? []).map(({ port, nodePort, protocol }) =>
		nodePort === undefined ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`,
	);
	return texts.join(',') || '<none>';
}

/** Models pkg/api/service GetWarningsForService. */
function serviceWarnings({ metadata, spec }: Service): string[] {
	const warnings: string[] = [];
	if (metadata.annotations?.[TOPOLOGY_HINTS] !== undefined) {
		warnings.push(`annotation ${TOPOLOGY_HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`);
	}
	for (const [index, ip] of (spec.clusterIPs ?? []).entries()) {
		if (ip !== 'None') warnings.push(...ipWarnings(ip, `spec.clusterIPs[${index}]`));
	}
	if (spec.type === 'ClusterIP' && spec.clusterIP === 'None') {
		if (spec.loadBalancerIP !== undefined) warnings.push('spec.loadBalancerIP is ignored for headless services');
		if (spec.externalIPs !== undefined) warnings.push('spec.externalIPs is ignored for headless services');
		if (spec.sessionAffinity === 'ClientIP') warnings.push('spec.SessionAffinity is ignored for headless services');
	}
	for (const [index, ip] of (spec.externalIPs ?? []).entries()) {
		warnings.push(...ipWarnings(ip, `spec.externalIPs[${index}]`));
	}
	if (spec.loadBalancerIP !== undefined) warnings.push(...ipWarnings(spec.loadBalancerIP, 'spec.loadBalancerIP'));
	for (const [index, range] of (spec.loadBalancerSourceRanges ?? []).entries()) {
		warnings.push(...cidrWarnings(range, `spec.loadBalancerSourceRanges[${index}]`));
	}
	if (spec.type === 'ExternalName' && spec.externalIPs !== undefined) {
		warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
	}
	if (spec.type !== 'ExternalName' && spec.externalName !== undefined) {
		warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
	}
	if (spec.trafficDistribution === 'PreferClose') {
		warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
	}
	return warnings;
}

export const SERVICE = defineKind<Service>({
	group: '',
	version: 'v1',
	kind: 'Service',
	plural: 'services',
	singular: 'service',
	shortNames: ['svc'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.Service',
	storagePrefix: 'services/specs',
	deleteReturnsObject: true,
	allowCreateOnUpdate: true,
	subresources: [
		{
			name: 'proxy',
			verbs: ['create', 'delete', 'get', 'patch', 'update'],
			kind: { group: '', version: 'v1', kind: 'ServiceProxyOptions' },
		},
		STATUS_SUBRESOURCE,
	],
	validateName: nameIsDns1035Label,
	...validators<Service>({
		meta: { namespaced: true, validateName: nameIsDns1035Label },
		content: validateServiceSpec,
		change: validateServiceChange,
		changeFirst: true,
	}),
	selectableFields: ({ spec }) => ({ 'spec.clusterIP': spec.clusterIP ?? '', 'spec.type': spec.type ?? '' }),
	applyDefaults: applyServiceDefaults,
	prepareForCreate: prepareServiceForCreate,
	prepareForUpdate: prepareServiceForUpdate,
	prepareForStatusUpdate: (service, old) => {
		service.spec = old.spec;
	},
	warnings: serviceWarnings,
	columns: COLUMNS,
	describe: describeService,
});
