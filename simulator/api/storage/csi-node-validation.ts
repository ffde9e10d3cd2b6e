import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, invalidValue, required, tooLong } from '../../machinery/field-error.ts';
import { dns1123Subdomain, qualifiedName } from '../../machinery/names.ts';
import { nonNegative, validateImmutable } from '../validation/object-meta.ts';
import type { CSINode, CSINodeDriver } from './types.ts';

const DRIVER_NAME_LENGTH_MAX = 63;
const NODE_ID_LENGTH_MAX = 192;

/** Models pkg/apis/core/validation ValidateCSIDriverName. */
export function validateCsiDriverName(name: string, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (name === '') errors.push(required(path));
	if (name.length > DRIVER_NAME_LENGTH_MAX) errors.push(tooLong(path, DRIVER_NAME_LENGTH_MAX));
	for (const complaint of dns1123Subdomain(name.toLowerCase())) errors.push(invalidValue(path, name, complaint));
	return errors;
}

/** Models pkg/apis/storage/validation ValidateCSINode. */
export function validateCsiNode({ spec }: CSINode): FieldError[] {
	const names = new Set<string>();
	return spec.drivers.flatMap((driver, index) => validateDriver(driver, names, `spec.drivers[${index}]`));
}

function validateDriver(driver: CSINodeDriver, names: Set<string>, path: string): FieldError[] {
	const { name, nodeID, allocatable } = driver;
	const errors = validateCsiDriverName(name, `${path}.name`);
	if (nodeID === '') errors.push(required(`${path}.nodeID`));
	if (nodeID.length > NODE_ID_LENGTH_MAX) {
		errors.push(invalidValue(`${path}.nodeID`, nodeID, `must be ${NODE_ID_LENGTH_MAX} characters or less`));
	}
	if ((allocatable?.count ?? 0) < 0) errors.push(nonNegative(`${path}.allocatable.count`, allocatable?.count));
	if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
	names.add(name);
	const keys = new Set<string>();
	for (const key of driver.topologyKeys ?? []) {
		if (key === '') errors.push(required(path));
		if (keys.has(key)) errors.push(duplicate(path, key));
		keys.add(key);
		for (const complaint of qualifiedName(key)) errors.push(invalidValue(path, key, complaint));
	}
	return errors;
}

/** Of a driver that stays only how much it can attach may change. Models ValidateCSINodeUpdate. */
export function validateCsiNodeChange({ spec }: CSINode, { spec: old }: CSINode): FieldError[] {
	return old.drivers.flatMap((before) => {
		const now = spec.drivers.filter(({ name }) => name === before.name);
		return now.flatMap((driver) => {
			const value = internalDriver(driver);
			return validateImmutable(value, internalDriver(before), 'spec.drivers');
		});
	});
}

/** As the server's own structure, without what may change. */
function internalDriver({ name, nodeID, topologyKeys }: CSINodeDriver): object {
	return { Name: name, NodeID: nodeID, TopologyKeys: topologyKeys ?? null, Allocatable: null };
}
