import type { ApiServer } from '../api-server.ts';

/**
 * What the server counts, in Prometheus' text format. Models apiserver/pkg/server/routes MetricsWithReset.
 * Differs: only what the world has something to say of; requests of its own components are not counted.
 */
export function metricsText(server: ApiServer): string {
	const { gitVersion, gitCommit, gitTreeState, buildDate, goVersion, compiler, platform, major, minor } =
		server.version;
	const build = { build_date: buildDate, compiler, git_commit: gitCommit, git_tree_state: gitTreeState };
	const info = { ...build, git_version: gitVersion, go_version: goVersion, major, minor, platform };
	const lines = [
		...unavailableServices(server),
		...auditedRequests(server),
		...inflight(),
		...server.requests.lines(),
		...deprecatedRequests(server),
		...storedObjects(server),
		'# HELP go_info Information about the Go environment.',
		'# TYPE go_info gauge',
		`go_info{version=${JSON.stringify(goVersion)}} 1`,
		"# HELP kubernetes_build_info [ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
		'# TYPE kubernetes_build_info gauge',
		`kubernetes_build_info{${Object.entries(info)
			.map(([name, value]) => `${name}=${JSON.stringify(value)}`)
			.join()}} 1`,
		'# HELP process_start_time_seconds Start time of the process since unix epoch in seconds.',
		'# TYPE process_start_time_seconds gauge',
		`process_start_time_seconds ${server.startedAtMs / 1000}`,
	];
	return `${lines.join('\n')}\n`;
}

function unavailableServices({ aggregator }: ApiServer): string[] {
	if (aggregator.isEmpty) return [];
	const name = 'aggregator_unavailable_apiservice';
	return [
		`# HELP ${name} [ALPHA] Gauge of APIServices which are marked as unavailable broken down by APIService name.`,
		`# TYPE ${name} gauge`,
		...aggregator
			.versions()
			.map(({ group, version, isAvailable }) => `${name}{name="${version}.${group}"} ${isAvailable ? 0 : 1}`),
	];
}

/** Models apiserver/pkg/audit/metrics.go. */
function auditedRequests({ audit }: ApiServer): string[] {
	const levels = [...(audit?.levels ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
	const totals = levels.map(([level, count]) => `apiserver_audit_level_total{level="${level}"} ${count}`);
	return [
		'# HELP apiserver_audit_event_total [ALPHA] Counter of audit events generated and sent to the audit backend.',
		'# TYPE apiserver_audit_event_total counter',
		`apiserver_audit_event_total ${audit?.events ?? 0}`,
		...(totals.length === 0
			? []
			: [
					'# HELP apiserver_audit_level_total [ALPHA] Counter of policy levels for audit events (1 per request).',
					'# TYPE apiserver_audit_level_total counter',
					...totals,
				]),
		'# HELP apiserver_audit_requests_rejected_total [ALPHA] Counter of apiserver requests rejected due to an error in audit logging backend.',
		'# TYPE apiserver_audit_requests_rejected_total counter',
		'apiserver_audit_requests_rejected_total 0',
	];
}

/** Whoever reads this is being served. */
function inflight(): string[] {
	const name = 'apiserver_current_inflight_requests';
	return [
		`# HELP ${name} [STABLE] Maximal number of currently used inflight request limit of this apiserver per request kind in last second.`,
		`# TYPE ${name} gauge`,
		`${name}{request_kind="mutating"} 0`,
		`${name}{request_kind="readOnly"} 1`,
	];
}

function deprecatedRequests({ deprecated }: ApiServer): string[] {
	if (deprecated.size === 0) return [];
	const name = 'apiserver_requested_deprecated_apis';
	const lines = [...deprecated.values()].map(({ apiGroup, apiVersion, resource, subresource }) => {
		const labels = { group: apiGroup, removed_release: '', resource, subresource, version: apiVersion };
		const text = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
		return `${name}{${text.join()}} 1`;
	});
	return [
		`# HELP ${name} [STABLE] Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.`,
		`# TYPE ${name} gauge`,
		...lines.sort(),
	];
}

function storedObjects(server: ApiServer): string[] {
	const counts: string[] = [];
	for (const { versions } of server.discovery.groups) {
		for (const kind of versions[0]?.kinds ?? []) {
			// Reviews and what is found out are never stored.
			if (kind.storagePrefix === '' || !kind.verbs.includes('create')) continue;
			if (kind.storedAs !== undefined && kind.storedAs.group !== kind.group) continue;
			const resource = kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
			const count = server.storageOf(kind).all('').length;
			counts.push(`apiserver_storage_objects{resource="${resource}"} ${count}`);
		}
	}
	return [
		'# HELP apiserver_storage_objects [STABLE] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.',
		'# TYPE apiserver_storage_objects gauge',
		...counts.sort(),
	];
}
