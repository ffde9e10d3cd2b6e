import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec, keepStatus } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeIngress } from './ingress-describe.ts';
import { ingressWarnings, validateIngressUpdate, validateNewIngress } from './ingress-validation.ts';
import type { Ingress } from './types.ts';

const SHOWN = 3;

/** Models pkg/registry/networking/ingress/strategy.go. */
export const INGRESS = defineKind<Ingress>({
	group: 'networking.k8s.io',
	version: 'v1',
	kind: 'Ingress',
	plural: 'ingresses',
	singular: 'ingress',
	shortNames: ['ing'],
	categories: [],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.networking.v1.Ingress',
	storagePrefix: 'ingress',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<Ingress>({ meta: { namespaced: true, validateName: nameIsDnsSubdomain }, content: validateNewIngress }),
	validateUpdate: validateIngressUpdate,
	warnings: ingressWarnings,
	prepareForCreate: (ingress) => {
		ingress.metadata.generation = 1;
		ingress.status = { loadBalancer: {} };
	},
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpec,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Class',
			description: 'The name of the IngressClass resource that should be used for additional configuration',
			value: ({ spec }) => spec.ingressClassName ?? '<none>',
		}),
		textColumn({
			name: 'Hosts',
			description: 'Hosts that incoming requests are matched against before the ingress rule',
			value: hostsText,
		}),
		textColumn({
			name: 'Address',
			description: 'Address is a list containing ingress points for the load-balancer',
			value: ({ status }) => {
				const addresses = (status.loadBalancer?.ingress ?? []).map((each) => each.ip ?? each.hostname ?? '');
				return [...new Set(addresses.filter((each) => each !== ''))].sort().join(',');
			},
		}),
		textColumn({
			name: 'Ports',
			description: 'Ports of TLS configurations that open',
			value: ({ spec }) => ((spec.tls ?? []).length > 0 ? '80, 443' : '80'),
		}),
		AGE_COLUMN,
	],
	describe: describeIngress,
});

/** "a.example,b.example,c.example + 2 more...", "*" for any. Models formatHosts. */
function hostsText({ spec }: Ingress): string {
	const rules = spec.rules ?? [];
	const hosts: string[] = [];
	let more = false;
	for (const { host } of rules) {
		if (hosts.length === SHOWN) more = true;
		if (!more && host !== undefined) hosts.push(host);
	}
	if (hosts.length === 0) return '*';
	return more ? `${hosts.join(',')} + ${rules.length - SHOWN} more...` : hosts.join(',');
}
