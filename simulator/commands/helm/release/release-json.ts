import { decodeBase64, encodeBase64 } from '../../../machinery/base64.ts';
import { isDict } from '../../../machinery/go-template/values.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { goValue, plainJson } from '../../../machinery/sprig/plain-json.ts';
import { formatNanoTime, parseTime } from '../../../machinery/timestamp.ts';
import { Chart, type ChartFile, type Dependency, type Lock, type Metadata } from '../chart/chart.ts';
import { lockOf, metadataOf } from '../chart/metadata.ts';
import type { Hook, HookEvent, Release, ReleaseStatus } from './release.ts';

type Fields = { readonly [name: string]: unknown };

/** As Go encodes it: in the order of the struct's fields, empty ones left out. Models release.Release's JSON. */
export function releaseJson(release: Release, withChart = true): Fields {
	const { info } = release;
	return {
		name: release.name,
		info: {
			first_deployed: formatNanoTime(info.firstDeployedMs),
			last_deployed: formatNanoTime(info.lastDeployedMs),
			deleted: timeText(info.deletedMs),
			description: omitted(info.description),
			status: info.status,
			notes: omitted(info.notes),
		},
		chart: withChart ? chartJson(release.chart) : undefined,
		config: Object.keys(release.config).length === 0 ? undefined : sortedJson(release.config),
		manifest: omitted(release.manifest),
		hooks: release.hooks.length === 0 ? undefined : release.hooks.map(hookJson),
		version: release.version,
		namespace: release.namespace,
	};
}

function omitted(text: string): string | undefined {
	return text === '' ? undefined : text;
}

function timeText(ms: number | undefined): string {
	return ms === undefined ? '' : formatNanoTime(ms);
}

/** Maps have their keys in order, as Go writes them. */
function sortedJson(value: unknown): unknown {
	const json = plainJson(value);
	return sorted(json);
}

function sorted(json: unknown): unknown {
	if (Array.isArray(json)) return json.map(sorted);
	if (!isDict(json)) return json;
	const out = newDict();
	for (const key of Object.keys(json).sort()) out[key] = sorted(json[key]);
	return out;
}

function hookJson(hook: Hook): Fields {
	const list = (items: readonly string[]): readonly string[] | undefined => (items.length === 0 ? undefined : items);
	return {
		name: hook.name,
		kind: hook.kind,
		path: hook.path,
		manifest: hook.manifest,
		events: list(hook.events),
		last_run: {
			started_at: timeText(hook.lastRun.startedAtMs),
			completed_at: timeText(hook.lastRun.completedAtMs),
			phase: hook.lastRun.phase,
		},
		weight: hook.weight === 0 ? undefined : hook.weight,
		delete_policies: list(hook.deletePolicies),
		output_log_policies: list(hook.outputLogPolicies),
	};
}

function chartJson(chart: Chart): Fields {
	const files = (list: readonly ChartFile[]): unknown =>
		list.length === 0 ? null : list.map(({ name, data }) => ({ name, data: encodeBase64(data) }));
	return {
		metadata: metadataJson(chart.metadata),
		lock: chart.lock === undefined ? null : lockJson(chart.lock),
		templates: files(chart.templates),
		values: Object.keys(chart.values).length === 0 ? null : sortedJson(chart.values),
		schema: chart.schema === undefined ? null : encodeBase64(chart.schema),
		files: files(chart.files),
	};
}

