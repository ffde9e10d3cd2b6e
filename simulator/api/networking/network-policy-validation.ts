import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { portName, portNumber } from '../../machinery/names.ts';
import { cidrWarnings, parseCidr, validateCidr } from '../validation/ip-address.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from './types.ts';

const TYPES = ['Ingress', 'Egress'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/** Models pkg/apis/networking/validation ValidateNetworkPolicySpec. */
export function validateNetworkPolicy({ spec }: NetworkPolicy): FieldError[] {
	const errors = validateLabelSelector(spec.podSelector, 'spec.podSelector');
	const rules = [
		...(spec.ingress ?? []).map((rule, i) => ({
			at: `spec.ingress[${i}]`,
			ports: rule.ports,
			side: 'from',
			peers: rule.from,
		})),
		...(spec.egress ?? []).map((rule, i) => ({
			at: `spec.egress[${i}]`,
			ports: rule.ports,
			side: 'to',
			peers: rule.to,
		})),
	];
	for (const { at, ports, side, peers } of rules) {
		for (const [i, port] of (ports ?? []).entries()) errors.push(...validatePort(port, `${at}.ports[${i}]`));
		for (const [i, peer] of (peers ?? []).entries()) errors.push(...validatePeer(peer, `${at}.${side}[${i}]`));
	}
	const types = spec.policyTypes ?? [];
	if (types.length > TYPES.length) {
		return [...errors, invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes')];
	}
	for (const [index, type] of types.entries()) {
		if (!TYPES.includes(type)) errors.push(notSupported(`spec.policyTypes[${index}]`, type, TYPES));
	}
	return errors;
}

/** Models pkg/registry/networking/networkpolicy/strategy.go networkPolicyWarnings. */
export function networkPolicyWarnings({ spec }: NetworkPolicy): string[] {
	const warningsOf = (peers: readonly NetworkPolicyPeer[] | undefined, path: string): string[] =>
		(peers ?? []).flatMap(({ ipBlock }, index) => {
			if (ipBlock === undefined) return [];
			const at = `${path}[${index}].ipBlock`;
			const excepted = (ipBlock.except ?? []).flatMap((cidr, i) => cidrWarnings(cidr, `${at}.except[${i}]`));
			return [...cidrWarnings(ipBlock.cidr, `${at}.cidr`), ...excepted];
		});
	return [
		...(spec.ingress ?? []).flatMap(({ from }, index) => warningsOf(from, `spec.ingress[${index}].from`)),
		...(spec.egress ?? []).flatMap(({ to }, index) => warningsOf(to, `spec.egress[${index}].to`)),
	];
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
		errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
	}
	if (port === undefined) {
		if (endPort !== undefined) {
			errors.push(invalidValue(`${path}.endPort`, endPort, 'may not be specified when `port` is not specified'));
		}
	} else if (typeof port === 'string') {
		if (endPort !== undefined) {
			errors.push(invalidValue(`${path}.endPort`, endPort, 'may not be specified when `port` is non-numeric'));
		}
		for (const complaint of portName(port)) errors.push(invalidValue(`${path}.port`, port, complaint));
	} else {
		for (const complaint of portNumber(port)) errors.push(invalidValue(`${path}.port`, port, complaint));
		if (endPort === undefined) return errors;
		if (endPort < port) {
			// The port is what the server shows, not the end.
			errors.push(invalidValue(`${path}.endPort`, port, 'must be greater than or equal to `port`'));
		}
		for (const complaint of portNumber(endPort)) errors.push(invalidValue(`${path}.endPort`, endPort, complaint));
	}
	return errors;
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, path: string): FieldError[] {
	const errors = validateLabelSelector(podSelector, `${path}.podSelector`);
	errors.push(...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`));
	if (ipBlock !== undefined) errors.push(...validateBlock(ipBlock, `${path}.ipBlock`));
	const selects = podSelector !== undefined || namespaceSelector !== undefined;
	if (!selects && ipBlock === undefined) errors.push(required(path, 'must specify a peer'));
	else if (selects && ipBlock !== undefined) {
		errors.push(forbiddenField(path, 'may not specify both ipBlock and another peer'));
	}
	return errors;
}

/** Models ValidateIPBlock. */
function validateBlock({ cidr, except }: IPBlock, path: string): FieldError[] {
	if (cidr === '') return [required(`${path}.cidr`)];
	const errors = validateCidr(cidr, `${path}.cidr`);
	const whole = parseCidr(cidr);
	if (whole === undefined) return errors;
	for (const [index, text] of (except ?? []).entries()) {
		const at = `${path}.except[${index}]`;
		errors.push(...validateCidr(text, at));
		const part = parseCidr(text);
		if (part === undefined) continue;
		const offset = 128 - whole.max;
		const inside = part.max === whole.max && samePrefix(whole.bytes, part.bytes, offset + whole.prefix);
		if (!inside || whole.prefix >= part.prefix) {
			errors.push(invalidValue(at, text, 'must be a strict subset of `cidr`'));
		}
	}
	return errors;
}

function samePrefix(a: Uint8Array, b: Uint8Array, bits: number): boolean {
	for (let bit = 0; bit < bits; bit++) {
		const mask = 0x80 >> (bit & 7);
		if (((a[bit >> 3] as number) & mask) !== ((b[bit >> 3] as number) & mask)) return false;
	}
	return true;
}
