import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, required, tooLong } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain, rangeComplaint } from '../../machinery/names.ts';
import { IMMUTABLE, utf8Length } from '../validation/object-meta.ts';
import { validateCsiDriverName } from './csi-node-validation.ts';
import type { VolumeAttachment, VolumeAttachmentSource, VolumeError } from './types.ts';

const METADATA_BYTES_MAX = 256 * 1024;
const MESSAGE_BYTES_MAX = 1024;
const EXACTLY_ONE = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

/**
 * Models pkg/apis/storage/validation ValidateVolumeAttachment.
 * Differs: volumes that are written out inside an attachment are not looked into.
 */
export function validateAttachment({ spec, status }: VolumeAttachment): FieldError[] {
	const errors: FieldError[] = [];
	if (spec.attacher === '') errors.push(required('spec.attacher'));
	errors.push(...validateSource(spec.source, 'spec.source'));
	for (const complaint of nameIsDnsSubdomain(spec.nodeName, false)) {
		errors.push(invalidValue('spec.nodeName', spec.nodeName, complaint));
	}
	let bytes = 0;
	for (const [key, value] of Object.entries(status.attachmentMetadata ?? {})) {
		bytes += utf8Length(key) + utf8Length(value);
	}
	if (bytes > METADATA_BYTES_MAX) errors.push(tooLong('status.attachmentMetadata', METADATA_BYTES_MAX));
	errors.push(...validateError(status.attachError, 'status.attachError'));
	errors.push(...validateError(status.detachError, 'status.detachError'));
	return errors;
}

/** Models ValidateVolumeAttachmentV1: what only new ones must hold to. */
export function validateNewAttachment({ spec }: VolumeAttachment): FieldError[] {
	const errors = validateCsiDriverName(spec.attacher, 'spec.attacher');
	const { persistentVolumeName } = spec.source;
	if (persistentVolumeName === undefined) return errors;
	for (const complaint of nameIsDnsSubdomain(persistentVolumeName, false)) {
		errors.push(invalidValue('spec.source.persistentVolumeName', persistentVolumeName, complaint));
	}
	return errors;
}

function validateSource(source: VolumeAttachmentSource, path: string): FieldError[] {
	const { inlineVolumeSpec, persistentVolumeName } = source;
	if (persistentVolumeName === undefined) return inlineVolumeSpec === undefined ? [required(path, EXACTLY_ONE)] : [];
	if (inlineVolumeSpec !== undefined) return [forbiddenField(path, EXACTLY_ONE)];
	if (persistentVolumeName !== '') return [];
	return [required(`${path}.persistentVolumeName`, 'must specify non empty persistentVolumeName')];
}

function validateError(error: VolumeError | undefined, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (utf8Length(error?.message ?? '') > MESSAGE_BYTES_MAX) {
		errors.push(tooLong(`${path}.message`, METADATA_BYTES_MAX));
	}
	const code = error?.errorCode ?? 0;
	if (code < 0) errors.push(invalidValue(`${path}.errorCode`, code, rangeComplaint(0, 2 ** 31 - 1)));
	return errors;
}

/** Models ValidateVolumeAttachmentUpdate. */
export function validateAttachmentChange({ spec }: VolumeAttachment, { spec: old }: VolumeAttachment): FieldError[] {
	if (jsonEqual(spec, old)) return [];
	const { attacher, source, nodeName } = spec;
	const value = {
		Attacher: attacher,
		Source: {
			PersistentVolumeName: source.persistentVolumeName ?? null,
			InlineVolumeSpec: source.inlineVolumeSpec ?? null,
		},
		NodeName: nodeName,
	};
	return [invalidValue('spec', value, IMMUTABLE)];
}
