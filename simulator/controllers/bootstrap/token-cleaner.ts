import type { Secret } from '../../api/core/types/object.ts';
import { readBootstrapToken } from '../../machinery/bootstrap-token.ts';
import { ApiError } from '../../machinery/status.ts';
import { type Controller, keyOf, splitKey, watch } from '../controller.ts';
import { SECRETS } from '../resources.ts';

/** Deletes bootstrap tokens whose time is over. Models pkg/controller/bootstrap TokenCleaner. */
export const tokenCleaner: Controller<undefined> = {
	name: 'token-cleaner-controller',
	user: 'token-cleaner',
	workers: 1,
	wokenBy: [SECRETS],
	watches: [
		watch<Secret, undefined>(SECRETS, ({ type, object }, scope) => {
			if (type === 'deleted' || object.metadata.namespace !== 'kube-system') return;
			if (readBootstrapToken(object)?.expiresAtMs !== undefined) scope.queue.add(keyOf(object));
		}),
	],
	reconcile: function* (key, scope) {
		const { namespace, name } = splitKey(key);
		const secret = scope.lister(SECRETS).get(namespace, name);
		const expiresAtMs = secret && readBootstrapToken(secret)?.expiresAtMs;
		if (secret === undefined || expiresAtMs === undefined) return;
		const leftMs = expiresAtMs - scope.nowMs();
		if (leftMs > 0) {
			scope.queue.addAfter(key, leftMs);
			return;
		}
		const { uid } = secret.metadata;
		try {
			yield* scope.client.delete(SECRETS, { namespace, name }, { uid });
		} catch (error) {
			if (!(error instanceof ApiError) || !['NotFound', 'Conflict'].includes(error.reason ?? '')) throw error;
		}
	},
};
