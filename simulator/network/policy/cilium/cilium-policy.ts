import type { KubeObject } from '../../../machinery/meta.ts';
import type { LabelSelectorSpec } from '../../../machinery/selectors.ts';

// Cilium's policies as the API has them: CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy, cilium.io/v2.

export interface CiliumPolicy extends KubeObject {
	readonly spec?: CiliumRule;
	readonly specs?: readonly CiliumRule[];
}

export interface CiliumRule {
	readonly endpointSelector?: LabelSelectorSpec;
	readonly nodeSelector?: LabelSelectorSpec;
	readonly ingress?: readonly IngressRule[];
	readonly ingressDeny?: readonly IngressRule[];
	readonly egress?: readonly EgressRule[];
	readonly egressDeny?: readonly EgressRule[];
	readonly enableDefaultDeny?: { readonly ingress?: boolean; readonly egress?: boolean };
}

interface CommonRule {
	readonly toPorts?: readonly PortRule[];
	readonly icmps?: readonly { readonly fields?: readonly IcmpField[] }[];
	readonly authentication?: { readonly mode: AuthenticationMode };
}

export type AuthenticationMode = 'disabled' | 'required' | 'test-always-fail';

export interface IngressRule extends CommonRule {
	readonly fromEndpoints?: readonly LabelSelectorSpec[];
	readonly fromEntities?: readonly string[];
	readonly fromCIDR?: readonly string[];
	readonly fromCIDRSet?: readonly CidrRule[];
	readonly fromNodes?: readonly LabelSelectorSpec[];
	readonly fromGroups?: readonly object[];
}

export interface EgressRule extends CommonRule {
	readonly toEndpoints?: readonly LabelSelectorSpec[];
	readonly toEntities?: readonly string[];
	readonly toCIDR?: readonly string[];
	readonly toCIDRSet?: readonly CidrRule[];
	readonly toNodes?: readonly LabelSelectorSpec[];
	readonly toGroups?: readonly object[];
	readonly toServices?: readonly ServiceReference[];
	readonly toFQDNs?: readonly NamePattern[];
}

export interface CidrRule {
	readonly cidr?: string;
	readonly cidrGroupRef?: string;
	readonly cidrGroupSelector?: LabelSelectorSpec;
	readonly except?: readonly string[];
}

export interface ServiceReference {
	readonly k8sService?: { readonly serviceName?: string; readonly namespace?: string };
	readonly k8sServiceSelector?: { readonly selector: LabelSelectorSpec; readonly namespace?: string };
}

export interface NamePattern {
	readonly matchName?: string;
	readonly matchPattern?: string;
}

export interface IcmpField {
	readonly family?: string;
	readonly type: number | string;
}

export interface PortRule {
	readonly ports?: readonly PortProtocol[];
	readonly rules?: L7Rules;
	readonly serverNames?: readonly string[];
}

export interface PortProtocol {
	readonly port?: string;
	readonly endPort?: number;
	readonly protocol?: string;
}

export interface L7Rules {
	readonly http?: readonly HttpRule[];
	readonly dns?: readonly NamePattern[];
}

export interface HttpRule {
	readonly method?: string;
	readonly path?: string;
	readonly host?: string;
	readonly headers?: readonly string[];
	readonly headerMatches?: readonly HeaderMatch[];
}

export interface HeaderMatch {
	readonly name: string;
	readonly value?: string;
	readonly mismatch?: 'LOG' | 'ADD' | 'DELETE' | 'REPLACE';
}

/** All rules of a policy: `spec`, then `specs`. */
export function rulesOf({ spec, specs }: CiliumPolicy): readonly CiliumRule[] {
	return [...(spec === undefined ? [] : [spec]), ...(specs ?? [])];
}
