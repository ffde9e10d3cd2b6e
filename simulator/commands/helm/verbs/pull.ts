import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, string } from '../../flags.ts';
import { readArchive } from '../chart/load-archive.ts';
import { loadFiles } from '../chart/load-files.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { fetchChart } from '../repo/fetch-chart.ts';
import { writeWhole } from '../repo/repo-file.ts';
import { minimumArgs } from './require-args.ts';
import { CHART_PATH_FLAGS } from './shared-flags.ts';

const USE = 'pull [chart URL | repo/chartname] [...]';

export const pull: CobraCommand = {
	use: USE,
	short: 'download a chart from a repository and (optionally) unpack it in local directory',
	aliases: ['fetch'],
	long: `Downloads charts from repositories, by reference or by URL, and with '--untar' unpacks them: to look at them, to change
them, to package them again.`,
	args: minimumArgs(1, USE),
	flags: {
		...CHART_PATH_FLAGS,
		destination: string(
			'.',
			'location to write the chart. If this and untardir are specified, untardir is appended to this',
			{ shorthand: 'd' },
		),
		devel: bool(
			false,
			"use development versions, too. Equivalent to version '>0.0.0-0'. If --version is set, this is ignored.",
		),
		prov: bool(false, "fetch the provenance file, but don't perform verification"),
		untar: bool(false, 'if set to true, will untar the chart after downloading it'),
		untardir: string(
			'.',
			'if untar is specified, this flag specifies the name of the directory into which the chart is expanded',
		),
	},
	run: (run) => runPull(run),
};

function* runPull(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	for (const name of run.operands) yield* pullOne(helm, name);
	return 0;
}

/** Models helm.sh/helm/v3/pkg/action Pull.Run. */
function* pullOne(helm: HelmSession, name: string): Task<void> {
	const { run, process } = helm;
	const { file, bytes } = yield* fetchChart(helm, name);
	const destination = run.text('destination').replace(/\/+$/, '') || '/';
	if (!run.isOn('untar')) {
		yield* writeWhole(process, `${destination}/${file}`, bytes);
		return;
	}
	const files = readArchive(bytes);
	const chart = yield* loadFiles(files, (nodes) => helm.process.tick(nodes));
	const into = run.text('untardir');
	const place = into.startsWith('/') ? into : into === '.' ? destination : `${destination}/${into}`;
	const target = `${place}/${chart.name}`;
	if (isThere(helm, target)) {
		throw new HelmError(
			`failed to untar: a file or directory with the name ${target.replace(/^\.\//, '')} already exists`,
		);
	}
	for (const file of files) yield* writeWhole(process, `${target}/${file.name}`, file.data);
}

function isThere({ process }: HelmSession, path: string): boolean {
	try {
		process.stat(path);
		return true;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}
