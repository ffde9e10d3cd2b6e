import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import { generate } from './generators.ts';
import { imageChanger } from './images.ts';
import type { FieldSpec, GeneratorArgs, ImageChange, Patch, Replacement } from './kustomization-file.ts';
import type { Loader } from './loader.ts';
import { legacyJsonPatcher, legacyStrategicPatcher, patcher } from './patches.ts';
import { replacer } from './replacements.ts';
import { Resource } from './resource.ts';
import type { ResourceList } from './resource-list.ts';
import { sortResources } from './sort-order.ts';
import { entrySetter, namespaceSetter, renamer, replicaSetter, type Transformer } from './transformers.ts';

/**
 * What an object of apiVersion "builtin" under `generators` or `transformers` configures: the plugins behind the
 * kustomization's own fields, without those fields' defaults. Models kustomize api/internal/plugins/builtinhelpers.
 */
interface PluginConfig {
	readonly metadata?: { readonly name?: string; readonly namespace?: string };
	readonly fieldSpecs?: readonly FieldSpec[];
	readonly prefix?: string;
	readonly suffix?: string;
	readonly labels?: { readonly [key: string]: string };
	readonly annotations?: { readonly [key: string]: string };
	readonly imageTag?: ImageChange;
	readonly replica?: { readonly name?: string; readonly count?: number };
	readonly paths?: readonly string[];
	readonly patches?: string;
	readonly jsonOp?: string;
	readonly replacements?: readonly Replacement[];
	readonly cloud?: string;
	readonly kubernetesService?: { readonly name?: string; readonly namespace?: string };
	readonly serviceAccount?: { readonly name?: string; readonly projectId?: string };
}

const GENERATORS = ['ConfigMapGenerator', 'SecretGenerator', 'IAMPolicyGenerator'];
const TRANSFORMERS = [
	'NamespaceTransformer',
	'PrefixTransformer',
	'SuffixTransformer',
	'PrefixSuffixTransformer',
	'LabelTransformer',
	'AnnotationsTransformer',
	'ImageTagTransformer',
	'ReplicaCountTransformer',
	'PatchTransformer',
	'PatchJson6902Transformer',
	'PatchStrategicMergeTransformer',
	'ReplacementTransformer',
	'LegacyOrderTransformer',
	'HashTransformer',
];

/** Kustomize's own, by the apiVersion; others are programs, of which kubectl runs none. */
export function requireBuiltin(plugin: Resource, generates: boolean): void {
	if (plugin.apiVersion === 'builtin') {
		if ((generates ? GENERATORS : TRANSFORMERS).includes(plugin.kind)) return;
		throw new CommandError(`unable to load builtin ${plugin.kind}.builtin.[noGrp]`);
	}
	throw new CommandError(`external plugins disabled; unable to load external plugin '${plugin.kind}'`);
}

export function* runGenerator(loader: Loader, plugin: Resource): Task<Resource> {
	const config = (plugin.object ?? {}) as unknown as PluginConfig;
	switch (plugin.kind) {
		case 'ConfigMapGenerator':
		case 'SecretGenerator': {
			const args = config as GeneratorArgs;
			const name = args.name === undefined || args.name === '' ? plugin.name : args.name;
			const namespace = args.namespace === undefined || args.namespace === '' ? plugin.namespace : args.namespace;
			const kind = plugin.kind === 'SecretGenerator' ? 'Secret' : 'ConfigMap';
			return yield* generate(loader, kind, { ...args, name, namespace }, undefined);
		}
		case 'IAMPolicyGenerator':
			return serviceAccountOf(config);
		default:
			throw new Error('assertion failed: the kind of a plugin is checked before');
	}
}

/** Models IAMPolicyGenerator: a ServiceAccount that stands for one of Google's. */
function serviceAccountOf({ cloud, kubernetesService = {}, serviceAccount = {} }: PluginConfig): Resource {
	if (cloud !== 'gke') throw new CommandError(`cloud provider ${cloud ?? ''} not supported yet`);
	const account = `${serviceAccount.name}@${serviceAccount.projectId}.iam.gserviceaccount.com`;
	const { name = '', namespace } = kubernetesService;
	const metadata: JsonObject = { annotations: { 'iam.gke.io/gcp-service-account': account }, name };
	if (namespace !== undefined && namespace !== '') metadata.namespace = namespace;
	return new Resource({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
}

/** Transformers by kind. */
export function* configureTransformer(loader: Loader, plugin: Resource): Task<Transformer> {
	const config = (plugin.object ?? {}) as unknown as PluginConfig;
	const specs = config.fieldSpecs ?? [];
	switch (plugin.kind) {
		case 'NamespaceTransformer':
			return namespaceSetter(plugin.namespace, specs);
		case 'PrefixTransformer':
			return renamer(config.prefix ?? '', 'prefix', specs);
		case 'SuffixTransformer':
			return renamer(config.suffix ?? '', 'suffix', specs);
		case 'PrefixSuffixTransformer':
			return bothAffixes(config, specs);
		case 'LabelTransformer':
			return entrySetter(config.labels ?? {}, specs);
		case 'AnnotationsTransformer':
			return entrySetter(config.annotations ?? {}, specs);
		case 'ImageTagTransformer':
			return imageChanger(config.imageTag ?? {}, specs);
		case 'ReplicaCountTransformer':
			return replicaSetter(config.replica ?? {}, specs);
		case 'PatchTransformer':
			return yield* patcher(loader, config as Patch);
		case 'PatchJson6902Transformer': {
			const patch = config as Patch;
			return yield* legacyJsonPatcher(loader, { ...patch, patch: config.jsonOp ?? '' });
		}
		case 'PatchStrategicMergeTransformer':
			return yield* legacyStrategicPatcher(loader, [
				...(config.paths ?? []),
				...(config.patches === undefined ? [] : [config.patches]),
			]);
		case 'ReplacementTransformer':
			return yield* replacer(loader, config.replacements ?? []);
		case 'LegacyOrderTransformer':
			return (list) => sortResources(list, { order: 'legacy' });
		case 'HashTransformer':
			return markForHashes;
		default:
			throw new Error('assertion failed: the kind of a plugin is checked before');
	}
}

/** Both at once, as kustomize once did: an empty side changes nothing. */
function bothAffixes({ prefix = '', suffix = '' }: PluginConfig, specs: readonly FieldSpec[]): Transformer {
	const steps = [
		...(prefix === '' ? [] : [renamer(prefix, 'prefix', specs)]),
		...(suffix === '' ? [] : [renamer(suffix, 'suffix', specs)]),
	];
	return (list) => {
		for (const step of steps) step(list);
	};
}

function markForHashes(list: ResourceList): void {
	for (const resource of list.resources) if (resource.generated) resource.needsHash = true;
}
