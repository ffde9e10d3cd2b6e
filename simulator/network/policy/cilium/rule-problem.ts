import { addressBlock } from '../../../machinery/ipv4.ts';
import type { CidrRule, CiliumRule, EgressRule, IngressRule, PortRule } from './cilium-policy.ts';
import { httpRuleProblem } from './http-proxy.ts';

type Members = readonly (readonly [name: string, list: readonly unknown[] | undefined])[];

/**
 * Why a rule that its schema lets through is none: the operator writes it into the policy's status, and agents leave
 * the policy out. Models pkg/policy/api rule_validation.go Sanitize.
 */
export function ruleProblem(rule: CiliumRule): string | undefined {
	const { endpointSelector, nodeSelector, ingress = [], ingressDeny = [], egress = [], egressDeny = [] } = rule;
	if (endpointSelector === undefined && nodeSelector === undefined) {
		return 'rule must have one of EndpointSelector or NodeSelector';
	}
	if (endpointSelector !== undefined && nodeSelector !== undefined) {
		return 'rule cannot have both EndpointSelector and NodeSelector';
	}
	const problem =
		first([...ingress, ...ingressDeny], ingressProblem) ?? first([...egress, ...egressDeny], egressProblem);
	if (problem !== undefined || nodeSelector === undefined) return problem;
	const hasL7 = [...ingress, ...egress].some(({ toPorts = [] }) => toPorts.some((each) => l7Of(each) !== undefined));
	return hasL7 ? 'host policies do not support L7 rules yet' : undefined;
}

function first<T>(all: readonly T[] | undefined, problemOf: (one: T) => string | undefined): string | undefined {
	for (const one of all ?? []) {
		const problem = problemOf(one);
		if (problem !== undefined) return problem;
	}
	return undefined;
}

function l7Of({ rules }: PortRule): 'http' | 'dns' | undefined {
	if ((rules?.http?.length ?? 0) > 0) return 'http';
	return (rules?.dns?.length ?? 0) > 0 ? 'dns' : undefined;
}

function combined(members: Members): string | undefined {
	const used = members.filter(([, list]) => (list?.length ?? 0) > 0).map(([name]) => name);
	return used.length > 1 ? `Combining ${used[0]} and ${used[1]} is not supported yet` : undefined;
}

const NODES_NEED = 'FromNodes/ToNodes rules can only be applied when the "enable-node-selector-labels" flag is set';
const ICMP_ALONE = 'The ICMPs block may only be present without ToPorts. Define a separate rule to use ToPorts.';

function ingressProblem(rule: IngressRule): string | undefined {
	const { toPorts = [], icmps = [] } = rule;
	return (
		combined([
			['FromEndpoints', rule.fromEndpoints],
			['FromCIDR', rule.fromCIDR],
			['FromCIDRSet', rule.fromCIDRSet],
			['FromEntities', rule.fromEntities],
			['FromNodes', rule.fromNodes],
			['FromGroups', rule.fromGroups],
		]) ??
		(toPorts.some((each) => l7Of(each) === 'dns') ? 'L7 protocol DNS is not supported on ingress yet' : undefined) ??
		(icmps.length > 0 && toPorts.length > 0 ? ICMP_ALONE : undefined) ??
		first(toPorts, portRuleProblem) ??
		first(rule.fromCIDR, cidrProblem) ??
		first(rule.fromCIDRSet, cidrRuleProblem) ??
		((rule.fromNodes?.length ?? 0) > 0 ? NODES_NEED : undefined)
	);
}

function egressProblem(rule: EgressRule): string | undefined {
	const { toPorts = [], icmps = [] } = rule;
	const hasServices = (rule.toServices?.length ?? 0) > 0;
	return (
		combined([
			['ToCIDR', rule.toCIDR],
			['ToCIDRSet', rule.toCIDRSet],
			['ToEndpoints', rule.toEndpoints],
			['ToEntities', rule.toEntities],
			['ToServices', rule.toServices],
			['ToFQDNs', rule.toFQDNs],
			['ToGroups', rule.toGroups],
			['ToNodes', rule.toNodes],
		]) ??
		(hasServices && toPorts.length > 0 ? 'Combining ToServices and ToPorts is not supported yet' : undefined) ??
		(icmps.length > 0 && toPorts.length > 0 ? ICMP_ALONE : undefined) ??
		first(toPorts, portRuleProblem) ??
		first(rule.toCIDR, cidrProblem) ??
		first(rule.toCIDRSet, cidrRuleProblem) ??
		((rule.toNodes?.length ?? 0) > 0 ? NODES_NEED : undefined)
	);
}

function portRuleProblem(rule: PortRule): string | undefined {
	const { ports = [], rules } = rule;
	const l7 = l7Of(rule);
	for (const { port = '', endPort, protocol = 'ANY' } of ports) {
		if (port === '') return 'Port must be specified';
		if (/^\d+$/.test(port)) {
			if (Number(port) > 65_535)
				return `Unable to parse port: strconv.ParseUint: parsing "${port}": value out of range`;
			if (l7 === 'dns' && (endPort ?? 0) > Number(port)) return 'DNS rules do not support port ranges';
			if (l7 !== undefined && Number(port) === 0) return 'L7 rules can not be used when a port is 0';
		}
		if (l7 === 'http' && protocol !== 'TCP')
			return `L7 rules can only apply to TCP (not ${protocol}) except for DNS rules`;
	}
	if (l7 === 'dns' && ports.length === 0) return 'Port 53 must be specified for DNS rules';
	return first(rules?.http, httpRuleProblem);
}

function cidrProblem(cidr: string): string | undefined {
	return cidr.includes(':') || addressBlock(cidr) !== undefined
		? undefined
		: `unable to parse CIDR: ParseAddr(${JSON.stringify(cidr)}): unable to parse IP`;
}

function cidrRuleProblem({ cidr, except = [] }: CidrRule): string | undefined {
	if (cidr === undefined || cidr.includes(':')) return undefined;
	const block = cidr.includes('/') ? addressBlock(cidr) : undefined;
	if (block === undefined) {
		return `Unable to parse CIDRRule ${JSON.stringify(cidr)}: netip.ParsePrefix(${JSON.stringify(cidr)}): no '/'`;
	}
	for (const each of except) {
		const inner = addressBlock(each);
		const isInside = inner !== undefined && Math.floor((inner.index * inner.size) / block.size) === block.index;
		if (!isInside) return `allow CIDR prefix ${cidr} does not contain exclude CIDR prefix ${each}`;
	}
	return undefined;
}
