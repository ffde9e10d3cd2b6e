import { decodeBase64, encodeBase64 } from '../../../machinery/base64.ts';
import { gunzip, gzip, isGzip } from '../../../machinery/deflate/gzip.ts';
import { formatJson } from '../../../machinery/format-json.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Query } from '../../kubectl/rest-client.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import type { KubeSession } from '../kube/kube-session.ts';
import { byRevision, type Release, type ReleaseStatus } from './release.ts';
import { releaseJson, releaseOf } from './release-json.ts';

const SYSTEM_LABELS: readonly string[] = ['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt'];

/** There is no release of that name. */
export class ReleaseNotFound extends HelmError {
	constructor() {
		super('release: not found');
	}
}

interface Secret {
	readonly metadata: { readonly name: string; readonly labels?: { readonly [name: string]: string } };
	readonly data?: { readonly release?: string };
}

/** Revisions of releases, as Secrets of their namespace. Models helm.sh/helm/v3/pkg/storage with its driver for Secrets. */
export class ReleaseStorage {
	readonly #kube: KubeSession;
	readonly #namespace: string;
	readonly #now: () => number;
	readonly #asConfigMaps: boolean;

	/** @param namespace empty: all of them. */
	constructor(kube: KubeSession, namespace: string, now: () => number, driver: string) {
		this.#kube = kube;
		this.#namespace = namespace;
		this.#now = now;
		if (!['', 'secret', 'secrets', 'configmap', 'configmaps'].includes(driver)) {
			throw new HelmError(`unknown driver ${JSON.stringify(driver)}`);
		}
		this.#asConfigMaps = driver.startsWith('configmap');
	}

	get #path(): string {
		const resource = this.#asConfigMaps ? 'configmaps' : 'secrets';
		return this.#namespace === '' ? `/api/v1/${resource}` : `/api/v1/namespaces/${this.#namespace}/${resource}`;
	}

	/** Every revision that the labels fit. */
	*list(selector: string, context: string): Task<Release[]> {
		const query: Query = [['labelSelector', selector]];
		try {
			const list = yield* this.#kube.get<{ items: readonly Secret[] }>(this.#path, query);
			return list.items.flatMap((secret) => this.#decoded(secret) ?? []);
		} catch (error) {
			throw wrapError(error, context);
		}
	}

	/** Oldest first. @throws ReleaseNotFound */
	*history(name: string): Task<Release[]> {
		const found = yield* this.list(`name=${name},owner=helm`, 'query: failed to query with labels');
		if (found.length === 0) throw new ReleaseNotFound();
		return found.sort(byRevision);
	}

	/** @throws ReleaseNotFound */
	*last(name: string): Task<Release> {
		return (yield* this.history(name)).at(-1) as Release;
	}

	*get(name: string, version: number): Task<Release> {
		try {
			const secret = yield* this.#kube.get<Secret>(`${this.#path}/${keyOf(name, version)}`, []);
			const release = this.#decoded(secret);
			if (release !== undefined) return release;
		} catch (error) {
			if (!(error instanceof ApiError) || error.reason !== 'NotFound') {
				throw wrapError(error, `get: failed to get ${JSON.stringify(keyOf(name, version))}`);
			}
		}
		throw new ReleaseNotFound();
	}

	/** Of the revisions that say so, the newest; undefined: none does. */
	*deployed(name: string): Task<Release[]> {
		const selector = `name=${name},owner=helm,status=deployed`;
		return (yield* this.list(selector, 'query: failed to query with labels')).sort(byRevision);
	}

	*create(release: Release, historyMax = 0): Task<void> {
		if (historyMax > 0) yield* this.#prune(release.name, historyMax - 1);
		const labels = { createdAt: this.#seconds() };
		try {
			yield* this.#kube.request({ method: 'POST', path: this.#path, body: this.#object(release, labels) });
		} catch (error) {
			if (error instanceof ApiError && error.reason === 'AlreadyExists') {
				throw new HelmError('release: already exists');
			}
			throw wrapError(error, 'create: failed to create');
		}
	}

	*update(release: Release): Task<void> {
		const body = this.#object(release, { modifiedAt: this.#seconds() });
		const path = `${this.#path}/${keyOf(release.name, release.version)}`;
		try {
			yield* this.#kube.request({ method: 'PUT', path, body });
		} catch (error) {
			throw wrapError(error, 'update: failed to update');
		}
	}

	*delete(release: Release): Task<void> {
		const path = `${this.#path}/${keyOf(release.name, release.version)}`;
		yield* this.#kube.request({ method: 'DELETE', path });
	}

	/** Makes room for one more. The newest that is deployed stays. */
	*#prune(name: string, max: number): Task<void> {
		const all = (yield* this.list(`name=${name},owner=helm`, 'query: failed to query with labels')).sort(byRevision);
		if (all.length <= max) return;
		const deployed = all.findLast(({ info }) => info.status === 'deployed');
		let left = all.length;
		for (const release of all) {
			if (left === max) return;
			if (release.version === deployed?.version) continue;
			yield* this.delete(release);
			left--;
		}
	}

	#seconds(): string {
		return String(Math.floor(this.#now() / 1000));
	}

	#object(release: Release, times: { readonly [name: string]: string }): object {
		const text = encodeRelease(release);
		const own: { name: string; owner: string; status: ReleaseStatus; version: string } = {
			name: release.name,
			owner: 'helm',
			status: release.info.status,
			version: String(release.version),
		};
		const metadata = {
			name: keyOf(release.name, release.version),
			labels: { ...times, ...Object.fromEntries(release.labels), ...own },
		};
		if (this.#asConfigMaps) return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { release: text } };
		return {
			apiVersion: 'v1',
			kind: 'Secret',
			metadata,
			data: { release: encodeBase64(encodeUtf8(text)) },
			type: 'helm.sh/release.v1',
		};
	}

	#decoded({ metadata, data }: Secret): Release | undefined {
		if (data?.release === undefined) return undefined;
		const text = this.#asConfigMaps ? data.release : decodeUtf8(decodeBase64(data.release));
		const labels = Object.entries(metadata.labels ?? {}).filter(([name]) => !SYSTEM_LABELS.includes(name));
		return decodeRelease(text, new Map(labels));
	}
}

export function systemLabelComplaint(labels: ReadonlyMap<string, string>): string | undefined {
	if (![...labels.keys()].some((name) => SYSTEM_LABELS.includes(name))) return undefined;
	return `user supplied labels contains system reserved label name. System labels: [${SYSTEM_LABELS.join(' ')}]`;
}

function keyOf(name: string, version: number): string {
	return `sh.helm.release.v1.${name}.v${version}`;
}

/** Base64 of gzip of JSON; a Secret's data is that in base64 once more. Models driver encodeRelease. */
function encodeRelease(release: Release): string {
	return encodeBase64(gzip(encodeUtf8(formatJson(releaseJson(release), { keepOrder: true }))));
}

function decodeRelease(text: string, labels: ReadonlyMap<string, string>): Release {
	const bytes = decodeBase64(text);
	return releaseOf(JSON.parse(decodeUtf8(isGzip(bytes) ? gunzip(bytes) : bytes)), labels);
}