/** Chart.yaml's fields in the struct's order, empty ones left out. */
export function metadataJson(metadata: Metadata): Fields {
	const list = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items);
	return {
		name: omitted(metadata.name),
		home: omitted(metadata.home),
		sources: list(metadata.sources),
		version: omitted(metadata.version),
		description: omitted(metadata.description),
		keywords: list(metadata.keywords),
		maintainers: list(
			metadata.maintainers.map(({ name, email, url }) => ({
				name: omitted(name),
				email: omitted(email),
				url: omitted(url),
			})),
		),
		icon: omitted(metadata.icon),
		apiVersion: metadata.apiVersion,
		condition: omitted(metadata.condition),
		tags: omitted(metadata.tags),
		appVersion: omitted(metadata.appVersion),
		deprecated: metadata.deprecated ? true : undefined,
		annotations: Object.keys(metadata.annotations).length === 0 ? undefined : sorted(metadata.annotations),
		kubeVersion: omitted(metadata.kubeVersion),
		dependencies: list(metadata.dependencies.map(dependencyJson)),
		type: omitted(metadata.type),
	};
}

function dependencyJson(dependency: Dependency): Fields {
	const { name, version, repository, condition, tags, importValues, alias, enabled } = dependency;
	return {
		name,
		version: omitted(version),
		repository,
		condition: omitted(condition),
		tags: tags.length === 0 ? undefined : tags,
		enabled: enabled ? true : undefined,
		'import-values': importValues.length === 0 ? undefined : importValues,
		alias: omitted(alias),
	};
}

export function lockJson({ generated, digest, dependencies }: Lock): Fields {
	return {
		generated,
		digest,
		dependencies: dependencies.map(({ name, version, repository }) => ({ name, version, repository })),
	};
}

/** The reverse. Numbers of values have become float64. */
export function releaseOf(json: unknown, labels: ReadonlyMap<string, string>): Release {
	const fields = json as Fields;
	const info = (fields.info ?? {}) as Fields;
	const chart = chartOf((fields.chart ?? {}) as Fields);
	return {
		name: String(fields.name),
		namespace: String(fields.namespace ?? ''),
		info: {
			firstDeployedMs: timeOf(info.first_deployed) ?? 0,
			lastDeployedMs: timeOf(info.last_deployed) ?? 0,
			deletedMs: timeOf(info.deleted),
			description: String(info.description ?? ''),
			status: info.status as ReleaseStatus,
			notes: String(info.notes ?? ''),
		},
		chart,
		config: (goValue(fields.config ?? {}) ?? newDict()) as Dict,
		manifest: String(fields.manifest ?? ''),
		hooks: ((fields.hooks ?? []) as readonly Fields[]).map(hookOf),
		version: Number(fields.version),
		labels,
	};
}

function timeOf(value: unknown): number | undefined {
	return typeof value === 'string' && value !== '' ? parseTime(value) : undefined;
}

function hookOf(fields: Fields): Hook {
	const run = (fields.last_run ?? {}) as Fields;
	return {
		name: String(fields.name ?? ''),
		kind: String(fields.kind ?? ''),
		path: String(fields.path ?? ''),
		manifest: String(fields.manifest ?? ''),
		events: (fields.events ?? []) as readonly HookEvent[],
		lastRun: {
			startedAtMs: timeOf(run.started_at),
			completedAtMs: timeOf(run.completed_at),
			phase: (run.phase ?? '') as Hook['lastRun']['phase'],
		},
		weight: Number(fields.weight ?? 0),
		deletePolicies: (fields.delete_policies ?? []) as readonly string[],
		outputLogPolicies: (fields.output_log_policies ?? []) as readonly string[],
	};
}

function chartOf(fields: Fields): Chart {
	const files = (list: unknown): ChartFile[] =>
		((list ?? []) as readonly { name: string; data: string }[]).map(({ name, data }) => ({
			name,
			data: decodeBase64(data),
		}));
	const chart = new Chart(metadataOf(fields.metadata ?? {}), (goValue(fields.values ?? {}) ?? newDict()) as Dict);
	if (fields.lock !== null && fields.lock !== undefined) chart.lock = lockOf(fields.lock);
	chart.templates = files(fields.templates);
	chart.files = files(fields.files);
	if (typeof fields.schema === 'string') chart.schema = decodeBase64(fields.schema);
	return chart;
}
