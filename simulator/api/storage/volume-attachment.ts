import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, booleanColumn, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec } from '../strategy/generation.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import type { VolumeAttachment } from './types.ts';
import { validateAttachment, validateAttachmentChange, validateNewAttachment } from './volume-attachment-validation.ts';

const TYPE = 'io.k8s.api.storage.v1.VolumeAttachment';

/** Models pkg/registry/storage/volumeattachment/strategy.go. */
export const VOLUME_ATTACHMENT = defineKind<VolumeAttachment>({
	group: 'storage.k8s.io',
	version: 'v1',
	kind: 'VolumeAttachment',
	plural: 'volumeattachments',
	singular: 'volumeattachment',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: TYPE,
	storagePrefix: 'volumeattachments',
	deleteReturnsObject: true,
	allowUnconditionalUpdate: false,
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	validate: (attachment) => [
		...validateObjectMeta(attachment.metadata, { namespaced: false, validateName: nameIsDnsSubdomain }),
		...validateAttachment(attachment),
		...validateNewAttachment(attachment),
	],
	validateUpdate: (attachment, old) => [
		...validateObjectMetaUpdate(attachment, old),
		...validateAttachment(attachment),
		...validateAttachmentChange(attachment, old),
	],
	validateStatusUpdate: (attachment, old) => [
		...validateObjectMetaUpdate(attachment, old),
		...validateAttachment(attachment),
	],
	prepareForCreate: (attachment) => {
		attachment.status = { attached: false };
	},
	prepareForUpdate: (attachment, old) => {
		attachment.status = old.status;
	},
	prepareForStatusUpdate: keepSpec,
	columns: [
		NAME_COLUMN,
		{
			...textColumn<VolumeAttachment>({
				name: 'Attacher',
				description: fieldDoc(`${TYPE}Spec`, 'attacher'),
				value: ({ spec }) => spec.attacher,
			}),
			format: 'name',
		},
		textColumn({
			name: 'PV',
			description: fieldDoc(`${TYPE}Source`, 'persistentVolumeName'),
			value: ({ spec }) => spec.source.persistentVolumeName ?? '',
		}),
		textColumn({
			name: 'Node',
			description: fieldDoc(`${TYPE}Spec`, 'nodeName'),
			value: ({ spec }) => spec.nodeName,
		}),
		booleanColumn('Attached', fieldDoc(`${TYPE}Status`, 'attached'), ({ status }) => status.attached),
		AGE_COLUMN,
	],
});
