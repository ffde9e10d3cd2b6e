import { sha256Hex } from '../../machinery/sha256.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Page } from '../addon.ts';
import type { ChartRelease, ChartSource } from './chart-source.ts';
import { archiveOf, metadataOf } from './repository-pages.ts';

const CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/**
 * A chart in a registry: its tags, their manifests, and the archives as blobs. Differs: nobody is asked for a token.
 * Models opencontainers/distribution-spec "Pull".
 * @param folder "ghcr.io/nginx/charts".
 */
export function ociPages(folder: string, chart: ChartSource): readonly Page[] {
	const [host = '', ...path] = folder.split('/');
	const name = [...path, chart.name].join('/');
	const base = `https://${host}/v2/${name}`;
	const tags = chart.versions.map(({ version }) => version.replaceAll('+', '_')).reverse();
	const artifacts = (): readonly Artifact[] => chart.versions.map((release) => artifactOf(chart, release));
	return [
		{ url: `${base}/tags/list`, text: () => JSON.stringify({ name, tags }), type: 'application/json' },
		...chart.versions.map((release) => ({
			url: `${base}/manifests/${release.version.replaceAll('+', '_')}`,
			bytes: () => artifactOf(chart, release).manifest,
			type: MANIFEST,
		})),
		{ url: `${base}/manifests/`, below: (digest) => find(artifacts(), 'manifest', digest), type: MANIFEST },
		{
			url: `${base}/blobs/`,
			below: (digest) => find(artifacts(), 'layer', digest) ?? find(artifacts(), 'config', digest),
		},
	];
}

interface Artifact {
	readonly manifest: Uint8Array;
	readonly config: Uint8Array;
	readonly layer: Uint8Array;
}

function find(artifacts: readonly Artifact[], part: keyof Artifact, digest: string): Uint8Array | undefined {
	return artifacts.find((each) => digestOf(each[part]) === digest)?.[part];
}

function artifactOf(chart: ChartSource, release: ChartRelease): Artifact {
	const config = encodeUtf8(JSON.stringify(metadataOf(chart, release)));
	const layer = archiveOf(chart, release);
	const descriptor = (mediaType: string, data: Uint8Array): object => ({
		mediaType,
		digest: digestOf(data),
		size: data.length,
	});
	const manifest = {
		schemaVersion: 2,
		config: descriptor(CONFIG, config),
		layers: [descriptor(LAYER, layer)],
		annotations: {
			'org.opencontainers.image.created': `${release.date}T12:00:00Z`,
			'org.opencontainers.image.description': chart.description,
			'org.opencontainers.image.title': chart.name,
			'org.opencontainers.image.url': chart.home,
			'org.opencontainers.image.version': release.version,
		},
	};
	return { manifest: encodeUtf8(JSON.stringify(manifest)), config, layer };
}

function digestOf(data: Uint8Array): string {
	return `sha256:${sha256Hex(data)}`;
}
