import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, required } from '../../machinery/field-error.ts';
import type { KeyToPath, ProjectedVolumeSource, VolumeProjection } from '../core/types/volume-source.ts';
import { validateFileMode, validateNonReservedPath } from './paths.ts';
import { validateDownwardFile, validateKeyToPath } from './volume-files.ts';

/** Models pkg/apis/core/validation validateProjectedVolumeSource. Duplicate paths are reported at the volume. */
export function validateProjection(projected: ProjectedVolumeSource, path: string): FieldError[] {
	const errors = validateFileMode(projected.defaultMode, `${path}.defaultMode`);
	const taken = new Set<string>();
	const take = (file: string, badValue: string): void => {
		if (file === '') return;
		if (taken.has(file)) errors.push(invalidValue(path, badValue, 'conflicting duplicate paths'));
		taken.add(file);
	};
	for (const [index, source] of (projected.sources ?? []).entries()) {
		const at = `${path}.sources[${index}]`;
		for (const field of ['secret', 'configMap'] as const) {
			const from = source[field];
			if (from === undefined) continue;
			if (!from.name) errors.push(required(`${at}.${field}.name`));
			for (const [itemIndex, item] of (from.items ?? ([] as KeyToPath[])).entries()) {
				errors.push(...validateKeyToPath(item, `${at}.${field}.items[${itemIndex}]`));
				take(item.path, from.name ?? '');
			}
		}
		for (const file of source.downwardAPI?.items ?? []) {
			errors.push(...validateDownwardFile(file, `${at}.downwardAPI`));
			take(file.path, file.path);
		}
		errors.push(...validateToken(source, `${at}.serviceAccountToken`, path));
		const set = (['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'] as const).filter(
			(field) => source[field] !== undefined,
		);
		if (set.length > 1) errors.push(forbiddenField(at, 'may not specify more than 1 volume type per source'));
	}
	return errors;
}

function validateToken({ serviceAccountToken: token }: VolumeProjection, at: string, path: string): FieldError[] {
	if (token === undefined) return [];
	const errors: FieldError[] = [];
	const seconds = token.expirationSeconds ?? 3600;
	if (seconds < 600) {
		errors.push(invalidValue(`${at}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'));
	}
	if (seconds > 2 ** 32) {
		errors.push(
			invalidValue(`${at}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'),
		);
	}
	if (token.path === '') errors.push(required(`${path}.path`));
	else errors.push(...validateNonReservedPath(token.path, `${path}.path`));
	return errors;
}
