import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { validateIp } from '../validation/ip-address.ts';
import { isHeadless } from './service-strategy.ts';
import type { Service } from './types/service.ts';

const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

function familyOf(ip: string): string {
	return ip.includes(':') ? 'IPv6' : 'IPv4';
}

/** Models pkg/apis/core/validation ValidateServiceClusterIPsRelatedFields. */
export function validateAddresses(service: Service): FieldError[] {
	const { clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy, type } = service.spec;
	if (type === 'ExternalName') return [];
	const errors: FieldError[] = [];
	const path = 'spec.clusterIPs';
	if (clusterIP !== undefined) {
		if (clusterIPs.length === 0) errors.push(required(path));
		else if (clusterIPs[0] !== clusterIP) {
			errors.push(invalidValue(path, clusterIPs, 'first value must match `clusterIP`'));
		}
	} else if (clusterIPs.length > 0) {
		errors.push(invalidValue(path, clusterIPs, 'must be empty when `clusterIP` is not specified'));
	}
	for (const [index, family] of ipFamilies.entries()) {
		if (!FAMILIES.includes(family)) errors.push(notSupported(`spec.ipFamilies[${index}]`, family, FAMILIES));
		if (ipFamilies.indexOf(family) < index) errors.push(duplicate(`spec.ipFamilies[${index}]`, family));
	}
	if (ipFamilyPolicy !== undefined && !POLICIES.includes(ipFamilyPolicy)) {
		errors.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, POLICIES));
	}
	let malformed = false;
	for (const [index, ip] of clusterIPs.entries()) {
		if (index === 0 && ip === 'None') {
			if (clusterIPs.length === 1) continue;
			malformed = true;
			errors.push(invalidValue(path, clusterIPs, "'None' must be the first and only value"));
			continue;
		}
		const complaints = validateIp(ip, `${path}[${index}]`);
		if (complaints.length > 0) malformed = true;
		errors.push(...complaints);
	}
	if (clusterIPs.length > 2) errors.push(invalidValue(path, clusterIPs, 'may only hold up to 2 values'));
	if (malformed) return errors;
	if (clusterIPs.length > 1 && new Set(clusterIPs.map(familyOf)).size < 2) {
		errors.push(invalidValue(path, clusterIPs, 'may specify no more than one IP for each IP family'));
	}
	if (isHeadless(service)) return errors;
	for (const [index, ip] of clusterIPs.slice(0, ipFamilies.length).entries()) {
		const family = ipFamilies[index] as string;
		if (!FAMILIES.includes(family) || familyOf(ip) === family) continue;
		const because = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
		errors.push(invalidValue(`${path}[${index}]`, ip, because));
	}
	return errors;
}

/** Addresses and families stay once given. Models validateUpgradeDowngradeClusterIPs, …IPFamilies. */
export function validateAddressesChange(service: Service, old: Service): FieldError[] {
	if (service.spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return [];
	const headless = isHeadless(service);
	const wasHeadless = isHeadless(old);
	const errors: FieldError[] = [];
	if (!(headless && wasHeadless)) errors.push(...validateListChange(service, old, 'clusterIPs', 'clusterIP'));
	if (!headless && !wasHeadless) errors.push(...validateListChange(service, old, 'ipFamilies', 'ipFamily'));
	return errors;
}

function validateListChange(
	service: Service,
	old: Service,
	field: 'clusterIPs' | 'ipFamilies',
	one: string,
): FieldError[] {
	const now = service.spec[field] ?? [];
	const before = old.spec[field] ?? [];
	const shown = service.spec[field] ?? null;
	const errors: FieldError[] = [];
	const changed = (at: number): FieldError => invalidValue(`spec.${field}[${at}]`, shown, 'may not change once set');
	if (now.length === before.length) {
		for (const [index, value] of before.entries()) {
			if (value !== now[index]) errors.push(changed(field === 'clusterIPs' ? index : 0));
		}
		return errors;
	}
	if (now.length < before.length && now.length === 0) {
		errors.push(invalidValue(`spec.${field}[0]`, shown, `primary ${one} can not be unset`));
	}
	if (now.length > 0 && before.length > 0 && now[0] !== before[0]) errors.push(changed(0));
	if (now.length < before.length && now.length === 1 && service.spec.ipFamilyPolicy !== 'SingleStack') {
		const because = `must be set to 'SingleStack' when releasing the secondary ${one}`;
		errors.push(invalidValue('spec.ipFamilyPolicy', service.spec.ipFamilyPolicy ?? null, because));
	}
	return errors;
}
