import { isDict } from '../../../machinery/go-template/values.ts';
import {
	compareVersions,
	parseConstraint,
	type SemanticVersion,
	SemverError,
	tryParseVersion,
} from '../../../machinery/sprig/semver.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { Metadata } from '../chart/chart.ts';
import { metadataOf } from '../chart/metadata.ts';
import { readYaml } from '../chart/read-yaml.ts';
import { HelmError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { download } from './download.ts';
import { type RepoEntry, writeWhole } from './repo-file.ts';

/** One version of a chart that a repository has. */
export interface ChartVersion {
	readonly metadata: Metadata;
	readonly urls: readonly string[];
	readonly created: string;
	readonly digest: string;
}

/** What a repository has, by chart, the newest version first. */
export type RepoIndex = ReadonlyMap<string, readonly ChartVersion[]>;

/** @throws HelmError. Models helm.sh/helm/v3/pkg/repo loadIndex. */
export function readIndex(text: string, source: string): RepoIndex {
	const document = readYaml(text);
	if (!isDict(document)) throw new HelmError('empty index.yaml file');
	if (document.apiVersion === undefined) throw new HelmError(`no API version specified`);
	const index = new Map<string, readonly ChartVersion[]>();
	for (const [name, list] of Object.entries(isDict(document.entries) ? document.entries : {})) {
		if (!Array.isArray(list)) continue;
		const versions = list.filter(isDict).map((each): ChartVersion => {
			const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
			return {
				metadata: metadataOf(each),
				urls: texts(each.urls),
				created: String(each.created ?? ''),
				digest: String(each.digest ?? ''),
			};
		});
		index.set(name, versions.sort(newestFirst));
	}
	if (index.size === 0 && document.entries === undefined) throw new HelmError(`${source}: no charts`);
	return index;
}

export function newestFirst(a: ChartVersion, b: ChartVersion): number {
	const [left, right] = [a, b].map(({ metadata }) => tryParseVersion(metadata.version));
	if (left === undefined) return 1;
	return right === undefined ? -1 : compareVersions(right, left);
}

/** The newest that a constraint allows; an empty one allows no pre-release. @throws HelmError. Models IndexFile.Get. */
export function chartVersion(index: RepoIndex, name: string, constraint: string): ChartVersion {
	const versions = index.get(name);
	if (versions === undefined) throw new HelmError('no chart name found');
	const exact = versions.find(({ metadata }) => metadata.version === constraint);
	if (exact !== undefined) return exact;
	let allows: (version: SemanticVersion) => boolean;
	try {
		allows = parseConstraint(constraint === '' ? '*' : constraint);
	} catch (error) {
		if (error instanceof SemverError) throw new HelmError(error.message);
		throw error;
	}
	for (const version of versions) {
		const parsed = tryParseVersion(version.metadata.version);
		if (parsed !== undefined && allows(parsed)) return version;
	}
	throw new HelmError(`no chart version found for ${name}-${constraint}`);
}

export function indexPath(helm: HelmSession, name: string): string {
	return `${helm.environment.repositoryCache}/${name}-index.yaml`;
}

/** Fetches a repository's index and keeps it. @throws HelmError. Models ChartRepository.DownloadIndexFile. */
export function* updateIndex(helm: HelmSession, { name, url }: Pick<RepoEntry, 'name' | 'url'>): Task<RepoIndex> {
	const bytes = yield* fetchIndex(helm, url);
	const index = readIndex(decodeUtf8(bytes), url);
	yield* writeWhole(helm.process, indexPath(helm, name), bytes);
	const names = [...index.keys()].sort().map((each) => `${each}\n`);
	const listPath = `${helm.environment.repositoryCache}/${name}-charts.txt`;
	yield* writeWhole(helm.process, listPath, new Uint8Array([...names.join('')].map((char) => char.charCodeAt(0))));
	return index;
}

export function* fetchIndex(helm: HelmSession, url: string): Task<Uint8Array> {
	return yield* download(helm.process, `${url.replace(/\/+$/, '')}/index.yaml`);
}

/** A chart's URL may be relative to the repository's. */
export function absoluteUrl(repository: string, url: string): string {
	if (/^[a-z]+:\/\//.test(url)) return url;
	if (url.startsWith('/')) return `${/^[a-z]+:\/\/[^/]*/.exec(repository)?.[0] ?? ''}${url}`;
	return `${repository.replace(/\/+$/, '')}/${url}`;
}
