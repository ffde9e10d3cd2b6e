import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { goErrno } from '../../kubectl/errors.ts';
import { readFile } from '../../stdio.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { readRepositories } from './repo-file.ts';
import { absoluteUrl, chartVersion, fetchIndex, indexPath, type RepoIndex, readIndex } from './repo-index.ts';

/** The version that the user wants. */
export function wantedVersion({ run }: HelmSession): string {
	const version = run.text('version').trim();
	return version === '' && run.isOn('devel') ? '>0.0.0-0' : version;
}

/** Where the archive of a chart is. @throws HelmError. Models ChartDownloader.ResolveChartVersion. */
export function* chartUrl(helm: HelmSession, name: string): Task<string> {
	const version = wantedVersion(helm);
	const repository = helm.run.text('repo');
	if (repository !== '') return yield* urlInRepository(helm, repository, name, version);
	if (/^https?:\/\//.test(name)) return name;
	const [repo = '', ...rest] = name.split('/');
	if (rest.length === 0) {
		throw new HelmError(`non-absolute URLs should be in form of repo_name/path_to_chart, got: ${name}`);
	}
	const entries = yield* readRepositories(helm);
	const entry = entries?.find((each) => each.name === repo);
	if (entry === undefined) throw new HelmError(`repo ${repo} not found`);
	const index = yield* cachedIndex(helm, repo);
	const chart = rest.join('/');
	try {
		const found = chartVersion(index, chart, version);
		const [url] = found.urls;
		if (url === undefined) throw new HelmError(`chart ${JSON.stringify(name)} has no downloadable URLs`);
		return absoluteUrl(entry.url, url);
	} catch (error) {
		throw wrapError(
			error,
			`chart ${JSON.stringify(chart)} matching ${version} not found in ${repo} index. (try 'helm repo update')`,
		);
	}
}

/** @throws HelmError */
export function* cachedIndex(helm: HelmSession, repo: string): Task<RepoIndex> {
	const path = indexPath(helm, repo);
	try {
		return readIndex(decodeUtf8(yield* readFile(helm.process, path)), path);
	} catch (error) {
		const text = error instanceof SystemError ? `open ${path}: ${goErrno(error)}` : undefined;
		throw wrapError(text === undefined ? error : new HelmError(text), "no cached repo found. (try 'helm repo update')");
	}
}

/** Models repo.FindChartInRepoURL. */
export function* urlInRepository(helm: HelmSession, repository: string, name: string, version: string): Task<string> {
	let index: RepoIndex;
	try {
		index = readIndex(decodeUtf8(yield* fetchIndex(helm, repository)), repository);
	} catch (error) {
		throw wrapError(
			error,
			`looks like ${JSON.stringify(repository)} is not a valid chart repository or cannot be reached`,
		);
	}
	const about = version === '' ? '' : ` version ${JSON.stringify(version)}`;
	try {
		const [url] = chartVersion(index, name, version).urls;
		if (url !== undefined) return absoluteUrl(repository, url);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		throw new HelmError(`chart ${JSON.stringify(name)}${about} not found in ${repository} repository`);
	}
	throw new HelmError(`chart ${JSON.stringify(name)}${about} has no downloadable URLs`);
}
