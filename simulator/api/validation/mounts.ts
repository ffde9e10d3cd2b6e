import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notFoundValue, notSupported, required } from '../../machinery/field-error.ts';
import type { Container, VolumeMount } from '../core/types/container.ts';
import type { Volume } from '../core/types/volume.ts';
import { validateDescendingPath } from './paths.ts';

type Volumes = ReadonlyMap<string, Volume>;

/** Models pkg/apis/core/validation ValidateVolumeMounts. Some paths lack the index, as the real server's do. */
export function validateMounts(container: Container, volumes: Volumes, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const taken = new Set<string>();
	for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
		const at = `${path}[${index}]`;
		if (mount.name === '') errors.push(required(`${at}.name`));
		if (!volumes.has(mount.name)) errors.push(notFoundValue(`${at}.name`, mount.name));
		if (mount.mountPath === '') errors.push(required(`${at}.mountPath`));
		if (taken.has(mount.mountPath)) errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, 'must be unique'));
		taken.add(mount.mountPath);
		for (const device of container.volumeDevices ?? []) {
			if (device.name === mount.name) {
				errors.push(invalidValue(`${at}.name`, mount.name, 'must not already exist in volumeDevices'));
			}
			if (device.devicePath === mount.mountPath) {
				errors.push(
					invalidValue(`${at}.mountPath`, mount.mountPath, 'must not already exist as a path in volumeDevices'),
				);
			}
		}
		errors.push(...validateSubPaths(mount, at, path));
		errors.push(...validatePropagation(mount, container, path));
	}
	return errors;
}

function validateSubPaths(mount: VolumeMount, at: string, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (mount.subPath !== undefined) errors.push(...validateDescendingPath(mount.subPath, `${path}.subPath`));
	if (mount.subPathExpr !== undefined) {
		if (mount.subPath !== undefined) {
			errors.push(
				invalidValue(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'),
			);
		}
		errors.push(...validateDescendingPath(mount.subPathExpr, `${path}.subPathExpr`));
	}
	return errors;
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible'];

function validatePropagation(mount: VolumeMount, container: Container, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const { mountPropagation: propagation, recursiveReadOnly: recursive } = mount;
	if (propagation !== undefined) {
		const at = `${path}.mountPropagation`;
		if (!PROPAGATIONS.includes(propagation)) errors.push(notSupported(at, propagation, PROPAGATIONS));
		if (propagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
			errors.push(forbiddenField(at, 'Bidirectional mount propagation is available only to privileged containers'));
		}
	}
	if (recursive === undefined || recursive === 'Disabled') return errors;
	const at = `${path}.recursiveReadOnly`;
	if (!RECURSIVE.includes(recursive)) return [...errors, notSupported(at, recursive, RECURSIVE)];
	if (mount.readOnly !== true) errors.push(forbiddenField(at, 'may only be specified when readOnly is true'));
	if (propagation !== undefined && propagation !== 'None') {
		errors.push(forbiddenField(at, 'may only be specified when mountPropagation is None or not specified'));
	}
	return errors;
}

/** Models ValidateVolumeDevices. */
export function validateDevices(container: Container, volumes: Volumes, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const names = new Set<string>();
	const paths = new Set<string>();
	for (const [index, { name, devicePath }] of (container.volumeDevices ?? []).entries()) {
		const at = `${path}[${index}]`;
		const volume = volumes.get(name);
		if (name === '') errors.push(required(`${at}.name`));
		if (names.has(name)) errors.push(invalidValue(`${at}.name`, name, 'must be unique'));
		if (volume === undefined) errors.push(notFoundValue(`${at}.name`, name));
		else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
			errors.push(
				invalidValue(
					`${at}.name`,
					name,
					'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
				),
			);
		}
		if (devicePath === '') errors.push(required(`${at}.devicePath`));
		if (paths.has(devicePath)) errors.push(invalidValue(`${at}.devicePath`, devicePath, 'must be unique'));
		if (devicePath.split('/').includes('..')) {
			errors.push(invalidValue(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')"));
		} else paths.add(devicePath);
		for (const mount of container.volumeMounts ?? []) {
			if (mount.name === name) {
				errors.push(invalidValue(`${at}.name`, name, 'must not already exist in volumeMounts'));
			}
			if (mount.mountPath === devicePath) {
				errors.push(invalidValue(`${at}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts'));
			}
		}
		names.add(name);
	}
	return errors;
}
