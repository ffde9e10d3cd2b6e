import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, notSupported, required, tooMany } from '../../machinery/field-error.ts';
import { dns1123Label, dns1123Subdomain, nameIsDnsSubdomain, qualifiedName } from '../../machinery/names.ts';
import { PROTOCOLS } from '../validation/container.ts';
import { ipWarnings, isIPv4, parseAddress, validateEndpointIp, validateIp } from '../validation/ip-address.ts';
import type { EndpointPort, EndpointSlice } from './types.ts';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const ENDPOINTS_MAX = 1000;
const ADDRESSES_MAX = 100;
const PORTS_MAX = 20_000;
const CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

/** Models pkg/apis/discovery/validation ValidateEndpointSlice. */
export function validateEndpointSlice({ addressType, endpoints, ports }: EndpointSlice): FieldError[] {
	const errors: FieldError[] = [];
	if (!addressType) errors.push(required('addressType'));
	else if (!ADDRESS_TYPES.includes(addressType)) {
		errors.push(notSupported('addressType', addressType, ADDRESS_TYPES));
	}
	const list = endpoints ?? [];
	if (list.length > ENDPOINTS_MAX) errors.push(tooMany('endpoints', list.length, ENDPOINTS_MAX));
	for (const [index, endpoint] of (list.length > ENDPOINTS_MAX ? [] : list).entries()) {
		const at = `endpoints[${index}]`;
		const addresses = endpoint.addresses ?? [];
		if (addresses.length === 0) errors.push(required(`${at}.addresses`, 'must contain at least 1 address'));
		else if (addresses.length > ADDRESSES_MAX) {
			errors.push(tooMany(`${at}.addresses`, addresses.length, ADDRESSES_MAX));
		}
		for (const [i, address] of addresses.entries()) {
			errors.push(...validateAddress(address, addressType, `${at}.addresses[${i}]`));
		}
		for (const complaint of endpoint.nodeName === undefined ? [] : nameIsDnsSubdomain(endpoint.nodeName, false)) {
			errors.push(invalidValue(`${at}.nodeName`, endpoint.nodeName, complaint));
		}
		for (const complaint of endpoint.hostname === undefined ? [] : dns1123Label(endpoint.hostname)) {
			errors.push(invalidValue(`${at}.hostname`, endpoint.hostname, complaint));
		}
	}
	errors.push(...validatePorts(ports ?? []));
	return errors;
}

/** Models pkg/registry/discovery/endpointslice/strategy.go warnOnDeprecatedAddressType, warnOnBadIPs. */
export function endpointSliceWarnings({ addressType, endpoints, metadata }: EndpointSlice): string[] {
	if (addressType === 'FQDN') return ['spec.addressType: FQDN endpoints are deprecated'];
	// What the controllers write they have put in order.
	if (CONTROLLERS.includes(metadata.labels?.['endpointslice.kubernetes.io/managed-by'] ?? '')) return [];
	return (endpoints ?? []).flatMap(({ addresses }, index) =>
		(addresses ?? []).flatMap((address, i) => ipWarnings(address, `endpoints[${index}].addresses[${i}]`)),
	);
}

/** Models apimachinery/pkg/util/validation IsFullyQualifiedDomainName. */
function validateDomainName(name: string, path: string): FieldError[] {
	if (name === '') return [required(path)];
	const bare = name.replace(/\.$/, '');
	const complaints = dns1123Subdomain(bare);
	if (complaints.length > 0) return [invalidValue(path, bare, complaints.join(','))];
	const labels = bare.split('.');
	if (labels.length < 2) {
		return [invalidValue(path, bare, 'should be a domain with at least two segments separated by dots')];
	}
	const bad = labels.find((label) => dns1123Label(label).length > 0);
	return bad === undefined ? [] : [invalidValue(path, bad, dns1123Label(bad).join(','))];
}

function validateAddress(address: string, type: string, path: string): FieldError[] {
	if (type === 'FQDN') return validateDomainName(address, path);
	if (type !== 'IPv4' && type !== 'IPv6') return [];
	const malformed = validateIp(address, path);
	if (malformed.length > 0) return malformed;
	const errors: FieldError[] = [];
	const bytes = parseAddress(address);
	if (bytes !== undefined && isIPv4(bytes) !== (type === 'IPv4')) {
		errors.push(invalidValue(path, address, `must be an ${type} address`));
	}
	return [...errors, ...validateEndpointIp(address, path)];
}

function validatePorts(ports: readonly EndpointPort[]): FieldError[] {
	if (ports.length > PORTS_MAX) return [tooMany('ports', ports.length, PORTS_MAX)];
	const errors: FieldError[] = [];
	const names = new Set<string>();
	for (const [index, { name = '', protocol, appProtocol }] of ports.entries()) {
		const at = `ports[${index}]`;
		for (const complaint of name === '' ? [] : dns1123Label(name)) {
			errors.push(invalidValue(`${at}.name`, name, complaint));
		}
		if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
		names.add(name);
		if (protocol === undefined) errors.push(required(`${at}.protocol`));
		else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
		for (const complaint of appProtocol === undefined ? [] : qualifiedName(appProtocol)) {
			errors.push(invalidValue(`${at}.appProtocol`, appProtocol, complaint));
		}
	}
	return errors;
}
