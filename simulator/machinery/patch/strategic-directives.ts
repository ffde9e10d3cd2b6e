import type { PatchField } from './patch-schema.ts';

/** The keys with which a strategic merge patch says more than values. */
export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const SET_ELEMENT_ORDER = '$setElementOrder/';
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList/';

/** How a field merges: its `patchStrategy` taken apart. */
export interface MergeStrategy {
	readonly strategy: 'merge' | 'replace' | undefined;
	readonly retainKeys: boolean;
	/** '' for lists of scalars. */
	readonly mergeKey: string;
}

export function strategyOf(field: PatchField | undefined): MergeStrategy {
	const words = field?.patchStrategy?.split(',') ?? [];
	return {
		strategy: words.includes('merge') ? 'merge' : words.includes('replace') ? 'replace' : undefined,
		retainKeys: words.includes('retainKeys'),
		mergeKey: field?.patchMergeKey ?? '',
	};
}
