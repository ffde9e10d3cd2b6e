import { compileRe2, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import { parseLabelSelector } from '../../../machinery/selectors.ts';
import { formatLayout, GoTime } from '../../../machinery/sprig/go-time.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatNanoTime } from '../../../machinery/timestamp.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, duration, int, string } from '../../flags.ts';
import { rollBack } from '../actions/rollback.ts';
import { uninstallRelease } from '../actions/uninstall.ts';
import { historyMax } from '../environment.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import type { Release } from '../release/release.ts';
import { formatOf, tableText, writeValue } from './output.ts';
import { exactArgs, minimumArgs, noArgs } from './require-args.ts';
import { OUTPUT_FLAG, TIMEOUT_MS, TIMEOUT_TEXT, WAIT_JOBS_TEXT, WAIT_TEXT } from './shared-flags.ts';
import { ansicTime } from './status-text.ts';

export const list: CobraCommand = {
	use: 'list',
	short: 'list releases',
	aliases: ['ls'],
	long: `Lists the releases of a namespace.

Only releases that are deployed or failed are listed unless a flag like '--uninstalled' or '--all' says otherwise. They
are sorted by name, or with '-d' by date. '--filter' takes a regular expression:

    $ helm list --filter 'ara[a-z]+'

'--max' and '--offset' page through what is more than 256.`,
	args: noArgs('list'),
	flags: {
		all: bool(false, 'show all releases without any filter applied', { shorthand: 'a' }),
		'all-namespaces': bool(false, 'list releases across all namespaces', { shorthand: 'A' }),
		date: bool(false, 'sort by release date', { shorthand: 'd' }),
		deployed: bool(false, 'show deployed releases. If no other is specified, this will be automatically enabled'),
		failed: bool(false, 'show failed releases'),
		filter: string(
			'',
			'a regular expression (Perl compatible). Any releases that match the expression will be included in the results',
			{ shorthand: 'f' },
		),
		max: int(256, 'maximum number of releases to fetch', { shorthand: 'm' }),
		'no-headers': bool(false, "don't print headers when using the default output format"),
		offset: int(0, 'next release index in the list, used to offset from start value'),
		pending: bool(false, 'show pending releases'),
		reverse: bool(false, 'reverse the sort order', { shorthand: 'r' }),
		selector: string(
			'',
			"Selector (label query) to filter on, supports '=', '==', and '!='.(e.g. -l key1=value1,key2=value2). Works only for secret(default) and configmap storage backends.",
			{ shorthand: 'l' },
		),
		short: bool(false, 'output short (quiet) listing format', { shorthand: 'q' }),
		superseded: bool(false, 'show superseded releases'),
		'time-format': string(
			'',
			'format time using golang time formatter. Example: --time-format "2006-01-02 15:04:05Z0700"',
		),
		uninstalled: bool(false, "show uninstalled releases (if 'helm uninstall --keep-history' was used)"),
		uninstalling: bool(false, 'show releases that are currently being uninstalled'),
		...OUTPUT_FLAG,
	},
	run: (run) => runList(run),
};

function* runList(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const format = formatOf(run);
	yield* helm.kube.requireReachable();
	const namespace = run.isOn('all-namespaces') ? '' : yield* helm.namespace();
	const found = yield* helm.storage(namespace).list('owner=helm', 'list: failed to list');
	const releases = selectReleases(run, found);
	if (run.isOn('short')) {
		const names = releases.map(({ name }) => name);
		if (format === 'table') yield* helm.out(names.map((name) => `${name}\n`).join(''));
		else yield* writeValue(helm, format, names);
		return 0;
	}
	const layout = run.text('time-format') === '' ? STRING_LAYOUT : run.text('time-format');
	const rows = releases.map((each) => ({
		name: each.name,
		namespace: each.namespace,
		revision: String(each.version),
		updated: formatLayout(new GoTime(each.info.lastDeployedMs), layout),
		status: each.info.status,
		chart: chartText(each),
		app_version: each.chart.metadata.appVersion,
	}));
	if (format !== 'table') {
		yield* writeValue(helm, format, rows);
		return 0;
	}
	const head = ['NAME', 'NAMESPACE', 'REVISION', 'UPDATED', 'STATUS', 'CHART', 'APP VERSION'];
	const body = rows.map((row) => Object.values(row));
	yield* helm.out(tableText(run.isOn('no-headers') ? body : [head, ...body]));
	return 0;
}

