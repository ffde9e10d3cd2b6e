import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { dns1123Label, nameIsDnsSubdomain, portNumber, qualifiedName } from '../../machinery/names.ts';
import { PROTOCOLS } from '../validation/container.ts';
import { validateEndpointIp, validateIp } from '../validation/ip-address.ts';
import type { EndpointAddress, EndpointPort, Endpoints } from './types/service.ts';

/** Models pkg/apis/core/validation validateEndpointSubsets. */
export function validateEndpoints({ subsets }: Endpoints): FieldError[] {
	const errors: FieldError[] = [];
	for (const [index, { addresses = [], notReadyAddresses = [], ports = [] }] of (subsets ?? []).entries()) {
		const at = `subsets[${index}]`;
		if (addresses.length === 0 && notReadyAddresses.length === 0) {
			errors.push(required(at, 'must specify `addresses` or `notReadyAddresses`'));
		}
		for (const [field, list] of Object.entries({ addresses, notReadyAddresses })) {
			for (const [i, address] of list.entries()) errors.push(...validateAddress(address, `${at}.${field}[${i}]`));
		}
		for (const [i, port] of ports.entries()) {
			errors.push(...validatePort(port, ports.length > 1, `${at}.ports[${i}]`));
		}
	}
	return errors;
}

function validateAddress({ ip, hostname, nodeName }: EndpointAddress, path: string): FieldError[] {
	const errors = validateIp(ip, `${path}.ip`);
	if (hostname !== undefined) {
		for (const complaint of dns1123Label(hostname)) errors.push(invalidValue(`${path}.hostname`, hostname, complaint));
	}
	if (nodeName !== undefined) {
		for (const complaint of nameIsDnsSubdomain(nodeName, false)) {
			errors.push(invalidValue(`${path}.nodeName`, nodeName, complaint));
		}
	}
	errors.push(...validateEndpointIp(ip, `${path}.ip`));
	return errors;
}

function validatePort(port: EndpointPort, needsName: boolean, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (port.name === undefined) {
		if (needsName) errors.push(required(`${path}.name`));
	} else {
		for (const complaint of dns1123Label(port.name)) errors.push(invalidValue(`${path}.name`, port.name, complaint));
	}
	for (const complaint of portNumber(port.port)) errors.push(invalidValue(`${path}.port`, port.port, complaint));
	if (!port.protocol) errors.push(required(`${path}.protocol`));
	else if (!PROTOCOLS.includes(port.protocol)) {
		errors.push(notSupported(`${path}.protocol`, port.protocol, PROTOCOLS));
	}
	for (const complaint of port.appProtocol === undefined ? [] : qualifiedName(port.appProtocol)) {
		errors.push(invalidValue(`${path}.appProtocol`, port.appProtocol, complaint));
	}
	return errors;
}
