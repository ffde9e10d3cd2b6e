import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, int, string } from '../../flags.ts';
import type { Chart, Dependency } from '../chart/chart.ts';
import { loadChart } from '../chart/load-chart.ts';
import { HelmSession } from '../helm-session.ts';
import { buildDependencies, updateDependencies } from '../repo/update-dependencies.ts';
import { isCompatible } from '../values/dependencies.ts';
import { tableText } from './output.ts';
import { maximumArgs } from './require-args.ts';

const REFRESH = {
	keyring: string('/root/.gnupg/pubring.gpg', 'keyring containing public keys'),
	'skip-refresh': bool(false, 'do not refresh the local repository cache'),
	verify: bool(false, 'verify the packages against signatures'),
};

export const dependency: CobraCommand = {
	use: 'dependency update|build|list',
	short: "manage a chart's dependencies",
	aliases: ['dep', 'dependencies'],
	long: `Manages the charts that a chart needs. Chart.yaml names them:

    # Chart.yaml
    dependencies:
    - name: nginx
      version: "1.2.3"
      repository: "https://example.com/charts"
    - name: memcached
      version: "3.2.1"
      repository: "https://another.example.com/charts"

'repository' is the URL of a repository, "@name" or "alias:name" of one that was added, or "file://" and a path.`,
	subcommands: [
		{
			use: 'build CHART',
			short: 'rebuild the charts/ directory based on the Chart.lock file',
			args: maximumArgs(1, 'build CHART'),
			flags: REFRESH,
			run: (run) => runBuild(run),
		},
		{
			use: 'list CHART',
			short: 'list the dependencies for the given chart',
			aliases: ['ls'],
			args: maximumArgs(1, 'list CHART'),
			flags: { 'max-col-width': int(80, 'maximum column width for output table') },
			run: (run) => runList(run),
		},
		{
			use: 'update CHART',
			short: 'update charts/ based on the contents of Chart.yaml',
			aliases: ['up'],
			args: maximumArgs(1, 'update CHART'),
			flags: REFRESH,
			run: (run) => runUpdate(run),
		},
	],
};

function pathOf({ operands }: CobraRun): string {
	const [path = '.'] = operands;
	return path.replace(/(?<=.)\/+$/, '');
}

function* runUpdate(run: CobraRun): Task<number> {
	yield* updateDependencies(new HelmSession(run), pathOf(run), run.isOn('skip-refresh'));
	return 0;
}

function* runBuild(run: CobraRun): Task<number> {
	yield* buildDependencies(new HelmSession(run), pathOf(run), run.isOn('skip-refresh'));
	return 0;
}

function* runList(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const path = pathOf(run);
	const chart = yield* loadChart(helm.process, path);
	const wanted = chart.metadata.dependencies;
	if (wanted.length === 0) {
		yield* helm.out(`WARNING: no dependencies at ${path === '.' ? 'charts' : `${path}/charts`}\n`);
		return 0;
	}
	const rows = wanted.map((each) => [each.name, each.version, each.repository, statusOf(helm, chart, path, each)]);
	yield* helm.out(
		`${tableText([['NAME', 'VERSION', 'REPOSITORY', 'STATUS'], ...rows], run.number('max-col-width'))}\n`,
	);
	for (const name of namesIn(helm, `${path}/charts`)) {
		const known = chart.dependencies.some(
			(child) =>
				(name === child.name || name.startsWith(`${child.name}-`)) && wanted.some((each) => each.name === child.name),
		);
		if (!known && !name.startsWith('.')) yield* helm.out(`WARNING: "${path}/charts/${name}" is not in Chart.yaml.\n`);
	}
	return 0;
}

/** Models helm.sh/helm/v3/pkg/action Dependency.dependencyStatus. */
function statusOf(helm: HelmSession, chart: Chart, path: string, { name, version }: Dependency): string {
	const found = chart.dependencies.find((each) => each.name === name);
	if (found === undefined) return 'missing';
	const names = namesIn(helm, `${path}/charts`);
	const archives = names.filter((each) => each.startsWith(`${name}-`) && /-\d[^/]*\.tgz$/.test(each));
	if (archives.length > 1) return 'too many matches';
	if (!isCompatible(version, found.metadata.version)) return 'wrong version';
	return names.includes(name) ? 'unpacked' : 'ok';
}

function namesIn({ process }: HelmSession, path: string): readonly string[] {
	try {
		return [...process.readdir(path)].sort();
	} catch (error) {
		if (error instanceof SystemError) return [];
		throw error;
	}
}
