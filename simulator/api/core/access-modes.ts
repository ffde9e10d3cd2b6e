const SHORT: readonly (readonly [string, string])[] = [
	['ReadWriteOnce', 'RWO'],
	['ReadOnlyMany', 'ROX'],
	['ReadWriteMany', 'RWX'],
	['ReadWriteOncePod', 'RWOP'],
];

/** "RWO,ROX". Models pkg/apis/core/helper GetAccessModesAsString. */
export function accessModesText(modes: readonly string[] | undefined): string {
	return SHORT.filter(([mode]) => modes?.includes(mode) === true)
		.map(([, short]) => short)
		.join(',');
}

/** Where classes were written before they had a field. */
export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export const CLASS_ANNOTATION_WARNING = `metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`;
