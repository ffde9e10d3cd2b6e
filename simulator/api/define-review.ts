import { nameIsPathSegment } from '../machinery/names.ts';
import type { Kind } from './kind.ts';
import { CREATED_AT_COLUMN, NAME_COLUMN } from './printing/column.ts';

/**
 * A kind that is only ever created, and never stored: a question to the server, answered in its status.
 * Models the storages of pkg/registry/authorization and pkg/registry/authentication.
 */
export function defineReview(
	of: Pick<Kind, 'group' | 'kind' | 'plural' | 'singular' | 'schema'> & { readonly namespaced?: boolean },
): Kind {
	return {
		...of,
		version: 'v1',
		shortNames: [],
		categories: [],
		namespaced: of.namespaced ?? false,
		verbs: ['create'],
		storagePrefix: '',
		subresources: [],
		validateName: nameIsPathSegment,
		columns: [NAME_COLUMN, CREATED_AT_COLUMN],
	};
}
