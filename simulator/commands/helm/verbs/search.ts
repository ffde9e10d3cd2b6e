import { compareUtf8 } from '../../../machinery/format-json.ts';
import { compileRe2, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import {
	parseConstraint,
	type SemanticVersion,
	SemverError,
	tryParseVersion,
} from '../../../machinery/sprig/semver.ts';
import type { Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, int, string } from '../../flags.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { cachedIndex } from '../repo/chart-url.ts';
import { download } from '../repo/download.ts';
import { readRepositories } from '../repo/repo-file.ts';
import { type ChartVersion, newestFirst } from '../repo/repo-index.ts';
import { formatOf, tableText, writeValue } from './output.ts';
import { OUTPUT_FLAG } from './shared-flags.ts';

const COLUMN_MAX = 50;
const HUB = 'https://hub.helm.sh';

export const search: CobraCommand = {
	use: 'search [keyword]',
	short: 'search for a keyword in charts',
	long: 'Looks for charts: in the Artifact Hub, or in the repositories that were added.',
	subcommands: [
		{
			use: 'hub [KEYWORD]',
			short: 'search for charts in the Artifact Hub or your own hub instance',
			flags: {
				endpoint: string(HUB, 'Hub instance to query for charts'),
				'fail-on-no-result': bool(false, 'search fails if no results are found'),
				'list-repo-url': bool(false, 'print charts repository URL'),
				'max-col-width': int(COLUMN_MAX, 'maximum column width for output table'),
				...OUTPUT_FLAG,
			},
			run: (run) => runHub(run),
		},
		{
			use: 'repo [keyword]',
			short: 'search repositories for a keyword in charts',
			long: `Looks in what was fetched of the repositories. Without '--versions' the newest stable version of each chart is shown:

    # Search for stable release versions matching the keyword "nginx"
    $ helm search repo nginx

    # Search for release versions matching the keyword "nginx", including pre-release versions
    $ helm search repo nginx --devel

    # Search for the latest stable release for nginx-ingress with a major version of 1
    $ helm search repo nginx-ingress --version ^1.0.0`,
			flags: {
				devel: bool(
					false,
					"use development versions (alpha, beta, and release candidate releases), too. Equivalent to version '>0.0.0-0'. If --version is set, this is ignored",
				),
				'fail-on-no-result': bool(false, 'search fails if no results are found'),
				'max-col-width': int(COLUMN_MAX, 'maximum column width for output table'),
				regexp: bool(false, 'use regular expressions for searching repositories you have added', {
					shorthand: 'r',
				}),
				version: string('', 'search using semantic versioning constraints on repositories you have added'),
				versions: bool(
					false,
					'show the long listing, with each version of each chart on its own line, for repositories you have added',
					{ shorthand: 'l' },
				),
				...OUTPUT_FLAG,
			},
			run: (run) => runRepo(run),
		},
	],
};

/** There is no hub in the world's internet: who asks is told so by the network. */
function* runHub(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const endpoint = run.text('endpoint');
	try {
		yield* download(helm.process, `${endpoint}/api/chartsvc/v1/charts/search`);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
	}
	throw new HelmError(`unable to perform search against ${JSON.stringify(endpoint)}`);
}

interface Found {
	/** "bitnami/nginx". */
	readonly name: string;
	readonly score: number;
	readonly chart: ChartVersion;
}

function* runRepo(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const format = formatOf(run);
	const entries = yield* readRepositories(helm);
	if (entries === undefined || entries.length === 0) throw new HelmError('no repositories configured');
	const allows = constraintOf(run);
	const keyword = run.operands.join(' ');
	const found: Found[] = [];
	for (const { name: repository } of entries) {
		let index: ReadonlyMap<string, readonly ChartVersion[]>;
		try {
			index = yield* cachedIndex(helm, repository);
		} catch (error) {
			if (!(error instanceof HelmError)) throw error;
			yield* helm.err(`WARNING: Repo ${JSON.stringify(repository)} is corrupt or missing. Try 'helm repo update'.\n`);
			continue;
		}
		for (const [name, versions] of index) {
			const fitting = versions.filter(({ metadata }) => {
				const version = tryParseVersion(metadata.version);
				return version !== undefined && allows(version);
			});
			for (const chart of run.isOn('versions') ? fitting : fitting.slice(0, 1)) {
				const score = scoreOf(run, keyword, name, repository, chart);
				if (score !== undefined) found.push({ name: `${repository}/${name}`, score, chart });
			}
		}
	}
	found.sort((a, b) => a.score - b.score || compareUtf8(a.name, b.name) || newestFirst(a.chart, b.chart));
	return yield* write(helm, format, found);
}

function* write(helm: HelmSession, format: ReturnType<typeof formatOf>, found: readonly Found[]): Task<number> {
	const { run } = helm;
	if (found.length === 0 && run.isOn('fail-on-no-result')) throw new HelmError('no results found');
	const rows = found.map(({ name, chart: { metadata } }) => ({
		name,
		version: metadata.version,
		app_version: metadata.appVersion,
		description: metadata.description,
	}));
	if (format !== 'table') yield* writeValue(helm, format, rows);
	else if (rows.length === 0) yield* helm.out('No results found\n');
	else {
		const head = ['NAME', 'CHART VERSION', 'APP VERSION', 'DESCRIPTION'];
		yield* helm.out(tableText([head, ...rows.map((row) => Object.values(row))], run.number('max-col-width')));
	}
	return 0;
}

function constraintOf(run: CobraRun): (version: SemanticVersion) => boolean {
	const text = run.text('version');
	const constraint = text === '' ? (run.isOn('devel') ? '>0.0.0-0' : '>0.0.0') : text;
	try {
		return parseConstraint(constraint);
	} catch (error) {
		if (!(error instanceof SemverError)) throw error;
		throw new HelmError(`an invalid version/constraint format: ${error.message}`);
	}
}

/** In which of its texts the keyword is; undefined: in none. Models cmd/helm/search Index. */
function scoreOf(
	run: CobraRun,
	keyword: string,
	name: string,
	repository: string,
	{ metadata }: ChartVersion,
): number | undefined {
	const texts = [name, `${repository}/${name}`, metadata.description, metadata.keywords.join(' ')];
	if (keyword === '') return 0;
	if (run.isOn('regexp')) {
		try {
			const regexp = compileRe2(keyword);
			const at = texts.findIndex((text) => regexp.test(text));
			return at < 0 ? undefined : at;
		} catch (error) {
			if (!(error instanceof RegexpSyntaxError)) throw error;
			throw new HelmError(`error parsing regexp: ${error.message}: \`${error.fragment}\``);
		}
	}
	const at = texts.findIndex((text) => text.toLowerCase().includes(keyword.toLowerCase()));
	return at < 0 ? undefined : at;
}
