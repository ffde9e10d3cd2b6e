import { handlePatch } from '../verbs/patch.ts';
import { handleGet } from '../verbs/read.ts';
import { handleUpdate } from '../verbs/write.ts';
import type { SubresourceHandler } from './handler.ts';

export const statusSubresource: SubresourceHandler = function* (scope) {
	if (scope.info.verb === 'get') return handleGet(scope);
	return scope.info.verb === 'patch' ? yield* handlePatch(scope) : yield* handleUpdate(scope);
};
