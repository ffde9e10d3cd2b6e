import { CommandError } from '../errors.ts';
import type { FieldSpec } from './kustomization-file.ts';
import { NAME_REFERENCES, type NameReference } from './name-reference-specs.ts';
import { isOfKind } from './resource-id.ts';

/** Which fields the transformers work on. Models kustomize api/internal/konfig/builtinpluginconsts. */
export interface FieldSpecs {
	readonly namePrefix: readonly FieldSpec[];
	readonly nameSuffix: readonly FieldSpec[];
	readonly namespace: readonly FieldSpec[];
	readonly commonLabels: readonly FieldSpec[];
	readonly labels: readonly FieldSpec[];
	readonly templateLabels: readonly FieldSpec[];
	readonly commonAnnotations: readonly FieldSpec[];
	readonly nameReference: readonly NameReference[];
	readonly varReference: readonly FieldSpec[];
	readonly images: readonly FieldSpec[];
	readonly replicas: readonly FieldSpec[];
}

export const FIELD_SPEC_LISTS = [
	'namePrefix',
	'nameSuffix',
	'namespace',
	'commonAnnotations',
	'commonLabels',
	'labels',
	'templateLabels',
	'varReference',
	'images',
	'replicas',
] as const;

type Entry = readonly [path: string, kind?: string, group?: string, version?: string];

function created(entries: readonly Entry[]): FieldSpec[] {
	return entries.map((entry) => ({ ...found(entry), create: true }));
}

function found([path, kind, group, version]: Entry): FieldSpec {
	return {
		path,
		...(kind === undefined ? {} : { kind }),
		...(group === undefined ? {} : { group }),
		...(version === undefined ? {} : { version }),
	};
}

const TEMPLATES: readonly Entry[] = [
	['spec/template/metadata', 'ReplicationController', undefined, 'v1'],
	['spec/template/metadata', 'Deployment'],
	['spec/template/metadata', 'ReplicaSet'],
	['spec/template/metadata', 'DaemonSet'],
	['spec/template/metadata', 'StatefulSet'],
	['spec/template/metadata', 'Job', 'batch'],
	['spec/jobTemplate/metadata', 'CronJob', 'batch'],
	['spec/jobTemplate/spec/template/metadata', 'CronJob', 'batch'],
];

function inTemplates(field: 'labels' | 'annotations'): Entry[] {
	return TEMPLATES.map(([path, kind, group, version]): Entry => [`${path}/${field}`, kind, group, version]);
}

const METADATA_LABELS = created([
	['metadata/labels'],
	...inTemplates('labels').map(
		(entry): Entry => (entry[1] === 'StatefulSet' ? [entry[0], 'StatefulSet', 'apps'] : entry),
	),
	['spec/volumeClaimTemplates[]/metadata/labels', 'StatefulSet', 'apps'],
]);

const AFFINITY = 'spec/template/spec/affinity';
const POD_SELECTORS = [
	`${AFFINITY}/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
	`${AFFINITY}/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
	`${AFFINITY}/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
	`${AFFINITY}/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
	'spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels',
];

const SELECTORS: readonly FieldSpec[] = [
	...created([
		['spec/selector', 'Service', undefined, 'v1'],
		['spec/selector', 'ReplicationController', undefined, 'v1'],
		['spec/selector/matchLabels', 'Deployment'],
		['spec/selector/matchLabels', 'ReplicaSet'],
		['spec/selector/matchLabels', 'DaemonSet'],
		['spec/selector/matchLabels', 'StatefulSet', 'apps'],
	]),
	...['Deployment', 'StatefulSet'].flatMap((kind) => POD_SELECTORS.map((path) => found([path, kind, 'apps']))),
	...(
		[
			['spec/selector/matchLabels', 'Job', 'batch'],
			['spec/jobTemplate/spec/selector/matchLabels', 'CronJob', 'batch'],
			['spec/selector/matchLabels', 'PodDisruptionBudget', 'policy'],
			['spec/podSelector/matchLabels', 'NetworkPolicy', 'networking.k8s.io'],
			['spec/ingress/from/podSelector/matchLabels', 'NetworkPolicy', 'networking.k8s.io'],
			['spec/egress/to/podSelector/matchLabels', 'NetworkPolicy', 'networking.k8s.io'],
		] as const
	).map(found),
];

const IMAGE_PATHS = ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'];

