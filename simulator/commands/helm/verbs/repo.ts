import { SystemError } from '../../../kernel/process-api.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatNanoTime } from '../../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, duration, string } from '../../flags.ts';
import { goErrno } from '../../kubectl/errors.ts';
import { readFile } from '../../stdio.ts';
import { readArchive } from '../chart/load-archive.ts';
import { loadFiles } from '../chart/load-files.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { metadataJson } from '../release/release-json.ts';
import { type RepoEntry, readRepositories, writeRepositories, writeWhole } from '../repo/repo-file.ts';
import { type ChartVersion, indexPath, newestFirst, readIndex, updateIndex } from '../repo/repo-index.ts';
import { formatOf, tableText, writeValue } from './output.ts';
import { exactArgs, minimumArgs, noArgs } from './require-args.ts';
import { OUTPUT_FLAG } from './shared-flags.ts';

const ADD_USE = 'add [NAME] [URL]';
const REMOVE_USE = 'remove [REPO1 [REPO2 ...]]';
const INDEX_USE = 'index [DIR]';
const COLUMN_MAX = 80;

export const repo: CobraCommand = {
	use: 'repo add|remove|list|index|update [ARGS]',
	short: 'add, list, remove, update, and index chart repositories',
	long: 'Adds, removes, lists, updates and indexes chart repositories.',
	subcommands: [
		{
			use: ADD_USE,
			short: 'add a chart repository',
			args: exactArgs(2, ADD_USE),
			flags: {
				'allow-deprecated-repos': bool(
					false,
					'by default, this command will not allow adding official repos that have been permanently deleted. This disables that behavior',
				),
				'ca-file': string('', 'verify certificates of HTTPS-enabled servers using this CA bundle'),
				'cert-file': string('', 'identify HTTPS client using this SSL certificate file'),
				'force-update': bool(false, 'replace (overwrite) the repo if it already exists'),
				'insecure-skip-tls-verify': bool(false, 'skip tls certificate checks for the repository'),
				'key-file': string('', 'identify HTTPS client using this SSL key file'),
				'no-update': bool(
					false,
					'Ignored. Formerly, it would disabled forced updates. It is deprecated by force-update.',
				),
				'pass-credentials': bool(false, 'pass credentials to all domains'),
				password: string('', 'chart repository password'),
				'password-stdin': bool(false, 'read chart repository password from stdin'),
				timeout: duration(120_000, 'time to wait for the index file download to complete'),
				username: string('', 'chart repository username'),
			},
			run: (run) => runAdd(run),
		},
		{
			use: INDEX_USE,
			short: 'generate an index file given a directory containing packaged charts',
			args: exactArgs(1, INDEX_USE),
			flags: {
				json: bool(false, 'output in JSON format'),
				merge: string('', 'merge the generated index into the given index'),
				url: string('', 'url of chart repository'),
			},
			run: (run) => runIndex(run),
		},
		{
			use: 'list',
			short: 'list chart repositories',
			aliases: ['ls'],
			args: noArgs('list'),
			flags: OUTPUT_FLAG,
			run: (run) => runList(run),
		},
		{
			use: REMOVE_USE,
			short: 'remove one or more chart repositories',
			aliases: ['rm'],
			args: minimumArgs(1, REMOVE_USE),
			run: (run) => runRemove(run),
		},
		{
			use: 'update [REPO1 [REPO2 ...]]',
			short: 'update information of available charts locally from chart repositories',
			aliases: ['up'],
			long: `Fetches what the repositories have now. Names say which; otherwise all are asked. 'helm search' looks at what was fetched.`,
			flags: {
				'fail-on-repo-update-fail': bool(false, 'update fails if any of the repository updates fail'),
				timeout: duration(120_000, 'time to wait for the index file download to complete'),
			},
			run: (run) => runUpdate(run),
		},
	],
};

/** Models cmd/helm repoAddOptions.run. */
function* runAdd(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const [name, url] = run.operands as [string, string];
	const entries = (yield* readRepositories(helm)) ?? [];
	if (name.includes('/')) {
		throw new HelmError(`repository name (${name}) contains '/', please specify a different name without '/'`);
	}
	const entry: RepoEntry = { name, url, username: run.text('username'), password: run.text('password') };
	const existing = entries.find((each) => each.name === name);
	if (existing !== undefined && !run.isOn('force-update')) {
		if (existing.url !== url || existing.username !== entry.username || existing.password !== entry.password) {
			throw new HelmError(`repository name (${name}) already exists, please specify a different name`);
		}
		yield* helm.out(`${JSON.stringify(name)} already exists with the same configuration, skipping\n`);
		return 0;
	}
	try {
		yield* updateIndex(helm, entry);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		if (error.message.startsWith('could not find protocol handler')) throw error;
		throw new HelmError(
			`looks like ${JSON.stringify(url)} is not a valid chart repository or cannot be reached: ${error.message}`,
		);
	}
	yield* writeRepositories(helm, [...entries.filter((each) => each.name !== name), entry]);
	yield* helm.out(`${JSON.stringify(name)} has been added to your repositories\n`);
	return 0;
}

