import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, forbiddenField, invalidValue } from '../../machinery/field-error.ts';
import { validateCidr } from '../validation/ip-address.ts';
import { validateResourceAmount } from '../validation/resources.ts';
import { validateTaints } from '../validation/scheduling.ts';
import type { Node } from './types/node.ts';

/** Models pkg/apis/core/validation ValidateNode: taints are reported under metadata, as the real server does. */
export function validateNodeContent(node: Node): FieldError[] {
	const errors = [...validateTaints(node.spec.taints ?? [], 'metadata.taints'), ...validateAmounts(node)];
	const ranges = node.spec.podCIDRs ?? [];
	for (const [index, range] of ranges.entries()) errors.push(...validateCidr(range, `spec.podCIDRs[${index}]`));
	if (ranges.length > 1) {
		const families = new Set(ranges.map((range) => range.includes(':')));
		if (families.size < 2 || ranges.length > 2) {
			const because = 'may specify no more than one CIDR for each IP family';
			errors.push(invalidValue('spec.podCIDRs', ranges, because));
		}
	}
	return errors;
}

/** Models ValidateNodeResources. */
export function validateAmounts({ status }: Node): FieldError[] {
	const errors: FieldError[] = [];
	for (const field of ['capacity', 'allocatable'] as const) {
		for (const [name, amount] of Object.entries(status[field] ?? {})) {
			errors.push(...validateResourceAmount(name, amount, `status.${field}.${name}`));
		}
	}
	return errors;
}

/** Models ValidateNodeUpdate. */
export function validateNodeChange(node: Node, old: Node): FieldError[] {
	const errors = validateAmounts(node);
	const addresses = new Set<string>();
	for (const [index, { type, address }] of (node.status.addresses ?? []).entries()) {
		const key = `${type}/${address}`;
		if (addresses.has(key)) errors.push(duplicate(`status.addresses[${index}]`, { Type: type, Address: address }));
		addresses.add(key);
	}
	const before = old.spec.podCIDRs ?? [];
	const now = node.spec.podCIDRs ?? [];
	const cidrChanged = forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid');
	if (before.length > 0) {
		if (now.length !== before.length) errors.push(cidrChanged);
		else for (const [index, value] of before.entries()) if (value !== now[index]) errors.push(cidrChanged);
	}
	if (old.spec.providerID !== undefined && old.spec.providerID !== node.spec.providerID) {
		const because = 'node updates may not change providerID except from "" to valid';
		errors.push(forbiddenField('spec.providerID', because));
	}
	errors.push(...validateTaints(node.spec.taints ?? [], 'metadata.taints'));
	return errors;
}
