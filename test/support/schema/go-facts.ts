import { execFileSync } from 'node:child_process';

/**
 * What the API's Go types say that the OpenAPI document does not: the order of fields, and what the encoder leaves out.
 * Read from bare clones of kubernetes/api and its neighbours at the branch of the version that KubeDrill models.
 */
export interface GoField {
	readonly name: string;
	/** Keeps zero values: a pointer. */
	readonly pointer: boolean;
	/** Written even when empty: no omitempty. */
	readonly always: boolean;
	readonly omitZero: boolean;
	readonly goType: string;
}

export const GO_BRANCH = 'release-1.35';

/** Name prefix in the document → clone and folder of its types. */
export const GO_PACKAGES: Readonly<Record<string, { clone: string; folder: string }>> = {
	...Object.fromEntries(
		[
			'admissionregistration/v1',
			'apps/v1',
			'authentication/v1',
			'authorization/v1',
			'autoscaling/v1',
			'autoscaling/v2',
			'batch/v1',
			'certificates/v1',
			'coordination/v1',
			'core/v1',
			'discovery/v1',
			'events/v1',
			'flowcontrol/v1',
			'networking/v1',
			'node/v1',
			'policy/v1',
			'rbac/v1',
			'resource/v1',
			'scheduling/v1',
			'storage/v1',
		].map((folder) => [`io.k8s.api.${folder.replace('/', '.')}`, { clone: 'kubernetes+api', folder }]),
	),
	'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1': {
		clone: 'kubernetes+apiextensions-apiserver',
		folder: 'pkg/apis/apiextensions/v1',
	},
	'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1': {
		clone: 'kubernetes+kube-aggregator',
		folder: 'pkg/apis/apiregistration/v1',
	},
	'io.k8s.apimachinery.pkg.apis.meta.v1': { clone: 'kubernetes+apimachinery', folder: 'pkg/apis/meta/v1' },
	'io.k8s.apimachinery.pkg.version': { clone: 'kubernetes+apimachinery', folder: 'pkg/version' },
};

/** Fields of every struct of a package by Go name, inlined ones in their place. @param mirror folder of the clones. */
export function goStructs(mirror: string, prefix: string): Map<string, GoField[]> {
	const where = GO_PACKAGES[prefix];
	if (where === undefined) return new Map();
	const git = (...args: string[]): string =>
		execFileSync('git', ['-C', `${mirror}/${where.clone}/repo`, ...args], { maxBuffer: 1 << 28 }).toString();
	const files = git('ls-tree', '--name-only', GO_BRANCH, `${where.folder}/`)
		.split('\n')
		.filter((file) => /\/(types\w*|watch)\.go$/.test(file) && !/(_test|swagger_doc_generated|_proto)\.go$/.test(file));
	const raw = new Map<string, string[]>();
	for (const file of files) {
		const source = git('show', `${GO_BRANCH}:${file}`);
		for (const match of source.matchAll(/^type (\w+) struct ?\{\}/gm)) raw.set(match[1] as string, []);
		for (const match of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
			raw.set(match[1] as string, (match[2] as string).split('\n'));
		}
	}
	const out = new Map<string, GoField[]>();
	for (const name of raw.keys()) out.set(name, structFields(raw, name));
	return out;
}

function structFields(raw: Map<string, string[]>, name: string): GoField[] {
	return (raw.get(name) ?? []).flatMap((line): GoField[] => {
		const match = /^\s*(?:(\w+)\s+)?(\S+)\s+`json:"([^"]*)"/.exec(line);
		if (match === null) return [];
		const goType = match[2] as string;
		const [jsonName = '', ...options] = (match[3] as string).split(',');
		if (options.includes('inline')) {
			if (goType.endsWith('TypeMeta')) return [typeMeta('kind'), typeMeta('apiVersion')];
			return structFields(raw, goType);
		}
		if (jsonName === '-' || jsonName === '') return [];
		return [
			{
				name: jsonName,
				pointer: goType.startsWith('*'),
				always: !options.includes('omitempty') && !options.includes('omitzero'),
				omitZero: options.includes('omitzero'),
				goType,
			},
		];
	});
}

function typeMeta(name: string): GoField {
	return { name, pointer: false, always: false, omitZero: false, goType: 'string' };
}