function* runList(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const format = formatOf(run);
	const entries = (yield* readRepositories(helm)) ?? [];
	if (format !== 'table') {
		yield* writeValue(
			helm,
			format,
			entries.map(({ name, url }) => ({ name, url })),
		);
		return 0;
	}
	if (entries.length === 0) throw new HelmError('no repositories to show');
	yield* helm.out(tableText([['NAME', 'URL'], ...entries.map(({ name, url }) => [name, url])], COLUMN_MAX));
	return 0;
}

function* runRemove(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	let entries = (yield* readRepositories(helm)) ?? [];
	if (entries.length === 0) throw new HelmError('no repositories configured');
	for (const name of run.operands) {
		if (!entries.some((each) => each.name === name)) {
			throw new HelmError(`no repo named ${JSON.stringify(name)} found`);
		}
		entries = entries.filter((each) => each.name !== name);
		yield* writeRepositories(helm, entries);
		const cache = helm.environment.repositoryCache;
		for (const path of [indexPath(helm, name), `${cache}/${name}-charts.txt`]) {
			try {
				helm.process.unlink(path);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
			}
		}
		yield* helm.out(`${JSON.stringify(name)} has been removed from your repositories\n`);
	}
	return 0;
}

function* runUpdate(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const entries = (yield* readRepositories(helm)) ?? [];
	if (entries.length === 0) throw new HelmError('no repositories found. You must add one before updating');
	for (const name of run.operands) {
		if (!entries.some((each) => each.name === name)) {
			throw new HelmError(`no repositories found matching '${name}'.  Nothing will be updated`);
		}
	}
	const wanted = entries.filter(({ name }) => run.operands.length === 0 || run.operands.includes(name));
	yield* helm.out('Hang tight while we grab the latest from your chart repositories...\n');
	const failed: string[] = [];
	for (const entry of wanted) {
		try {
			yield* updateIndex(helm, entry);
			yield* helm.out(`...Successfully got an update from the ${JSON.stringify(entry.name)} chart repository\n`);
		} catch (error) {
			if (!(error instanceof HelmError)) throw error;
			failed.push(entry.url);
			yield* helm.out(
				`...Unable to get an update from the ${JSON.stringify(entry.name)} chart repository (${entry.url}):\n\t${error.message}\n`,
			);
		}
	}
	if (failed.length > 0 && run.isOn('fail-on-repo-update-fail')) {
		throw new HelmError(`Failed to update the following repositories: [${failed.join(' ')}]`);
	}
	yield* helm.out('Update Complete. ⎈Happy Helming!⎈\n');
	return 0;
}

/** Models helm.sh/helm/v3/pkg/repo IndexDirectory. */
function* runIndex(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const { process } = helm;
	const directory = (run.operands[0] as string).replace(/\/+$/, '');
	const entries = new Map<string, ChartVersion[]>();
	const url = run.text('url').replace(/\/+$/, '');
	let names: readonly string[];
	try {
		names = process.readdir(directory);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new HelmError(`stat ${directory}: ${goErrno(error)}`);
	}
	const add = (version: ChartVersion): void => {
		const { name } = version.metadata;
		entries.set(name, [...(entries.get(name) ?? []), version]);
	};
	for (const name of [...names].sort().filter((each) => each.endsWith('.tgz'))) {
		const bytes = yield* readFile(process, `${directory}/${name}`);
		const { metadata } = yield* loadFiles(readArchive(bytes), (nodes) => process.tick(nodes));
		const created = formatNanoTime(helm.now());
		add({ metadata, urls: [url === '' ? name : `${url}/${name}`], created, digest: sha256Hex(bytes) });
	}
	if (run.text('merge') !== '') {
		const text = decodeUtf8(yield* readFile(process, run.text('merge')));
		for (const versions of readIndex(text, run.text('merge')).values()) {
			for (const version of versions) {
				const known = entries.get(version.metadata.name) ?? [];
				if (!known.some(({ metadata }) => metadata.version === version.metadata.version)) add(version);
			}
		}
	}
	yield* writeWhole(process, `${directory}/index.yaml`, encodeUtf8(indexText(entries, formatNanoTime(helm.now()))));
	return 0;
}

function indexText(entries: ReadonlyMap<string, readonly ChartVersion[]>, generated: string): string {
	const shown = [...entries].map(([name, versions]) => [
		name,
		[...versions].sort(newestFirst).map(({ metadata, urls, created, digest }) => ({
			...metadataJson(metadata),
			created,
			digest,
			urls,
		})),
	]);
	return formatYaml({ apiVersion: 'v1', entries: Object.fromEntries(shown), generated });
}
