import type { ApiServer } from '../api-server.ts';
import { firstValue } from '../request/request-info.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { textResponse } from '../verbs/response.ts';

/** The checks in their order. Models apiserver/pkg/server/healthz and the hooks of kube-apiserver. */
const HOOKS: readonly string[] = [
	'poststarthook/start-apiserver-admission-initializer',
	'poststarthook/generic-apiserver-start-informers',
	'poststarthook/priority-and-fairness-config-consumer',
	'poststarthook/priority-and-fairness-filter',
	'poststarthook/storage-object-count-tracker-hook',
	'poststarthook/start-apiextensions-informers',
	'poststarthook/start-apiextensions-controllers',
	'poststarthook/crd-informer-synced',
	'poststarthook/start-system-namespaces-controller',
	'poststarthook/start-cluster-authentication-info-controller',
	'poststarthook/start-kube-apiserver-identity-lease-controller',
	'poststarthook/start-kube-apiserver-identity-lease-garbage-collector',
	'poststarthook/start-legacy-token-tracking-controller',
	'poststarthook/start-service-ip-repair-controllers',
	'poststarthook/rbac/bootstrap-roles',
	'poststarthook/scheduling/bootstrap-system-priority-classes',
	'poststarthook/priority-and-fairness-config-producer',
	'poststarthook/bootstrap-controller',
	'poststarthook/start-kubernetes-service-cidr-controller',
	'poststarthook/aggregator-reload-proxy-client-cert',
	'poststarthook/start-kube-aggregator-informers',
	'poststarthook/apiservice-status-local-available-controller',
	'poststarthook/apiservice-status-remote-available-controller',
	'poststarthook/apiservice-registration-controller',
	'poststarthook/apiservice-discovery-controller',
	'poststarthook/kube-apiserver-autoregistration',
	'autoregister-completion',
	'poststarthook/apiservice-openapi-controller',
	'poststarthook/apiservice-openapiv3-controller',
];

const CHECKS: ReadonlyMap<string, readonly string[]> = new Map([
	['/healthz', ['ping', 'log', 'etcd', ...HOOKS]],
	['/livez', ['ping', 'log', 'etcd', ...HOOKS]],
	['/readyz', ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...HOOKS, 'shutdown']],
]);

/** A server that answers is well: every check passes. Undefined for a path that is none of health. */
export function serveHealth(_server: ApiServer, request: ApiRequest, path: string): ApiResponse | undefined {
	const slash = path.indexOf('/', 1);
	const root = slash < 0 ? path : path.slice(0, slash);
	const checks = CHECKS.get(root);
	if (checks === undefined) return undefined;
	if (slash >= 0) return checks.includes(path.slice(slash + 1)) ? textResponse(200, 'ok') : undefined;
	if (firstValue(request, 'verbose') === undefined) return textResponse(200, 'ok');
	const unknown = [...new Set(request.query.get('exclude') ?? [])].filter((check) => !checks.includes(check)).sort();
	const excluded = new Set(request.query.get('exclude') ?? []);
	const lines = checks.map((check) => (excluded.has(check) ? `[+]${check} excluded: ok` : `[+]${check} ok`));
	if (unknown.length > 0) {
		const names = unknown.map((name) => JSON.stringify(name)).join(', ');
		lines.push(`warn: some health checks cannot be excluded: no matches for ${names}`);
	}
	return textResponse(200, `${lines.join('\n')}\n${root.slice(1)} check passed\n`);
}