const STRING_LAYOUT = '2006-01-02 15:04:05.999999999 -0700 MST';

function chartText({ chart }: Release): string {
	return `${chart.name}-${chart.metadata.version}`;
}

/** Models helm.sh/helm/v3/pkg/action List.Run. */
function selectReleases(run: CobraRun, found: readonly Release[]): Release[] {
	const { isOn, text, number } = run;
	const states = statesOf(run);
	const pattern = text('filter');
	const matches = patternOf(pattern);
	let releases = found.filter(({ name }) => pattern === '' || matches(name));
	const onlySuperseded = states !== undefined && states.size === 1 && states.has('superseded');
	if (!onlySuperseded) releases = latest(releases);
	releases = releases.filter(({ info }) => states === undefined || states.has(info.status));
	if (text('selector') !== '') {
		const selector = parseLabelSelector(text('selector'));
		releases = releases.filter(({ labels, name, info, version }) =>
			selector.matches({
				...Object.fromEntries(labels),
				name,
				owner: 'helm',
				status: info.status,
				version: String(version),
			}),
		);
	}
	const byName = (a: Release, b: Release): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
	releases.sort(isOn('date') ? (a, b) => a.info.lastDeployedMs - b.info.lastDeployedMs : byName);
	if (isOn('reverse')) releases.reverse();
	const max = number('max');
	return releases.slice(number('offset'), max > 0 ? number('offset') + max : undefined);
}

function patternOf(pattern: string): (name: string) => boolean {
	try {
		const regexp = compileRe2(pattern);
		return (name) => regexp.test(name);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new HelmError(`error parsing regexp: ${error.message}: \`${error.fragment}\``);
	}
}

/** Undefined: all. */
function statesOf({ isOn }: CobraRun): ReadonlySet<string> | undefined {
	if (isOn('all')) return undefined;
	const states = ['deployed', 'uninstalled', 'uninstalling', 'failed', 'superseded'].filter((each) => isOn(each));
	if (isOn('pending')) states.push('pending-install', 'pending-upgrade', 'pending-rollback');
	return new Set(states.length === 0 ? ['deployed', 'failed'] : states);
}

function latest(releases: readonly Release[]): Release[] {
	const newest = new Map<string, Release>();
	for (const release of releases) {
		const key = `${release.namespace}/${release.name}`;
		const other = newest.get(key);
		if (other === undefined || other.version < release.version) newest.set(key, release);
	}
	return [...newest.values()];
}

const HISTORY_USE = 'history RELEASE_NAME';

export const history: CobraCommand = {
	use: HISTORY_USE,
	short: 'fetch release history',
	aliases: ['hist'],
	long: `Lists the revisions of a release, the oldest first, at most 256 unless '--max' says otherwise:

    $ helm history angry-bird
    REVISION    UPDATED                     STATUS          CHART             APP VERSION     DESCRIPTION
    1           Mon Oct 3 10:15:13 2016     superseded      alpine-0.1.0      1.0             Initial install
    2           Mon Oct 3 10:15:13 2016     deployed        alpine-0.1.0      1.0             Upgraded successfully`,
	args: exactArgs(1, HISTORY_USE),
	flags: { max: int(256, 'maximum number of revision to include in history'), ...OUTPUT_FLAG },
	run: (run) => runHistory(run),
};

function* runHistory(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const format = formatOf(run);
	yield* helm.kube.requireReachable();
	const all = yield* helm.storage(yield* helm.namespace()).history(run.operands[0] as string);
	const kept = all.slice(Math.max(0, all.length - run.number('max')));
	if (format === 'table') {
		const head = ['REVISION', 'UPDATED', 'STATUS', 'CHART', 'APP VERSION', 'DESCRIPTION'];
		const rows = kept.map((each) => [
			String(each.version),
			ansicTime(each.info.lastDeployedMs),
			each.info.status,
			chartText(each),
			each.chart.metadata.appVersion,
			each.info.description,
		]);
		yield* helm.out(tableText([head, ...rows]));
		return 0;
	}
	const rows = kept.map((each) => ({
		revision: each.version,
		updated: formatNanoTime(each.info.lastDeployedMs),
		status: each.info.status,
		chart: chartText(each),
		app_version: each.chart.metadata.appVersion,
		description: each.info.description,
	}));
	yield* writeValue(helm, format, rows);
	return 0;
}

