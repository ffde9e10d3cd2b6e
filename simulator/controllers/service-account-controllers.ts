import type { ConfigMap, Namespace } from '../api/core/types/object.ts';
import type { ServiceAccount } from '../api/core/types/service.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import { type Controller, type Scope, watch } from './controller.ts';
import { CONFIG_MAPS, NAMESPACES, SERVICE_ACCOUNTS } from './resources.ts';

/** A service account named "default" in every namespace. Models pkg/controller/serviceaccount ServiceAccountsController. */
export const serviceAccountController: Controller<undefined> = {
	name: 'serviceaccount',
	user: 'service-account-controller',
	workers: 1,
	watches: [
		watch<Namespace, undefined>(NAMESPACES, ({ type, object }, scope) => {
			if (type !== 'deleted') scope.queue.add(object.metadata.name);
		}),
		watch<ServiceAccount, undefined>(SERVICE_ACCOUNTS, ({ type, object }, scope) => {
			if (type === 'deleted' && object.metadata.name === 'default') scope.queue.add(object.metadata.namespace ?? '');
		}),
	],
	reconcile: function* (namespace, scope) {
		if (!isActive(namespace, scope) || scope.lister(SERVICE_ACCOUNTS).get(namespace, 'default') !== undefined) return;
		yield* unlessGoing(scope.client.create(SERVICE_ACCOUNTS, { metadata: { name: 'default', namespace } }));
	},
};

const ROOT_CA = 'kube-root-ca.crt';
const DESCRIPTION =
	'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** The cluster's CA certificate in every namespace, for Pods to mount. Models pkg/controller/certificates/rootcacertpublisher. */
export const rootCAPublisher: Controller<undefined> = {
	name: 'root-ca-certificate-publisher-controller',
	user: 'root-ca-cert-publisher',
	workers: 1,
	watches: [
		watch<Namespace, undefined>(NAMESPACES, ({ type, object }, scope) => {
			if (type !== 'deleted') scope.queue.add(object.metadata.name);
		}),
		watch<ConfigMap, undefined>(CONFIG_MAPS, ({ type, object }, scope) => {
			if (object.metadata.name === ROOT_CA && type !== 'added') scope.queue.add(object.metadata.namespace ?? '');
		}),
	],
	reconcile: function* (namespace, scope) {
		if (!isActive(namespace, scope)) return;
		const data = { 'ca.crt': scope.options.rootCA };
		const annotations = { 'kubernetes.io/description': DESCRIPTION };
		const current = scope.lister(CONFIG_MAPS).get(namespace, ROOT_CA);
		if (current === undefined) {
			yield* unlessGoing(
				scope.client.create(CONFIG_MAPS, { metadata: { name: ROOT_CA, namespace, annotations }, data }),
			);
			return;
		}
		const entries = Object.entries(current.data ?? {});
		const described = current.metadata.annotations?.['kubernetes.io/description'] === DESCRIPTION;
		if (described && entries.length === 1 && current.data?.['ca.crt'] === data['ca.crt']) return;
		const metadata = { ...current.metadata, annotations: { ...current.metadata.annotations, ...annotations } };
		yield* scope.client.update(CONFIG_MAPS, { ...current, metadata, data });
	},
};

function isActive(namespace: string, scope: Scope<undefined>): boolean {
	return scope.lister(NAMESPACES).get('', namespace)?.status.phase === 'Active';
}

/** A namespace on its way out takes nothing new; somebody else may have been quicker. */
function* unlessGoing(creation: Task<unknown>): Task<void> {
	try {
		yield* creation;
	} catch (error) {
		const harmless = ['AlreadyExists', 'Forbidden', 'NotFound'];
		if (!(error instanceof ApiError) || !harmless.includes(error.reason ?? '')) throw error;
	}
}
