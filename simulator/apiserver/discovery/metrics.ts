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
		...server.requests.lines(),
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
