import { ANY, BOOL, embedded, integer, listOf, mapOf, STRING, struct } from './go-struct.ts';

// The fields of a kustomization.yaml. Models kustomize api/types Kustomization.

const GVK = { group: STRING, version: STRING, kind: STRING };
const RES_ID = { ...embedded('Gvk', GVK), name: STRING, namespace: STRING };
const FIELD_SPEC = struct('FieldSpec', { ...embedded('Gvk', GVK), path: STRING, create: BOOL });
const SELECTOR = struct('Selector', {
	...embedded('ResId', RES_ID),
	annotationSelector: STRING,
	labelSelector: STRING,
});
const PATCH = struct('Patch', { path: STRING, patch: STRING, target: SELECTOR, options: mapOf(BOOL) });
const IMAGE = struct('Image', { name: STRING, newName: STRING, tagSuffix: STRING, newTag: STRING, digest: STRING });
const GENERATOR_OPTIONS = struct('GeneratorOptions', {
	labels: mapOf(STRING),
	annotations: mapOf(STRING),
	disableNameSuffixHash: BOOL,
	immutable: BOOL,
});
const SOURCES = { literals: listOf(STRING), files: listOf(STRING), envs: listOf(STRING), env: STRING };
const GENERATOR_ARGS = {
	namespace: STRING,
	name: STRING,
	behavior: STRING,
	...embedded('KvPairSources', SOURCES),
	options: GENERATOR_OPTIONS,
};
const FIELD_OPTIONS = struct('FieldOptions', {
	delimiter: STRING,
	index: integer('int'),
	encoding: STRING,
	create: BOOL,
});
const TARGET_SELECTOR = struct('TargetSelector', {
	select: SELECTOR,
	reject: listOf(SELECTOR),
	fieldPaths: listOf(STRING),
	options: FIELD_OPTIONS,
});
const REPLACEMENT_FIELDS = {
	source: struct('SourceSelector', { ...embedded('ResId', RES_ID), fieldPath: STRING, options: FIELD_OPTIONS }),
	targets: listOf(pointerTo(TARGET_SELECTOR)),
	sourceValue: STRING,
};
const HELM_CHART = struct('HelmChart', {
	name: STRING,
	version: STRING,
	repo: STRING,
	releaseName: STRING,
	namespace: STRING,
	additionalValuesFiles: listOf(STRING),
	valuesFile: STRING,
	valuesInline: mapOf(ANY),
	valuesMerge: STRING,
	includeCRDs: BOOL,
	skipHooks: BOOL,
	apiVersions: listOf(STRING),
	kubeVersion: STRING,
	nameTemplate: STRING,
	skipTests: BOOL,
	debug: BOOL,
	devel: BOOL,
});
const VAR = struct('Var', {
	name: STRING,
	objref: struct('Target', { apiVersion: STRING, ...embedded('Gvk', GVK), name: STRING, namespace: STRING }),
	fieldref: struct('FieldSelector', { fieldPath: STRING }),
});

/** A replacement as it stands in a file of its own. */
export const REPLACEMENT = struct('Replacement', REPLACEMENT_FIELDS);

export const KUSTOMIZATION = struct('Kustomization', {
	...embedded('TypeMeta', { kind: STRING, apiVersion: STRING }),
	metadata: struct('ObjectMeta', {
		name: STRING,
		namespace: STRING,
		labels: mapOf(STRING),
		annotations: mapOf(STRING),
	}),
	openapi: mapOf(STRING),
	namePrefix: STRING,
	nameSuffix: STRING,
	namespace: STRING,
	commonLabels: mapOf(STRING),
	labels: listOf(
		struct('Label', {
			pairs: mapOf(STRING),
			includeSelectors: BOOL,
			includeTemplates: BOOL,
			fields: listOf(FIELD_SPEC),
		}),
	),
	commonAnnotations: mapOf(STRING),
	patchesStrategicMerge: { ...listOf(STRING), text: '[]types.PatchStrategicMerge' },
	patchesJson6902: listOf(PATCH),
	patches: listOf(PATCH),
	images: listOf(IMAGE),
	imageTags: listOf(IMAGE),
	replacements: listOf(struct('ReplacementField', { ...embedded('Replacement', REPLACEMENT_FIELDS), path: STRING })),
	replicas: listOf(struct('Replica', { name: STRING, count: integer('int64') })),
	vars: listOf(VAR),
	sortOptions: struct('SortOptions', {
		order: STRING,
		legacySortOptions: struct('LegacySortOptions', { orderFirst: listOf(STRING), orderLast: listOf(STRING) }),
	}),
	resources: listOf(STRING),
	components: listOf(STRING),
	crds: listOf(STRING),
	bases: listOf(STRING),
	configMapGenerator: listOf(struct('ConfigMapArgs', embedded('GeneratorArgs', GENERATOR_ARGS))),
	secretGenerator: listOf(struct('SecretArgs', { ...embedded('GeneratorArgs', GENERATOR_ARGS), type: STRING })),
	helmGlobals: struct('HelmGlobals', { chartHome: STRING, configHome: STRING }),
	helmCharts: listOf(HELM_CHART),
	helmChartInflationGenerator: listOf(mapOf(ANY)),
	generatorOptions: GENERATOR_OPTIONS,
	configurations: listOf(STRING),
	generators: listOf(STRING),
	transformers: listOf(STRING),
	validators: listOf(STRING),
	buildMetadata: listOf(STRING),
});

/** Go names the type of a list's elements with its star. */
function pointerTo<T extends { readonly text: string }>(type: T): T {
	return { ...type, text: type.text };
}
