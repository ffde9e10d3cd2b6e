import { SystemError } from '../../../kernel/process-api.ts';
import { formatJson } from '../../../machinery/format-json.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatNanoTime } from '../../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import type { Chart, Dependency, Lock } from '../chart/chart.ts';
import { loadChart } from '../chart/load-chart.ts';
import { packChart } from '../chart/save-chart.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { lockJson } from '../release/release-json.ts';
import { isCompatible } from '../values/dependencies.ts';
import { download } from './download.ts';
import { readRepositories, writeWhole } from './repo-file.ts';
import { absoluteUrl, chartVersion, fetchIndex, type RepoIndex, readIndex, updateIndex } from './repo-index.ts';

type Locked = Lock['dependencies'][number];

/** Resolves Chart.yaml's dependencies, writes Chart.lock and fills charts/. @throws HelmError. Models downloader Manager.Update. */
export function* updateDependencies(helm: HelmSession, path: string, skipRefresh: boolean): Task<void> {
	const chart = yield* loadChart(helm.process, path);
	const wanted = chart.metadata.dependencies;
	if (wanted.length === 0) return;
	const repositories = yield* repositoriesOf(helm, wanted, skipRefresh);
	const locked: Locked[] = [];
	for (const each of wanted) locked.push(yield* resolve(helm, path, each, repositories));
	yield* fill(helm, chart, path, locked, repositories);
	const digest = digestOf(wanted, locked);
	if (chart.lock?.digest === digest) return;
	const lock = { generated: formatNanoTime(helm.now()), digest, dependencies: locked };
	yield* writeWhole(helm.process, `${path}/Chart.lock`, encodeUtf8(formatYaml(lockJson(lock))));
}

/** Fills charts/ with what Chart.lock says. @throws HelmError. Models Manager.Build. */
export function* buildDependencies(helm: HelmSession, path: string, skipRefresh: boolean): Task<void> {
	const chart = yield* loadChart(helm.process, path);
	const { lock } = chart;
	if (lock === undefined) {
		yield* updateDependencies(helm, path, skipRefresh);
		return;
	}
	if (lock.digest !== digestOf(chart.metadata.dependencies, lock.dependencies)) {
		throw new HelmError(
			'the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update the dependencies',
		);
	}
	const known = ((yield* readRepositories(helm)) ?? []).map(({ url }) => url);
	const wanted = lock.dependencies.map(({ repository }) => repository).filter(isRemote);
	refuseUnknown(wanted.filter((url) => !known.some((each) => same(each, url))));
	const repositories = yield* repositoriesOf(helm, chart.metadata.dependencies, skipRefresh);
	yield* fill(helm, chart, path, lock.dependencies, repositories);
}

/** Models resolver.HashReq. */
function digestOf(wanted: readonly Dependency[], locked: readonly Locked[]): string {
	const bare = (list: readonly Locked[]): unknown =>
		list.map(({ name, version, repository }) => ({
			name,
			version: version === '' ? undefined : version,
			repository,
		}));
	const text = formatJson([bare(wanted), bare(locked)], { keepOrder: true });
	return `sha256:${sha256Hex(encodeUtf8(text))}`;
}

/** A URL, neither a local chart nor the name of a repository. */
function isRemote(repository: string): boolean {
	return repository !== '' && !/^(@|alias:|file:\/\/|oci:\/\/)/.test(repository);
}

function same(a: string, b: string): boolean {
	return a.replace(/\/+$/, '') === b.replace(/\/+$/, '');
}

/** @throws HelmError if there are any. Models downloader ErrRepoNotFound. */
function refuseUnknown(repositories: readonly string[]): void {
	if (repositories.length === 0) return;
	throw new HelmError(
		`no repository definition for ${repositories.join(', ')}. Please add the missing repos via 'helm repo add'`,
	);
}

/** Indexes by URL, fetched anew. */
function* repositoriesOf(
	helm: HelmSession,
	wanted: readonly Dependency[],
	skipRefresh: boolean,
): Task<Map<string, RepoIndex>> {
	const indexes = new Map<string, RepoIndex>();
	const entries = (yield* readRepositories(helm)) ?? [];
	const missing: string[] = [];
	const urls = new Set<string>();
	for (const { repository, name } of wanted) {
		if (repository === '' || repository.startsWith('file://')) continue;
		if (!/^(@|alias:)/.test(repository)) {
			urls.add(repository);
			continue;
		}
		const alias = repository.replace(/^(@|alias:)/, '');
		const entry = entries.find((each) => each.name === alias);
		if (entry === undefined) missing.push(`${alias}`);
		else urls.add(entry.url);
		if (name === '') throw new HelmError('assertion: a dependency without a name');
	}
	refuseUnknown(missing);
	const unmanaged = [...urls].filter((url) => !entries.some((entry) => same(entry.url, url)));
	if (unmanaged.length > 0) yield* helm.out('Getting updates for unmanaged Helm repositories...\n');
	for (const url of unmanaged) {
		indexes.set(url, readIndex(decodeUtf8(yield* fetched(helm, url)), url));
		yield* helm.out(`...Successfully got an update from the ${JSON.stringify(url)} chart repository\n`);
	}
	if (entries.length === 0 || unmanaged.length === urls.size) return indexes;
	if (!skipRefresh) yield* helm.out('Hang tight while we grab the latest from your chart repositories...\n');
	for (const entry of entries) {
		const index = yield* updateIndex(helm, entry);
		if (!skipRefresh) {
			yield* helm.out(`...Successfully got an update from the ${JSON.stringify(entry.name)} chart repository\n`);
		}
		for (const url of urls) if (same(url, entry.url)) indexes.set(url, index);
		indexes.set(`@${entry.name}`, index);
		indexes.set(`alias:${entry.name}`, index);
	}
	if (!skipRefresh) yield* helm.out('Update Complete. ⎈Happy Helming!⎈\n');
	return indexes;
}

