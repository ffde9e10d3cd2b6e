import { GoTemplate } from '../../../machinery/go-template/go-template.ts';
import { TemplateError } from '../../../machinery/go-template/nodes.ts';
import { newDict } from '../../../machinery/sprig/define.ts';
import { plainJson } from '../../../machinery/sprig/plain-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, type FlagTable, int, string } from '../../flags.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import type { Release } from '../release/release.ts';
import { metadataJson } from '../release/release-json.ts';
import { coalesceValues } from '../values/coalesce.ts';
import { formatOf, writeValue } from './output.ts';
import { resourcesText } from './release-resources.ts';
import { exactArgs } from './require-args.ts';
import { OUTPUT_FLAG } from './shared-flags.ts';
import { writeStatus } from './status-text.ts';

const REVISION: FlagTable = { revision: int(0, 'get the named release with revision') };

export const get: CobraCommand = {
	use: 'get',
	short: 'download extended information of a named release',
	long: `Shows what is known of a release:

- The values used to generate the release
- The generated manifest file
- The notes provided by the chart of the release
- The hooks associated with the release
- The metadata of the release`,
	subcommands: [
		part('all', 'download all information for a named release', runAll, {
			template: string('', 'go template for formatting the output, eg: {{.Release.Name}}'),
		}),
		part('values', 'download the values file for a named release', runValues, {
			all: bool(false, 'dump all (computed) values', { shorthand: 'a' }),
			...OUTPUT_FLAG,
		}),
		part('manifest', 'download the manifest for a named release', runManifest),
		part('hooks', 'download all hooks for a named release', runHooks),
		part('notes', 'download the notes for a named release', runNotes),
		part('metadata', 'This command fetches metadata for a given release', runMetadata, OUTPUT_FLAG),
	],
};

type Run = (helm: HelmSession, release: Release) => Task<void>;

function part(name: string, short: string, run: Run, flags: FlagTable = {}): CobraCommand {
	const use = `${name} RELEASE_NAME`;
	return {
		use,
		short,
		args: exactArgs(1, use),
		flags: { ...REVISION, ...flags },
		run: (cobra) => runPart(cobra, run),
	};
}

function* runPart(run: CobraRun, show: Run): Task<number> {
	const helm = new HelmSession(run);
	if ('output' in run.flags.values) formatOf(run);
	yield* show(helm, yield* releaseOf(helm));
	return 0;
}

/** The release that the command line names. @throws HelmError */
export function* releaseOf(helm: HelmSession): Task<Release> {
	const { run } = helm;
	yield* helm.kube.requireReachable();
	const storage = helm.storage(yield* helm.namespace());
	const [name] = run.operands as [string];
	const revision = run.number('revision');
	return yield* revision <= 0 ? storage.last(name) : storage.get(name, revision);
}

function* runAll(helm: HelmSession, release: Release): Task<void> {
	const text = helm.run.text('template');
	if (text === '') {
		yield* writeStatus(helm, release, 'table', { showAll: true, showMetadata: true });
		yield* helm.flush();
		return;
	}
	try {
		const { output, error } = new GoTemplate('_', text).execute({ Release: templateView(release) });
		yield* helm.out(output);
		if (error !== undefined) throw error;
	} catch (error) {
		if (error instanceof TemplateError) throw new HelmError(error.message);
		throw error;
	}
}

/** A release's fields under their Go names. */
function templateView({ name, namespace, info, chart, config, manifest, version }: Release): unknown {
	const { name: chartName, version: chartVersion, appVersion, description } = chart.metadata;
	return {
		Name: name,
		Namespace: namespace,
		Version: version,
		Manifest: manifest,
		Config: plainJson(config),
		Info: { Status: info.status, Description: info.description, Notes: info.notes },
		Chart: { Metadata: { Name: chartName, Version: chartVersion, AppVersion: appVersion, Description: description } },
	};
}

