import { SystemError } from '../../../kernel/process-api.ts';
import { parseVersion, SemverError } from '../../../machinery/sprig/semver.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, string } from '../../flags.ts';
import { goErrno } from '../../kubectl/errors.ts';
import type { Chart } from '../chart/chart.ts';
import { loadChart } from '../chart/load-chart.ts';
import { packChart } from '../chart/save-chart.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { writeWhole } from '../repo/repo-file.ts';
import { updateDependencies } from '../repo/update-dependencies.ts';
import { VALUE_FLAGS } from '../values/value-options.ts';

export const packageChart: CobraCommand = {
	use: 'package [CHART_PATH] [...]',
	short: 'package a chart directory into a chart archive',
	long: `Packages charts, each a directory with a Chart.yaml, into archives that name their version: what repositories hold.`,
	flags: {
		...VALUE_FLAGS,
		'app-version': string('', 'set the appVersion on the chart to this version'),
		'dependency-update': bool(false, 'update dependencies from "Chart.yaml" to dir "charts/" before packaging', {
			shorthand: 'u',
		}),
		destination: string('.', 'location to write the chart.', { shorthand: 'd' }),
		key: string('', 'name of the key to use when signing. Used if --sign is true'),
		keyring: string('/root/.gnupg/pubring.gpg', 'location of a public keyring'),
		sign: bool(false, 'use a PGP private key to sign this package'),
		version: string('', 'set the version on the chart to this semver version'),
	},
	run: (run) => runPackage(run),
};

function* runPackage(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	if (run.operands.length === 0) throw new HelmError('need at least one argument, the path to the chart');
	if (run.isOn('sign')) {
		if (run.text('key') === '') throw new HelmError('--key is required for signing a package');
		throw new HelmError(`open ${run.text('keyring')}: no such file or directory`);
	}
	for (const given of run.operands) {
		const path = absolute(helm, given);
		requireThere(helm, given);
		if (run.isOn('dependency-update')) yield* updateDependencies(helm, path, true);
		const chart = yield* loadChart(helm.process, path);
		setVersions(run, chart);
		requireDependencies(chart);
		const place = run.text('destination') === '.' ? helm.process.cwd : run.text('destination').replace(/\/+$/, '');
		const target = `${place}/${chart.name}-${chart.metadata.version}.tgz`;
		try {
			yield* writeWhole(helm.process, target, packChart(chart, helm.now()));
		} catch (error) {
			throw wrapError(error, 'failed to save');
		}
		yield* helm.out(`Successfully packaged chart and saved it to: ${target}\n`);
	}
	return 0;
}

function absolute({ process }: HelmSession, path: string): string {
	const whole = path.startsWith('/') ? path : `${process.cwd}/${path}`;
	return whole.replace(/\/\.(?=\/|$)/g, '').replace(/\/+$/, '') || '/';
}

function requireThere({ process }: HelmSession, path: string): void {
	try {
		process.stat(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new HelmError(`stat ${path}: ${goErrno(error)}`);
	}
}

function setVersions(run: CobraRun, chart: Chart): void {
	const [version, appVersion] = [run.text('version'), run.text('app-version')];
	if (version !== '') {
		try {
			parseVersion(version);
		} catch (error) {
			if (error instanceof SemverError) throw new HelmError(error.message);
			throw error;
		}
		chart.metadata = { ...chart.metadata, version };
	}
	if (appVersion !== '') chart.metadata = { ...chart.metadata, appVersion };
}

function requireDependencies({ metadata, dependencies }: Chart): void {
	const missing = metadata.dependencies.filter(({ name }) => !dependencies.some((each) => each.name === name));
	if (missing.length === 0) return;
	const names = missing.map(({ name }) => name).join(', ');
	throw new HelmError(`found in Chart.yaml, but missing in charts/ directory: ${names}`);
}