function* fetched(helm: HelmSession, url: string): Task<Uint8Array> {
	try {
		return yield* fetchIndex(helm, url);
	} catch (error) {
		throw wrapError(error, `looks like ${JSON.stringify(url)} is not a valid chart repository or cannot be reached`);
	}
}

function* resolve(
	helm: HelmSession,
	path: string,
	{ name, version, repository }: Dependency,
	indexes: ReadonlyMap<string, RepoIndex>,
): Task<Locked> {
	if (repository === '') {
		const chart = yield* local(helm, `${path}/charts/${name}`, name);
		return { name, version: chart.metadata.version, repository };
	}
	if (repository.startsWith('file://')) {
		const chart = yield* local(helm, localPath(path, repository), name);
		if (!isCompatible(version, chart.metadata.version)) {
			throw new HelmError(`can't get a valid version for dependency ${JSON.stringify(name)}`);
		}
		return { name, version: chart.metadata.version, repository };
	}
	const index = indexes.get(repository);
	if (index?.get(name) === undefined) {
		throw new HelmError(`${name} chart not found in repo ${repository}`);
	}
	try {
		return { name, version: chartVersion(index, name, version).metadata.version, repository };
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		throw new HelmError(
			`can't get a valid version for 1 subchart(s): ${JSON.stringify(name)} (repository ${JSON.stringify(repository)}, version ${JSON.stringify(version)}). Make sure a matching chart version exists in the repo, or change the version constraint in Chart.yaml`,
		);
	}
}

function localPath(path: string, repository: string): string {
	const place = repository.slice('file://'.length);
	return place.startsWith('/') ? place : `${path}/${place}`;
}

function* local(helm: HelmSession, path: string, name: string): Task<Chart> {
	try {
		return yield* loadChart(helm.process, path);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		throw new HelmError(
			error.message.startsWith('stat ') ? `directory ${path} not found` : `${name}: ${error.message}`,
		);
	}
}

/** Takes what was there away and puts the archives there. */
function* fill(
	helm: HelmSession,
	chart: Chart,
	path: string,
	locked: readonly Locked[],
	indexes: ReadonlyMap<string, RepoIndex>,
): Task<void> {
	yield* helm.out(`Saving ${locked.length} charts\n`);
	const archives = new Map<string, Uint8Array>();
	for (const { name, version, repository } of locked) {
		if (repository === '') {
			yield* helm.out(`Dependency ${name} did not declare a repository. Assuming it exists in the charts directory\n`);
		} else if (repository.startsWith('file://')) {
			const child = yield* local(helm, localPath(path, repository), name);
			archives.set(`${child.name}-${child.metadata.version}.tgz`, packChart(child, helm.now()));
		} else {
			yield* helm.out(`Downloading ${name} from repo ${repository}\n`);
			const [url] = chartVersion(indexes.get(repository) as RepoIndex, name, version).urls;
			const from = absoluteUrl(yield* repositoryUrl(helm, repository), url ?? '');
			archives.set(`${name}-${version}.tgz`, yield* download(helm.process, from));
		}
	}
	yield* helm.out('Deleting outdated charts\n');
	removeOutdated(helm, chart, path, new Set(archives.keys()));
	for (const [name, bytes] of archives) yield* writeWhole(helm.process, `${path}/charts/${name}`, bytes);
}

function* repositoryUrl(helm: HelmSession, repository: string): Task<string> {
	const alias = /^(?:@|alias:)(.*)$/.exec(repository)?.[1];
	if (alias === undefined) return repository;
	const entries = (yield* readRepositories(helm)) ?? [];
	return entries.find(({ name }) => name === alias)?.url ?? '';
}

/** Archives of the charts that are wanted, in other versions. */
function removeOutdated({ process }: HelmSession, chart: Chart, path: string, kept: ReadonlySet<string>): void {
	let names: readonly string[];
	try {
		names = process.readdir(`${path}/charts`);
	} catch (error) {
		if (error instanceof SystemError) return;
		throw error;
	}
	for (const { name } of chart.metadata.dependencies) {
		for (const file of names) {
			const version = file.startsWith(`${name}-`) && file.endsWith('.tgz') ? file.slice(name.length + 1, -4) : '';
			if (/^\d/.test(version) && !kept.has(file)) process.unlink(`${path}/charts/${file}`);
		}
	}
}