function* runValues(helm: HelmSession, release: Release): Task<void> {
	const all = helm.run.isOn('all');
	const values = all ? yield* coalesceValues(release.chart, release.config, helm) : release.config;
	const format = formatOf(helm.run);
	const isNothing = !all && Object.keys(release.config).length === 0;
	const json = isNothing ? null : plainJson(values);
	if (format !== 'table') {
		yield* writeValue(helm, format, format === 'json' ? sorted(json) : json);
		return;
	}
	yield* helm.out(`${all ? 'COMPUTED VALUES:' : 'USER-SUPPLIED VALUES:'}\n${formatYaml(json)}`);
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (value === null || typeof value !== 'object') return value;
	const out = newDict();
	for (const key of Object.keys(value).sort()) out[key] = sorted((value as { [key: string]: unknown })[key]);
	return out;
}

function* runManifest(helm: HelmSession, { manifest }: Release): Task<void> {
	yield* helm.out(`${manifest}\n`);
}

function* runHooks(helm: HelmSession, { hooks }: Release): Task<void> {
	yield* helm.out(hooks.map(({ path, manifest }) => `---\n# Source: ${path}\n${manifest}\n`).join(''));
}

function* runNotes(helm: HelmSession, { info }: Release): Task<void> {
	if (info.notes !== '') yield* helm.out(`NOTES:\n${info.notes}\n`);
}

function* runMetadata(helm: HelmSession, release: Release): Task<void> {
	const format = formatOf(helm.run);
	const { metadata } = release.chart;
	const shared = metadataJson(metadata);
	const deployedAt = formatTime(release.info.lastDeployedMs);
	if (format !== 'table') {
		yield* writeValue(helm, format, {
			name: release.name,
			chart: metadata.name,
			version: metadata.version,
			appVersion: metadata.appVersion,
			annotations: shared.annotations,
			dependencies: shared.dependencies,
			namespace: release.namespace,
			revision: release.version,
			status: release.info.status,
			deployedAt,
		});
		return;
	}
	const annotations = Object.entries(metadata.annotations).map(([name, value]) => `${name}=${value}`);
	const dependencies = metadata.dependencies.map(({ name }) => name);
	const lines = [
		`NAME: ${release.name}`,
		`CHART: ${metadata.name}`,
		`VERSION: ${metadata.version}`,
		`APP_VERSION: ${metadata.appVersion}`,
		`ANNOTATIONS: ${annotations.sort().join(',')}`,
		`DEPENDENCIES: ${dependencies.sort().join(',')}`,
		`NAMESPACE: ${release.namespace}`,
		`REVISION: ${release.version}`,
		`STATUS: ${release.info.status}`,
		`DEPLOYED_AT: ${deployedAt}`,
	];
	yield* helm.out(lines.map((line) => `${line}\n`).join(''));
}

const STATUS_USE = 'status RELEASE_NAME';

export const status: CobraCommand = {
	use: STATUS_USE,
	short: 'display the status of the named release',
	long: `Shows the status of a release:
- last deployment time
- k8s namespace in which the release lives
- state of the release (can be: unknown, deployed, uninstalled, superseded, failed, uninstalling, pending-install, pending-upgrade or pending-rollback)
- revision of the release
- description of the release (with --show-desc)
- list of resources that this release consists of (with --show-resources)
- details on last test suite run, if applicable
- additional notes provided by the chart`,
	args: exactArgs(1, STATUS_USE),
	flags: {
		revision: int(0, 'if set, display the status of the named release with revision'),
		'show-desc': bool(false, 'if set, display the description message of the named release'),
		'show-resources': bool(false, 'if set, display the resources of the named release'),
		...OUTPUT_FLAG,
	},
	run: (run) => runStatus(run),
};

function* runStatus(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const format = formatOf(run);
	const release = yield* releaseOf(helm);
	const resources = run.isOn('show-resources') ? yield* resourcesText(helm, release) : '';
	yield* writeStatus(helm, release, format, {
		showDescription: run.isOn('show-desc'),
		resources,
		withoutChart: true,
	});
	return 0;
}
