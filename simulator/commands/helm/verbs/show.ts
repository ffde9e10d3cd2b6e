import { JsonPath } from '../../../machinery/jsonpath/jsonpath.ts';
import { JsonPathError } from '../../../machinery/jsonpath/parse.ts';
import { plainJson } from '../../../machinery/sprig/plain-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, type FlagTable, string } from '../../flags.ts';
import type { Chart } from '../chart/chart.ts';
import { loadChart } from '../chart/load-chart.ts';
import { chartYaml } from '../chart/save-chart.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { locateChart } from '../repo/locate-chart.ts';
import { exactArgs } from './require-args.ts';
import { CHART_PATH_FLAGS } from './shared-flags.ts';

type Part = 'all' | 'chart' | 'values' | 'readme' | 'crds';

const FLAGS: FlagTable = {
	...CHART_PATH_FLAGS,
	devel: bool(
		false,
		"use development versions, too. Equivalent to version '>0.0.0-0'. If --version is set, this is ignored",
	),
};

export const show: CobraCommand = {
	use: 'show',
	short: 'show information of a chart',
	aliases: ['inspect'],
	long: 'Shows what a chart says of itself.',
	subcommands: [
		part('all', 'show all information of the chart'),
		part('chart', "show the chart's definition"),
		part('crds', "show the chart's CRDs"),
		part('readme', "show the chart's README"),
		part('values', "show the chart's values", {
			jsonpath: string('', 'supply a JSONPath expression to filter the output'),
		}),
	],
};

function part(name: Part, short: string, flags: FlagTable = {}): CobraCommand {
	const use = `${name} [CHART]`;
	return {
		use,
		short,
		long: `Shows ${name === 'all' ? 'all' : `the ${name}`} of a chart, which may be a directory, a file or a URL.`,
		args: exactArgs(1, use),
		flags: { ...FLAGS, ...flags },
		run: (run) => runShow(run, name),
	};
}

/** Models helm.sh/helm/v3/pkg/action Show.Run. */
function* runShow(run: CobraRun, wanted: Part): Task<number> {
	const helm = new HelmSession(run);
	const chart = yield* loadChart(helm.process, yield* locateChart(helm, run.operands[0] as string));
	const all = wanted === 'all';
	const out: string[] = [];
	if (all || wanted === 'chart') out.push(`${decodeUtf8(chartYaml(chart))}\n`);
	if (all || wanted === 'values') out.push(valuesText(run, chart, all));
	if (all || wanted === 'readme') {
		const readme = chart.files.find(({ name }) => ['readme.md', 'readme.txt', 'readme'].includes(name.toLowerCase()));
		if (readme !== undefined) out.push(`${all ? '---\n' : ''}${decodeUtf8(readme.data)}\n`);
	}
	if (all || wanted === 'crds') {
		const crds = chart.crds().map(({ file }) => decodeUtf8(file.data));
		if (all && crds.length > 0 && !(crds[0] as string).startsWith('---')) out.push('---\n');
		out.push(...crds.map((text) => `${text}\n`));
	}
	yield* helm.out(out.join(''));
	return 0;
}

function valuesText(run: CobraRun, chart: Chart, all: boolean): string {
	const path = all ? '' : (run.flags.values.jsonpath as string);
	const mark = all ? '---\n' : '';
	if (path === undefined || path === '') {
		const file = chart.raw.find(({ name }) => name === 'values.yaml');
		return file === undefined ? '' : `${mark}${decodeUtf8(file.data)}\n`;
	}
	try {
		return new JsonPath(path).execute(plainJson(chart.values));
	} catch (error) {
		if (!(error instanceof JsonPathError)) throw error;
		throw new HelmError(`error parsing jsonpath ${path}: ${error.message}`);
	}
}