const ROLLBACK_USE = 'rollback <RELEASE> [REVISION]';

export const rollback: CobraCommand = {
	use: ROLLBACK_USE,
	short: 'roll back a release to a previous revision',
	long: `Rolls a release back to a previous revision.

Without a revision, or with 0, that is the one before the last. 'helm history RELEASE' tells the revisions.`,
	args: minimumArgs(1, ROLLBACK_USE),
	flags: {
		'cleanup-on-fail': bool(false, 'allow deletion of new resources created in this rollback when rollback fails'),
		'dry-run': bool(false, 'simulate a rollback'),
		force: bool(false, 'force resource update through delete/recreate if needed'),
		'history-max': int(10, 'limit the maximum number of revisions saved per release. Use 0 for no limit'),
		'no-hooks': bool(false, 'prevent hooks from running during rollback'),
		'recreate-pods': bool(false, 'performs pods restart for the resource if applicable'),
		timeout: duration(TIMEOUT_MS, TIMEOUT_TEXT),
		wait: bool(false, WAIT_TEXT),
		'wait-for-jobs': bool(false, WAIT_JOBS_TEXT),
	},
	run: (run) => runRollback(run),
};

function* runRollback(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const { isOn, number, operands } = run;
	const [name, revision = '0'] = operands as [string, string | undefined];
	if (!/^[+-]?\d+$/.test(revision)) {
		throw new HelmError(
			`could not convert revision to a number: strconv.Atoi: parsing ${JSON.stringify(revision)}: invalid syntax`,
		);
	}
	yield* rollBack(helm, helm.storage(yield* helm.namespace()), name, {
		version: Number(revision),
		dryRun: isOn('dry-run'),
		wait: isOn('wait'),
		waitForJobs: isOn('wait-for-jobs'),
		noHooks: isOn('no-hooks'),
		force: isOn('force'),
		timeoutMs: number('timeout'),
		cleanupOnFail: isOn('cleanup-on-fail'),
		historyMax: run.flags.changed.has('history-max') ? number('history-max') : historyMax(helm.process),
	});
	yield* helm.out('Rollback was a success! Happy Helming!\n');
	return 0;
}

const UNINSTALL_USE = 'uninstall RELEASE_NAME [...]';

export const uninstall: CobraCommand = {
	use: UNINSTALL_USE,
	short: 'uninstall a release',
	aliases: ['del', 'delete', 'un'],
	long: `Uninstalls releases: all objects of their last revision go, and so does their history.

'--dry-run' shows which releases would be uninstalled.`,
	args: minimumArgs(1, UNINSTALL_USE),
	flags: {
		cascade: string(
			'background',
			'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents. Defaults to background.',
		),
		description: string('', 'add a custom description'),
		'dry-run': bool(false, 'simulate a uninstall'),
		'ignore-not-found': bool(false, 'Treat "release not found" as a successful uninstall'),
		'keep-history': bool(
			false,
			'remove all associated resources and mark the release as deleted, but retain the release history',
		),
		'no-hooks': bool(false, 'prevent hooks from running during uninstallation'),
		timeout: duration(TIMEOUT_MS, TIMEOUT_TEXT),
		wait: bool(
			false,
			'if set, will wait until all the resources are deleted before returning. It will wait for as long as --timeout',
		),
	},
	run: (run) => runUninstall(run),
};

const PROPAGATIONS = new Map([
	['background', 'Background'],
	['foreground', 'Foreground'],
	['orphan', 'Orphan'],
] as const);

function* runUninstall(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const { isOn } = run;
	const cascade = run.text('cascade');
	const propagation = PROPAGATIONS.get(cascade as 'background');
	if (propagation === undefined) {
		throw new HelmError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
	}
	const storage = helm.storage(yield* helm.namespace());
	for (const name of run.operands) {
		const kept = yield* uninstallRelease(helm, storage, name, {
			dryRun: isOn('dry-run'),
			noHooks: isOn('no-hooks'),
			ignoreNotFound: isOn('ignore-not-found'),
			keepHistory: isOn('keep-history'),
			wait: isOn('wait'),
			propagation,
			timeoutMs: run.number('timeout'),
			description: run.text('description'),
		});
		yield* helm.flush();
		if (kept !== '') yield* helm.out(`${kept}\n`);
		yield* helm.out(`release "${name}" uninstalled\n`);
	}
	return 0;
}
