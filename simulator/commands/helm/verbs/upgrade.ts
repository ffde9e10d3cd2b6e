import type { Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, int } from '../../flags.ts';
import { isUserError } from '../../kubectl/errors.ts';
import { findPostRenderer } from '../actions/post-render.ts';
import { upgradeRelease } from '../actions/upgrade.ts';
import { loadChart } from '../chart/load-chart.ts';
import { historyMax } from '../environment.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import type { Release } from '../release/release.ts';
import { ReleaseNotFound } from '../release/storage.ts';
import { locateChart } from '../repo/locate-chart.ts';
import { givenValues } from '../values/value-options.ts';
import { dryRunOf, installFrom, withDependencies } from './install.ts';
import { type Format, formatOf } from './output.ts';
import { exactArgs } from './require-args.ts';
import { HIDE_SECRET_FLAG, OUTPUT_FLAG, RELEASE_FLAGS } from './shared-flags.ts';
import { writeStatus } from './status-text.ts';

const USE = 'upgrade [RELEASE] [CHART]';

const LONG = `Upgrades a release to a new version of a chart, or to other values.

The chart is a reference ('example/mariadb'), a path to a chart's directory, a packaged chart or a URL. Of a reference
the latest version is taken unless '--version' says otherwise.

Values are given as for 'helm install'. What the last revision was given is used again when nothing is given now, or
with '--reuse-values', over which what is given now has priority:

    $ helm upgrade --reuse-values --set foo=bar --set foo=newbar redis ./redis`;

export const upgrade: CobraCommand = {
	use: USE,
	short: 'upgrade a release',
	long: LONG,
	args: exactArgs(2, USE),
	flags: {
		...RELEASE_FLAGS,
		...HIDE_SECRET_FLAG,
		...OUTPUT_FLAG,
		atomic: bool(
			false,
			'if set, upgrade process rolls back changes made in case of failed upgrade. The --wait flag will be set automatically if --atomic is used',
		),
		'cleanup-on-fail': bool(false, 'allow deletion of new resources created in this upgrade when upgrade fails'),
		'create-namespace': bool(false, 'if --install is set, create the release namespace if not present'),
		'history-max': int(10, 'limit the maximum number of revisions saved per release. Use 0 for no limit'),
		install: bool(false, "if a release by this name doesn't already exist, run an install", { shorthand: 'i' }),
		'recreate-pods': bool(false, 'performs pods restart for the resource if applicable', {
			deprecated:
				'functionality will no longer be updated. Consult the documentation for other methods to recreate pods',
		}),
		'reset-then-reuse-values': bool(
			false,
			"when upgrading, reset the values to the ones built into the chart, apply the last release's values and merge in any overrides from the command line via --set and -f. If '--reset-values' or '--reuse-values' is specified, this is ignored",
		),
		'reset-values': bool(false, 'when upgrading, reset the values to the ones built into the chart'),
		'reuse-values': bool(
			false,
			"when upgrading, reuse the last release's values and merge in any overrides from the command line via --set and -f. If '--reset-values' is specified, this is ignored",
		),
	},
	run: (run) => runUpgrade(run),
};

function* runUpgrade(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const format = formatOf(run);
	const [name] = run.operands as [string];
	if (run.isOn('install')) {
		const isThere = yield* hasRelease(helm, name);
		if (!isThere.found) return yield* installInstead(helm, name, format, isThere.uninstalled);
	}
	const release = yield* upgradeFrom(helm, name);
	if (format === 'table') {
		yield* helm.out(`Release ${JSON.stringify(name)} has been upgraded. Happy Helming!\n`);
	}
	yield* writeStatus(helm, release, format, {
		showAll: helm.environment.debug,
		hideNotes: run.isOn('hide-notes'),
	});
	return 0;
}

function* hasRelease(helm: HelmSession, name: string): Task<{ found: boolean; uninstalled: boolean }> {
	yield* helm.kube.requireReachable();
	try {
		const last = yield* helm.storage(yield* helm.namespace()).last(name);
		const uninstalled = last.info.status === 'uninstalled';
		return { found: !uninstalled, uninstalled };
	} catch (error) {
		if (error instanceof ReleaseNotFound) return { found: false, uninstalled: false };
		throw error;
	}
}

function* installInstead(helm: HelmSession, name: string, format: Format, replace: boolean): Task<number> {
	const { run } = helm;
	if (format === 'table') {
		yield* helm.out(`Release ${JSON.stringify(name)} does not exist. Installing it now.\n`);
	}
	const release = yield* installFrom(helm, run.operands, { dryRun: dryRunOf(run, 'none'), replace });
	yield* writeStatus(helm, release, format, {
		showAll: helm.environment.debug,
		hideNotes: run.isOn('hide-notes'),
	});
	return 0;
}

function* upgradeFrom(helm: HelmSession, name: string): Task<Release> {
	const { run } = helm;
	const { text, isOn, number, list } = run;
	const path = yield* locateChart(helm, run.operands[1] as string);
	const dryRun = dryRunOf(run, 'none');
	if (text('post-renderer') !== '') findPostRenderer(helm, text('post-renderer'));
	const values = yield* givenValues(helm);
	const chart = yield* withDependencies(helm, yield* loadChart(helm.process, path), path);
	if (chart.metadata.deprecated) yield* helm.err('WARNING: This chart is deprecated\n');
	try {
		return yield* upgradeRelease(helm, name, chart, values, {
			namespace: yield* helm.namespace(),
			dryRun,
			force: isOn('force'),
			noHooks: isOn('no-hooks'),
			wait: isOn('wait'),
			waitForJobs: isOn('wait-for-jobs'),
			atomic: isOn('atomic'),
			cleanupOnFail: isOn('cleanup-on-fail'),
			timeoutMs: number('timeout'),
			description: text('description'),
			skipSchema: isOn('skip-schema-validation'),
			skipValidation: isOn('disable-openapi-validation'),
			takeOwnership: isOn('take-ownership'),
			historyMax: run.flags.changed.has('history-max') ? number('history-max') : historyMax(helm.process),
			values: isOn('reset-values')
				? 'reset'
				: isOn('reuse-values')
					? 'reuse'
					: isOn('reset-then-reuse-values')
						? 'reset-then-reuse'
						: 'default',
			labels: run.flags.values.labels as ReadonlyMap<string, string>,
			render: {
				subNotes: isOn('render-subchart-notes'),
				includeCrds: false,
				hideSecret: isOn('hide-secret'),
				postRenderer: text('post-renderer'),
				postRendererArgs: list('post-renderer-args'),
			},
		});
	} catch (error) {
		yield* helm.flush();
		if (!(error instanceof HelmError) && !isUserError(error)) throw error;
		throw wrapError(error, 'UPGRADE FAILED');
	}
}
