import { BUILTINS } from '../../../machinery/go-template/functions.ts';
import { TemplateError } from '../../../machinery/go-template/nodes.ts';
import { TemplateSet } from '../../../machinery/go-template/template-set.ts';
import { Random } from '../../../machinery/random.ts';
import { sprigFunctions } from '../../../machinery/sprig/sprig.ts';
import { runToCompletion, type Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { isUserError } from '../../kubectl/errors.ts';
import { type DryRun, type InstallOptions, installChart } from '../actions/install.ts';
import { findPostRenderer } from '../actions/post-render.ts';
import type { Chart } from '../chart/chart.ts';
import { loadChart } from '../chart/load-chart.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import type { Release } from '../release/release.ts';
import { locateChart } from '../repo/locate-chart.ts';
import { updateDependencies } from '../repo/update-dependencies.ts';
import { givenValues } from '../values/value-options.ts';
import { formatOf } from './output.ts';
import { minimumArgs } from './require-args.ts';
import { HIDE_SECRET_FLAG, INSTALL_FLAGS, OUTPUT_FLAG } from './shared-flags.ts';
import { writeStatus } from './status-text.ts';

const USE = 'install [NAME] [CHART]';

const LONG = `Installs a chart into the cluster, as a release.

The chart is named in one of these ways:

1. By chart reference: helm install mymaria example/mariadb
2. By path to a packaged chart: helm install mynginx ./nginx-1.2.3.tgz
3. By path to an unpacked chart directory: helm install mynginx ./nginx
4. By absolute URL: helm install mynginx https://example.com/charts/nginx-1.2.3.tgz
5. By chart reference and repo url: helm install --repo https://example.com/charts/ mynginx nginx

A reference with a prefix ('example/mariadb') is looked up in the repository that was added under that name; the
latest stable version is taken unless '--version' or '--devel' says otherwise.

Values of the chart are overridden with '--values'/'-f' (a file), '--set', '--set-string', '--set-file', '--set-json'
and '--set-literal'. Of several files the last has priority, and so has the last of several '--set':

    $ helm install -f myvalues.yaml -f override.yaml myredis ./redis
    $ helm install --set foo=bar --set foo=newbar myredis ./redis

To see what would be installed without installing it, combine '--debug' and '--dry-run'.`;

export const install: CobraCommand = {
	use: USE,
	short: 'install a chart',
	long: LONG,
	args: minimumArgs(1, USE),
	flags: { ...INSTALL_FLAGS, ...HIDE_SECRET_FLAG, ...OUTPUT_FLAG },
	run: (run) => runInstall(run),
};

function* runInstall(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const format = formatOf(run);
	let release: Release;
	try {
		release = yield* installFrom(helm, run.operands, { dryRun: dryRunOf(run, 'none'), replace: run.isOn('replace') });
	} catch (error) {
		yield* helm.flush();
		if (!(error instanceof HelmError) && !isUserError(error)) throw error;
		throw wrapError(error, 'INSTALLATION FAILED');
	}
	yield* writeStatus(helm, release, format, {
		showAll: helm.environment.debug,
		hideNotes: run.isOn('hide-notes'),
	});
	return 0;
}

/** Models validateDryRunOptionFlag. @throws HelmError */
export function dryRunOf({ text }: CobraRun, fallback: DryRun): DryRun {
	const given = text('dry-run');
	switch (given) {
		case '':
			return fallback;
		case 'none':
		case 'false':
			return 'none';
		case 'client':
		case 'true':
			return 'client';
		case 'server':
			return 'server';
		default:
			throw new HelmError('Invalid dry-run flag. Flag must one of the following: false, true, none, client, server');
	}
}

/** Models cmd/helm runInstall. @param how what differs between the commands that install. */
export function* installFrom(
	helm: HelmSession,
	operands: readonly string[],
	how: Pick<InstallOptions, 'dryRun' | 'replace' | 'clientOnly'> & {
		readonly defaultName?: string;
		readonly write?: InstallOptions['render']['write'];
		/** Told the name before anything is rendered. */
		readonly onName?: (name: string) => void;
	},
): Task<Release> {
	const { run } = helm;
	const { text, isOn, number, list } = run;
	const has = (flag: string): boolean => flag in run.flags.values && isOn(flag);
	const { name, reference } = nameAndChart(helm, operands, how.defaultName);
	how.onName?.(name);
	const path = yield* locateChart(helm, reference);
	if (text('post-renderer') !== '') findPostRenderer(helm, text('post-renderer'));
	const values = yield* givenValues(helm);
	let chart = yield* loadChart(helm.process, path);
	if (!['', 'application'].includes(chart.metadata.type)) {
		throw new HelmError(`${chart.metadata.type} charts are not installable`);
	}
	if (chart.metadata.deprecated) yield* helm.err('WARNING: This chart is deprecated\n');
	chart = yield* withDependencies(helm, chart, path);
	return yield* installChart(helm, chart, values, {
		name,
		namespace: yield* helm.namespace(),
		dryRun: how.dryRun,
		clientOnly: how.clientOnly,
		replace: how.replace,
		createNamespace: isOn('create-namespace'),
		force: isOn('force'),
		noHooks: isOn('no-hooks'),
		wait: isOn('wait'),
		waitForJobs: isOn('wait-for-jobs'),
		atomic: isOn('atomic'),
		timeoutMs: number('timeout'),
		description: text('description'),
		skipCrds: isOn('skip-crds'),
		skipSchema: isOn('skip-schema-validation'),
		skipValidation: isOn('disable-openapi-validation'),
		takeOwnership: isOn('take-ownership'),
		labels: run.flags.values.labels as ReadonlyMap<string, string>,
		render: {
			subNotes: isOn('render-subchart-notes'),
			includeCrds: has('include-crds'),
			hideSecret: has('hide-secret'),
			postRenderer: text('post-renderer'),
			postRendererArgs: list('post-renderer-args'),
			write: how.write,
		},
	});
}

/** What charts/ lacks is fetched when the user wants it. @throws HelmError. Models action.CheckDependencies. */
export function* withDependencies(helm: HelmSession, chart: Chart, path: string): Task<Chart> {
	const missing = chart.metadata.dependencies
		.map(({ name }) => name)
		.filter((name) => !chart.dependencies.some((each) => each.name === name));
	if (missing.length === 0) return chart;
	if (helm.run.isOn('dependency-update')) {
		yield* updateDependencies(helm, path, false);
		return yield* loadChart(helm.process, path);
	}
	throw new HelmError(
		`An error occurred while checking for chart dependencies. You may need to run \`helm dependency build\` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`,
	);
}

/** Models Install.NameAndChart. */
function nameAndChart(
	helm: HelmSession,
	operands: readonly string[],
	defaultName: string | undefined,
): { name: string; reference: string } {
	const { text, isOn } = helm.run;
	const has = (flag: string): boolean => flag in helm.run.flags.values;
	const generates = has('generate-name') && isOn('generate-name');
	const template = has('name-template') ? text('name-template') : '';
	if (operands.length > 2) {
		throw new HelmError(`expected at most two arguments, unexpected arguments: ${operands.slice(2).join(', ')}`);
	}
	const [first, second] = operands as [string, string | undefined];
	if (second !== undefined) {
		if (generates) throw new HelmError('cannot set --generate-name and also specify a name');
		if (template !== '') throw new HelmError('cannot set --name-template and also specify a name');
		return { name: first, reference: second };
	}
	if (template !== '') return { name: nameFrom(helm, template), reference: first };
	if (defaultName !== undefined) return { name: defaultName, reference: first };
	if (!generates) throw new HelmError('must either provide a name or specify --generate-name');
	const last = first.replace(/\/+$/, '').split('/').at(-1) ?? '';
	const base = last === '' || last === '.' ? 'chart' : (last.split('.')[0] as string);
	return { name: `${base}-${Math.floor(helm.now() / 1000)}`, reference: first };
}

function nameFrom(helm: HelmSession, template: string): string {
	const world = { now: () => helm.now(), random: new Random(`helm name ${helm.process.randomUint32()}`) };
	const functions = new Map([...BUILTINS, ...sprigFunctions(world)]);
	const set = new TemplateSet('name-template', { functions, missingKey: 'invalid' });
	try {
		set.parse('name-template', template);
		return runToCompletion(set.render('name-template', undefined));
	} catch (error) {
		if (error instanceof TemplateError) throw new HelmError(error.message);
		throw error;
	}
}