/** Where variables are looked for in a Pod's specification. */
const VAR_PATHS = ['containers', 'initContainers'].flatMap((list) =>
	['args', 'command', 'env/value', 'volumeMounts/mountPath'].map((field) => `${list}/${field}`),
);

const VAR_REFERENCES: readonly Entry[] = [
	...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'].flatMap((kind) =>
		[...VAR_PATHS, ...(kind === 'StatefulSet' ? [] : ['volumes/nfs/server'])].map(
			(path): Entry => [`spec/template/spec/${path}`, kind],
		),
	),
	...VAR_PATHS.map((path): Entry => [`spec/jobTemplate/spec/template/spec/${path}`, 'CronJob']),
	...[...VAR_PATHS, 'volumes/nfs/server'].map((path): Entry => [`spec/${path}`, 'Pod']),
	['spec/template/metadata/annotations', 'Deployment'],
	['spec/rules/host', 'Ingress'],
	['spec/tls/hosts', 'Ingress'],
	['spec/tls/secretName', 'Ingress'],
	['spec/ports/port', 'Service'],
	['spec/ports/targetPort', 'Service'],
	['spec/nfs/server', 'PersistentVolume'],
	['metadata/labels'],
	['metadata/annotations'],
];

export const DEFAULT_FIELD_SPECS: FieldSpecs = {
	namePrefix: [{ path: 'metadata/name' }],
	nameSuffix: [{ path: 'metadata/name' }],
	namespace: [
		{ path: 'metadata/name', kind: 'Namespace', create: true },
		{ path: 'spec/service/namespace', group: 'apiregistration.k8s.io', kind: 'APIService', create: true },
		{
			path: 'spec/conversion/webhook/clientConfig/service/namespace',
			group: 'apiextensions.k8s.io',
			kind: 'CustomResourceDefinition',
		},
	],
	commonLabels: [...SELECTORS, ...METADATA_LABELS],
	labels: [],
	templateLabels: METADATA_LABELS,
	commonAnnotations: created([['metadata/annotations'], ...inTemplates('annotations')]),
	nameReference: NAME_REFERENCES,
	varReference: VAR_REFERENCES.map(found),
	images: created(
		['spec', 'spec/template/spec'].flatMap((pod) => IMAGE_PATHS.map((path): Entry => [`${pod}/${path}`])),
	),
	replicas: created(
		['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind): Entry => ['spec/replicas', kind]),
	),
};

/** Both lists; what is in both must agree about creating. Models types.FsSlice MergeAll. */
export function mergeFieldSpecs(base: readonly FieldSpec[], more: readonly FieldSpec[]): readonly FieldSpec[] {
	if (more === base || more.length === 0) return base;
	const merged = [...base];
	for (const spec of more) {
		const known = merged.find((each) => isOfKind(each, spec) && each.path === spec.path);
		if (known === undefined) merged.push(spec);
		else if ((known.create ?? false) !== (spec.create ?? false)) throw new CommandError('conflicting fieldspecs');
	}
	return merged;
}

/** Models builtinconfig TransformerConfig.Merge. */
export function mergeSpecs(base: FieldSpecs, more: Partial<FieldSpecs>): FieldSpecs {
	if (base === more) return base;
	const merged: { -readonly [list in keyof FieldSpecs]: FieldSpecs[list] } = { ...base };
	for (const list of FIELD_SPEC_LISTS) {
		try {
			merged[list] = mergeFieldSpecs(base[list], more[list] ?? []);
		} catch (error) {
			if (!(error instanceof CommandError)) throw error;
			const name = list === 'namespace' ? 'NameSpace' : `${list.charAt(0).toUpperCase()}${list.slice(1)}`;
			throw new CommandError(`failed to merge ${name} fieldSpec: ${error.message}`);
		}
	}
	merged.nameReference = mergeReferences(base.nameReference, more.nameReference ?? []);
	return merged;
}

function mergeReferences(base: readonly NameReference[], more: readonly NameReference[]): readonly NameReference[] {
	if (more === base || more.length === 0) return base;
	const merged = [...base];
	for (const reference of more) {
		const at = merged.findIndex(
			(each) => each.kind === reference.kind && each.group === reference.group && each.version === reference.version,
		);
		const known = merged[at];
		if (known === undefined) merged.push(reference);
		else merged[at] = { ...known, fieldSpecs: mergeFieldSpecs(known.fieldSpecs, reference.fieldSpecs) };
	}
	return merged;
}
