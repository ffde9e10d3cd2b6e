import type { ConfigMap, Secret } from '../../api/core/types/object.ts';
import { detachedSignature, readBootstrapToken, SIGNATURE_PREFIX } from '../../machinery/bootstrap-token.ts';
import { ApiError } from '../../machinery/status.ts';
import { type Controller, type Scope, watch } from '../controller.ts';
import { CONFIG_MAPS, SECRETS } from '../resources.ts';

const NAMESPACE = 'kube-public';
const NAME = 'cluster-info';

/**
 * Signs what a joining node learns of the cluster with every token that is there to sign, so that it can tell whether to
 * believe it. Models pkg/controller/bootstrap BootstrapSigner.
 */
export const clusterInfoSigner: Controller<undefined> = {
	name: 'bootstrap-signer-controller',
	user: 'bootstrap-signer',
	workers: 1,
	wokenBy: [SECRETS],
	watches: [
		watch<Secret, undefined>(SECRETS, ({ object }, scope) => {
			if (object.metadata.namespace === 'kube-system' && readBootstrapToken(object) !== undefined)
				scope.queue.add(NAME);
		}),
		watch<ConfigMap, undefined>(CONFIG_MAPS, ({ object }, scope) => {
			if (object.metadata.name === NAME && object.metadata.namespace === NAMESPACE) scope.queue.add(NAME);
		}),
	],
	reconcile: function* (_key, scope) {
		const info = scope.lister(CONFIG_MAPS).get(NAMESPACE, NAME);
		const content = info?.data?.kubeconfig;
		if (info === undefined || content === undefined) return;
		const kept = Object.entries(info.data ?? {}).filter(([key]) => !key.startsWith(SIGNATURE_PREFIX));
		const data = Object.fromEntries([...kept, ...signatures(content, scope)]);
		if (sorted(data) === sorted(info.data ?? {})) return;
		try {
			yield* scope.client.update(CONFIG_MAPS, { ...info, data });
		} catch (error) {
			if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
		}
	},
};

function sorted(data: { readonly [key: string]: string }): string {
	return JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function signatures(content: string, scope: Scope<undefined>): [string, string][] {
	return scope
		.lister(SECRETS)
		.list('kube-system')
		.flatMap((secret): [string, string][] => {
			const token = readBootstrapToken(secret);
			if (token === undefined || !token.isFor('signing')) return [];
			if ((token.expiresAtMs ?? Number.POSITIVE_INFINITY) <= scope.nowMs()) return [];
			return [[SIGNATURE_PREFIX + token.id, detachedSignature(content, token.id, token.secret)]];
		});
}
