import { sha256Hex } from '../../../machinery/sha256.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { HelmError } from '../helm-error.ts';
import type { HelmSession } from '../helm-session.ts';
import { download } from './download.ts';
import { type ChartVersion, chartVersion, newestFirst } from './repo-index.ts';

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

export interface FetchedChart {
	/** "nginx-22.2.4.tgz". */
	readonly file: string;
	readonly bytes: Uint8Array;
}

interface Place {
	/** "https://ghcr.io/v2/nginx/charts/nginx-gateway-fabric". */
	readonly api: string;
	/** "ghcr.io/nginx/charts/nginx-gateway-fabric". */
	readonly reference: string;
	readonly tag: string | undefined;
	readonly digest: string | undefined;
}

/** A chart out of a registry, which is told on stderr. @throws HelmError. Models helm.sh/helm/v3/pkg/registry Client.Pull. */
export function* fetchOciChart(helm: HelmSession, name: string, wanted: string): Task<FetchedChart> {
	const place = placeOf(name);
	const tag = place.digest ?? (yield* chooseTag(helm, place, wanted));
	const manifestBytes = yield* fetched(helm, `${place.reference}:${tag}`, `${place.api}/manifests/${tag}`);
	const digest = `sha256:${sha256Hex(manifestBytes)}`;
	const layer = chartLayer(decodeUtf8(manifestBytes));
	if (layer === undefined) {
		throw new HelmError('manifest does not contain minimum number of descriptors (2), descriptors found: 0');
	}
	const bytes = yield* download(helm.process, `${place.api}/blobs/${layer}`);
	const shown = `${place.reference}${place.digest === undefined ? `:${tag}` : `@${tag}`}`;
	yield* helm.process.write(2, encodeUtf8(`Pulled: ${shown}\nDigest: ${digest}\n`));
	const version = place.digest === undefined ? tag.replaceAll('_', '+') : place.digest.replace('sha256:', '');
	return { file: `${place.reference.replace(/^.*\//, '')}-${version}.tgz`, bytes };
}

function placeOf(name: string): Place {
	const [, host = '', path = '', tag, digest] =
		/^oci:\/\/([^/]+)\/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(name) ?? [];
	if (path === '') throw new HelmError(`invalid reference: missing registry or repository`);
	return { api: `https://${host}/v2/${path}`, reference: `${host}/${path}`, tag, digest };
}

/** An exact version is asked for as it is; of a range, or without a version, the newest tag that fits. */
function* chooseTag(helm: HelmSession, { api, reference, tag }: Place, wanted: string): Task<string> {
	if (tag !== undefined && wanted !== '' && wanted !== tag)
		throw new HelmError(`chart reference and version mismatch: ${wanted} is not ${tag}`);
	const exact = tag ?? (/^\d+\.\d+\.\d+\S*$/.test(wanted) ? wanted : undefined);
	if (exact !== undefined) return exact.replaceAll('+', '_');
	const list = yield* fetched(helm, reference, `${api}/tags/list`);
	const { tags = [] } = JSON.parse(decodeUtf8(list)) as { tags?: readonly string[] };
	const versions = tags.map(
		(each): ChartVersion => ({
			metadata: { version: each.replaceAll('_', '+') } as ChartVersion['metadata'],
			urls: [],
			created: '',
			digest: '',
		}),
	);
	try {
		const found = chartVersion(new Map([['', [...versions].sort(newestFirst)]]), '', wanted);
		return found.metadata.version.replaceAll('+', '_');
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		throw new HelmError(`unable to locate any tags in provided repository: oci://${reference}`);
	}
}

/** Models the words of oras: what cannot be had is "not found". */
function* fetched(helm: HelmSession, reference: string, url: string): Task<Uint8Array> {
	try {
		return yield* download(helm.process, url);
	} catch (error) {
		if (!(error instanceof HelmError)) throw error;
		const cause = error.message.startsWith('failed to fetch') ? `${reference}: not found` : error.message;
		throw new HelmError(`failed to perform "FetchReference" on source: ${cause}`);
	}
}

function chartLayer(text: string): string | undefined {
	const { layers = [] } = JSON.parse(text) as {
		layers?: readonly { readonly mediaType?: string; readonly digest?: string }[];
	};
	return layers.find(({ mediaType }) => mediaType === CHART_LAYER)?.digest;
}
