import type { SignalName } from '../../../kernel/process-api.ts';
import { record } from '../../../machinery/json-record.ts';
import { parseTime } from '../../../machinery/timestamp.ts';
import type { Healthcheck, HistoryEntry, ImageConfig } from '../image.ts';

/** What the configuration of an image says. */
export interface ImageDescription {
	/** RFC 3339. */
	readonly created: string;
	readonly config: ImageConfig;
	readonly history: readonly HistoryEntry[];
	readonly diffIds: readonly string[];
	/** Who made it; only the older format says so. */
	readonly author?: string | undefined;
}

/** The configuration as it is stored. Models opencontainers/image-spec Image, keys in the order in which BuildKit writes them. */
export function writeConfigJson({ created, config, history, diffIds, author }: ImageDescription): string {
	return JSON.stringify({
		architecture: 'amd64',
		...(author === undefined ? {} : { author }),
		config: runtimeConfig(config),
		created,
		history: history.map((each) => ({
			created: each.created,
			created_by: each.createdBy,
			...(each.comment === '' ? {} : { comment: each.comment }),
			...(each.empty ? { empty_layer: true } : {}),
		})),
		os: 'linux',
		rootfs: { type: 'layers', diff_ids: diffIds },
	});
}

/** What containers begin with, as image configurations and `inspect` show it. */
export function runtimeConfig(config: ImageConfig): Record<string, unknown> {
	const set = (names: readonly string[] | undefined): Record<string, object> | undefined =>
		names === undefined || names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, {}]));
	const entries: Record<string, unknown> = {
		User: config.user === '' ? undefined : config.user,
		ExposedPorts: set(config.exposedPorts),
		Env: config.env.map(([name, value]) => `${name}=${value}`),
		Entrypoint: config.entrypoint,
		Cmd: config.cmd,
		Healthcheck: healthcheckJson(config.healthcheck),
		Volumes: set(config.volumes),
		WorkingDir: config.workingDir,
		Labels: config.labels === undefined || config.labels.size === 0 ? undefined : Object.fromEntries(config.labels),
		OnBuild: config.onBuild?.length === 0 ? undefined : config.onBuild,
		StopSignal: config.stopSignal === undefined ? undefined : `SIG${config.stopSignal}`,
		Shell: config.shell,
	};
	return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

function healthcheckJson(check: Healthcheck | undefined): Record<string, unknown> | undefined {
	if (check === undefined) return undefined;
	const nanos = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms * 1_000_000);
	const entries: Record<string, unknown> = {
		Test: check.test,
		Interval: nanos(check.intervalMs),
		Timeout: nanos(check.timeoutMs),
		StartPeriod: nanos(check.startPeriodMs),
		Retries: check.retries,
	};
	return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** Undefined when it is no image configuration. */
export function readConfigJson(text: string): ImageDescription | undefined {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return undefined;
	}
	const image = record(json);
	const rootfs = record(image?.rootfs);
	if (image === undefined || rootfs === undefined) return undefined;
	const history = Array.isArray(image.history) ? image.history : [];
	const created = typeof image.created === 'string' ? image.created : '';
	return {
		created: parseTime(created) === undefined ? '0001-01-01T00:00:00Z' : created,
		config: readRuntimeConfig(record(image.config) ?? {}),
		history: history.map((each) => {
			const entry = record(each) ?? {};
			const text = (key: string): string => (typeof entry[key] === 'string' ? (entry[key] as string) : '');
			return {
				created: text('created'),
				createdBy: text('created_by'),
				comment: text('comment'),
				empty: entry.empty_layer === true,
			};
		}),
		diffIds: strings(rootfs.diff_ids) ?? [],
		author: typeof image.author === 'string' ? image.author : undefined,
	};
}

function readRuntimeConfig(json: Record<string, unknown>): ImageConfig {
	const text = (key: string): string | undefined => (typeof json[key] === 'string' ? (json[key] as string) : undefined);
	const keys = (key: string): string[] | undefined => {
		const value = record(json[key]);
		return value === undefined ? undefined : Object.keys(value);
	};
	const labels = record(json.Labels);
	const check = record(json.Healthcheck);
	const ms = (key: string): number | undefined =>
		typeof check?.[key] === 'number' ? (check[key] as number) / 1_000_000 : undefined;
	return {
		env: (strings(json.Env) ?? []).map((each) => {
			const at = each.indexOf('=');
			return at < 0 ? ([each, ''] as const) : ([each.slice(0, at), each.slice(at + 1)] as const);
		}),
		entrypoint: strings(json.Entrypoint),
		cmd: strings(json.Cmd),
		user: text('User'),
		workingDir: text('WorkingDir') || undefined,
		exposedPorts: keys('ExposedPorts'),
		volumes: keys('Volumes'),
		stopSignal: text('StopSignal')?.replace(/^SIG/, '') as SignalName | undefined,
		labels:
			labels === undefined ? undefined : new Map(Object.entries(labels).map(([key, value]) => [key, String(value)])),
		onBuild: strings(json.OnBuild),
		shell: strings(json.Shell),
		healthcheck:
			check === undefined
				? undefined
				: {
						test: strings(check.Test) ?? [],
						intervalMs: ms('Interval'),
						timeoutMs: ms('Timeout'),
						startPeriodMs: ms('StartPeriod'),
						retries: typeof check.Retries === 'number' ? check.Retries : undefined,
					},
	};
}

function strings(value: unknown): string[] | undefined {
	return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : undefined;
}
