import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { HeldMemory } from '../../stdio.ts';
import { CommandError } from '../errors.ts';
import { configureTransformer, requireBuiltin, runGenerator } from './builtin-plugins.ts';
import { loadFieldSpecs } from './configurations.ts';
import { DEFAULT_FIELD_SPECS, type FieldSpecs, mergeFieldSpecs, mergeSpecs } from './field-specs.ts';
import { finish } from './finish.ts';
import { addHash, generate } from './generators.ts';
import { imageChanger } from './images.ts';
import { type Kustomization, parseKustomization, type Var } from './kustomization-file.ts';
import { type BuildEnvironment, joined, Loader } from './loader.ts';
import { fixNameReferences } from './name-references.ts';
import type { Origin } from './origin.ts';
import { isMalformed, parseResources } from './parse-resources.ts';
import { legacyJsonPatcher, legacyStrategicPatcher, patcher } from './patches.ts';
import { replacer } from './replacements.ts';
import type { Resource } from './resource.ts';
import { ResourceList } from './resource-list.ts';
import { sortResources } from './sort-order.ts';
import { entrySetter, namespaceSetter, renamer, replicaSetter, type Transformer } from './transformers.ts';
import { addVariables, declareVariables, formatDeclaredVar, resolveVariables } from './variables.ts';

/** Builds the kustomization in a directory: its resources, ready to print. Models kustomize api/krusty Kustomizer.Run. */
export function* buildKustomization(environment: BuildEnvironment, directory: string): Task<readonly Resource[]> {
	const loader = yield* Loader.at(environment, directory);
	try {
		return yield* buildTarget(environment, yield* loadTarget(loader));
	} finally {
		yield* loader.cleanup();
	}
}

function* buildTarget(environment: BuildEnvironment, target: Target): Task<readonly Resource[]> {
	const { openapi, buildMetadata = [], sortOptions } = target.kustomization;
	if (openapi?.path !== undefined) yield* target.loader.load(openapi.path);
	const build = new Build(buildMetadata);
	const found = yield* build.accumulate(target, new Accumulation(), undefined);
	const { list } = found;
	for (const resource of list.resources) addHash(resource);
	fixNameReferences(list, found.specs.nameReference);
	const { unused } = resolveVariables(list, found.variables, found.specs.varReference);
	// Go's own log, which kubectl turns into klog's.
	if (unused.length > 0) {
		const text = `well-defined vars that were never replaced: ${unused.join(',')}`;
		yield* environment.io.log('I', 'log.go:245', text);
	}
	finish(list, buildMetadata, () => sortResources(list, sortOptions));
	return list.resources;
}

/** The YAML stream of a build. */
export function formatResources(resources: readonly Resource[]): string {
	return resources.map((resource) => resource.toYaml()).join('---\n');
}

interface Target {
	readonly loader: Loader;
	readonly kustomization: Kustomization;
	/** The name of its kustomization file. */
	readonly file: string;
}

const FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

function* loadTarget(loader: Loader): Task<Target> {
	const { environment, root } = loader;
	const [file, ...others] = FILES.filter((name) => environment.io.fileType(joined(root, name)) === 'file');
	if (file === undefined) {
		throw new CommandError(
			`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${root}'`,
		);
	}
	if (others.length > 0) throw new CommandError(`Found multiple kustomization files under: ${root}\n`);
	const { kustomization, warnings } = parseKustomization(yield* loader.load(file), root);
	yield* environment.io.err(warnings);
	return { loader, file, kustomization };
}

/** About what a resource takes with its trees of YAML. */
const RESOURCE_BYTES = 32 * 1024;
const RESOURCES_A_STEP_LOG2 = 2;
/** So many are dealt with in no time. */
const FEW_RESOURCES = 1_000;

/** What has been gathered so far: resources, the fields that transformers know, variables. */
class Accumulation {
	readonly list = new ResourceList();
	specs: FieldSpecs = DEFAULT_FIELD_SPECS;
	readonly variables = new Map<string, Var>();

	merge(other: Accumulation): void {
		this.list.appendAll(other.list.resources);
		this.specs = mergeSpecs(this.specs, other.specs);
		addVariables(this.variables, other.variables.values());
	}
}

/** A directory's own part in a build. Models kustomize api/internal/target KustTarget. */
class Build {
	readonly #tracksOrigin: boolean;

	constructor(buildMetadata: readonly string[]) {
		this.#tracksOrigin = buildMetadata.length > 0;
	}

	*accumulate(target: Target, into: Accumulation, path: string | undefined): Task<Accumulation> {
		const { kustomization, loader } = target;
		yield* this.#accumulateResources(target, into, path);
		into.specs = mergeSpecs(into.specs, yield* loadFieldSpecs(loader, kustomization.configurations ?? []));
		for (const crd of kustomization.crds ?? []) yield* loader.load(crd);
		yield* this.#runGenerators(target, into, path);
		for (const component of kustomization.components ?? [])
			yield* this.#accumulateComponent(target, into, component, path);
		yield* this.#runTransformers(target, into, path);
		try {
			declareVariables(into.list, into.variables, kustomization.vars ?? []);
		} catch (error) {
			throw prefixed(`merging vars [${(kustomization.vars ?? []).map(formatDeclaredVar).join(' ')}]`, error);
		}
		return into;
	}

	*#accumulateResources(target: Target, into: Accumulation, path: string | undefined): Task<void> {
		for (const entry of target.kustomization.resources) {
			try {
				yield* this.#accumulateEntry(target, into, entry, path);
			} catch (error) {
				throw prefixed('accumulating resources', error);
			}
		}
	}

	/** An entry is a file, or else another kustomization. */
	*#accumulateEntry(target: Target, into: Accumulation, entry: string, path: string | undefined): Task<void> {
		const { loader } = target;
		let complaint: CommandError;
		try {
			yield* this.#accumulateFile(loader, into, entry, path);
			return;
		} catch (error) {
			if (!(error instanceof CommandError)) throw error;
			complaint = error;
		}
		let inner: Loader;
		try {
			inner = yield* loader.enter(entry);
		} catch (error) {
			if (error instanceof CommandError && isMalformed(complaint.message)) throw complaint;
			throw prefixed(`accumulation err='${complaint.message}'`, error);
		}
		try {
			const found = yield* this.#accumulateDirectory(
				inner,
				'Kustomization',
				new Accumulation(),
				originPath(path, entry),
			);
			yield* this.#restAfter(loader, found);
			mergeFrom(inner.root, into, found);
			yield* this.#restAfter(loader, found);
		} catch (error) {
			throw prefixed(`accumulation err='${complaint.message}'`, error);
		} finally {
			yield* inner.cleanup();
		}
	}

	/** Each rule for all of very many resources takes a while. */
	*#restAfter({ environment }: Loader, { list }: Accumulation): Task<void> {
		const { length } = list.resources;
		if (length > FEW_RESOURCES) yield* environment.io.process.tick(length);
	}

	*#accumulateFile(loader: Loader, into: Accumulation, entry: string, path: string | undefined): Task<void> {
		try {
			const resources = yield* loadResources(loader, entry);
			if (this.#tracksOrigin) for (const each of resources) each.origin = { path: originPath(path, entry) };
			try {
				into.list.appendAll(resources);
			} catch (error) {
				throw prefixed(`merging resources from '${entry}'`, error);
			}
		} catch (error) {
			if (error instanceof CommandError && error.message.startsWith('merging resources from')) throw error;
			throw prefixed(`accumulating resources from '${entry}'`, error);
		}
	}

	*#accumulateDirectory(loader: Loader, kind: string, into: Accumulation, path: string): Task<Accumulation> {
		let target: Target;
		try {
			target = yield* loadTarget(loader);
		} catch (error) {
			throw prefixed(`couldn't make target for path '${loader.root}'`, error);
		}
		const { openapi, kind: found } = target.kustomization;
		if (openapi?.path !== undefined) yield* loader.load(openapi.path);
		if (kind === 'Component' && found !== kind)
			throw new CommandError(`expected kind 'Component' for path '${loader.root}' but got '${found}'`);
		if (kind !== 'Component' && found === 'Component')
			throw new CommandError(`expected kind != 'Component' for path '${loader.root}'`);
		try {
			return yield* this.accumulate(target, into, path);
		} catch (error) {
			throw prefixed(`recursed accumulation of path '${loader.root}'`, error);
		}
	}

	/** A component works on what its user has gathered. */
	*#accumulateComponent(target: Target, into: Accumulation, entry: string, path: string | undefined): Task<void> {
		let loader: Loader;
		try {
			loader = yield* target.loader.enter(entry);
		} catch (error) {
			throw quoted('accumulating components: loader.New', error);
		}
		try {
			yield* this.#accumulateDirectory(loader, 'Component', into, originPath(path, entry));
		} catch (error) {
			throw quoted('accumulating components: accumulateDirectory:', error);
		} finally {
			yield* loader.cleanup();
		}
	}

	*#runGenerators(target: Target, into: Accumulation, path: string | undefined): Task<void> {
		const { loader, kustomization, file } = target;
		const { generatorOptions } = kustomization;
		for (const chart of kustomization.helmCharts ?? []) {
			const config = formatYaml({ ...(kustomization.helmGlobals as object | undefined), ...chart });
			throw new CommandError(
				`trouble configuring builtin HelmChartInflationGenerator with config: \`\n${config}\`: must specify --enable-helm`,
			);
		}
		for (const kind of ['ConfigMap', 'Secret'] as const) {
			const all = (kind === 'ConfigMap' ? kustomization.configMapGenerator : kustomization.secretGenerator) ?? [];
			for (const args of all) {
				const resource = yield* generate(loader, kind, args, generatorOptions);
				if (this.#tracksOrigin) resource.origin = builtin(`${kind}Generator`, file, path);
				absorb(into, resource, `${kind}Generator ${args.name}`);
			}
		}
		for (const plugin of yield* this.#plugins(target, 'generators', path)) {
			const resource = yield* configured(plugin.kind, plugin.object ?? {}, () => runGenerator(loader, plugin));
			if (this.#tracksOrigin) resource.origin = pluginOrigin(plugin, originPath(path, file));
			absorb(into, resource, `${plugin.kind} ${plugin.name}`);
		}
	}

	/** The plugins that objects configure, in files, kustomizations or in the field itself. */
	*#plugins(
		target: Target,
		field: 'generators' | 'transformers' | 'validators',
		path: string | undefined,
	): Task<Resource[]> {
		const found = new Accumulation();
		const entries: string[] = [];
		for (const entry of target.kustomization[field] ?? []) {
			const inline = inlineResources(entry);
			if (inline === undefined) entries.push(entry);
			else found.list.appendAll(inline);
		}
		for (const entry of entries) yield* this.#accumulateEntry(target, found, entry, path);
		const singular = field.slice(0, -1);
		try {
			for (const plugin of found.list.resources) requireBuiltin(plugin, field === 'generators');
		} catch (error) {
			throw field === 'generators' ? prefixed(`loading generator plugins: failed to load ${singular}`, error) : error;
		}
		return found.list.resources;
	}

	*#runTransformers(target: Target, into: Accumulation, path: string | undefined): Task<void> {
		const { loader, kustomization, file } = target;
		const fields = yield* configuredTransformers(loader, kustomization, into.specs);
		const steps = fields.map(([name, transform]) => ({ transform, origin: builtin(name, file, path) }));
		for (const plugin of yield* this.#plugins(target, 'transformers', path)) {
			const config = plugin.object ?? {};
			const transform = yield* configured(plugin.kind, config, () => configureTransformer(loader, plugin));
			steps.push({ transform, origin: pluginOrigin(plugin, originPath(path, file)) });
		}
		const { io } = loader.environment;
		const { resources } = into.list;
		// Directories that are bases of several grow without end.
		new HeldMemory(io.process).hold(resources.length * RESOURCE_BYTES);
		for (const { transform, origin } of steps) {
			yield* io.process.tick(resources.length >> RESOURCES_A_STEP_LOG2);
			yield* this.#restAfter(loader, into);
			transform(into.list);
			if (this.#tracksOrigin) recordTransformer(into.list, origin);
			into.list.dropEmpty();
		}
		for (const plugin of yield* this.#plugins(target, 'validators', path)) {
			(yield* configureTransformer(loader, plugin))(into.list);
		}
	}
}

function mergeFrom(root: string, into: Accumulation, found: Accumulation): void {
	try {
		into.merge(found);
	} catch (error) {
		throw prefixed(`recursed merging from path '${root}'`, error);
	}
}

function absorb(into: Accumulation, resource: Resource, generator: string): void {
	try {
		into.list.absorb(resource);
	} catch (error) {
		throw prefixed(`merging from generator ${generator}`, error);
	}
}

/** Where a plugin is configured: in its own file, or in the kustomization itself. */
function pluginOrigin(plugin: Resource, file: string): Origin {
	return {
		configuredIn: plugin.origin?.path ?? file,
		configuredBy: plugin.kind,
		configuredByName: plugin.name,
	};
}

function builtin(name: string, file: string, path: string | undefined): Origin {
	return { configuredIn: originPath(path, file), configuredBy: name };
}

function originPath(path: string | undefined, entry: string): string {
	const out: string[] = [];
	for (const part of `${path ?? ''}/${entry}`.split('/')) {
		if (part === '..' && out.length > 0 && out.at(-1) !== '..') out.pop();
		else if (part !== '' && part !== '.') out.push(part);
	}
	return out.join('/');
}

function recordTransformer(list: ResourceList, origin: Origin): void {
	for (const resource of list.resources) {
		if (resource.origin === undefined) resource.origin = origin;
		else resource.transformations.push(origin);
	}
}

function* loadResources(loader: Loader, entry: string): Task<Resource[]> {
	const text = yield* loader.loadAnywhere(entry);
	try {
		const list = new ResourceList();
		list.appendAll(parseResources(text));
		return list.resources;
	} catch (error) {
		if (!(error instanceof CommandError) || !isMalformed(error.message)) throw error;
		throw new CommandError(`${error.message} in File: ${entry}`);
	}
}

type Named = readonly [name: string, transform: Transformer];

/** In the order in which they work. All are configured before the first one does. */
function* configuredTransformers(loader: Loader, kustomization: Kustomization, specs: FieldSpecs): Task<Named[]> {
	const out: Named[] = [];
	const { patchesStrategicMerge = [], patches = [], patchesJson6902 = [], replacements = [] } = kustomization;
	const { namespace = '', namePrefix = '', nameSuffix = '', commonAnnotations = {} } = kustomization;
	if (patchesStrategicMerge.length > 0) {
		const name = 'PatchStrategicMergeTransformer';
		const config = { paths: patchesStrategicMerge };
		out.push([name, yield* configured(name, config, () => legacyStrategicPatcher(loader, patchesStrategicMerge))]);
	}
	for (const patch of patches) {
		out.push(['PatchTransformer', yield* configured('PatchTransformer', patch, () => patcher(loader, patch))]);
	}
	if (namespace !== '') out.push(['NamespaceTransformer', namespaceSetter(namespace, specs.namespace)]);
	if (namePrefix !== '') out.push(['PrefixTransformer', renamer(namePrefix, 'prefix', specs.namePrefix)]);
	if (nameSuffix !== '') out.push(['SuffixTransformer', renamer(nameSuffix, 'suffix', specs.nameSuffix)]);
	for (const transform of labelTransformers(kustomization, specs)) out.push(['LabelTransformer', transform]);
	if (Object.keys(commonAnnotations).length > 0)
		out.push(['AnnotationsTransformer', entrySetter(commonAnnotations, specs.commonAnnotations)]);
	for (const patch of patchesJson6902) {
		const name = 'PatchJson6902Transformer';
		const { target, path, patch: jsonOp } = patch;
		const config = { target, path, jsonOp };
		out.push([name, yield* configured(name, config, () => legacyJsonPatcher(loader, patch))]);
	}
	for (const each of kustomization.replicas ?? [])
		out.push(['ReplicaCountTransformer', replicaSetter(each, specs.replicas)]);
	for (const image of kustomization.images) out.push(['ImageTagTransformer', imageChanger(image, specs.images)]);
	if (replacements.length > 0) {
		const name = 'ReplacementTransformer';
		out.push([name, yield* configured(name, { replacements }, () => replacer(loader, replacements))]);
	}
	return out;
}

function* configured<T>(name: string, config: object, configure: () => Task<T>): Task<T> {
	try {
		return yield* configure();
	} catch (error) {
		throw prefixed(`trouble configuring builtin ${name} with config: \`\n${formatYaml(config)}\``, error);
	}
}

/** Models kusttarget_configplugin's LabelTransformer. */
function labelTransformers({ labels = [], commonLabels = {} }: Kustomization, specs: FieldSpecs): Transformer[] {
	const out = labels.map((label) => {
		let fields = mergeFieldSpecs(label.fields ?? [], specs.labels);
		if (label.includeSelectors === true) fields = mergeFieldSpecs(fields, specs.commonLabels);
		else {
			if (label.includeTemplates === true) fields = mergeFieldSpecs(fields, specs.templateLabels);
			fields = mergeFieldSpecs(fields, [{ path: 'metadata/labels', create: true }]);
		}
		return entrySetter(label.pairs ?? {}, fields);
	});
	if (labels.length > 0 || Object.keys(commonLabels).length > 0)
		out.push(entrySetter(commonLabels, specs.commonLabels));
	return out;
}

/** The objects of an entry that is no path but YAML itself. */
function inlineResources(entry: string): Resource[] | undefined {
	try {
		return parseResources(entry);
	} catch (error) {
		if (error instanceof CommandError) return undefined;
		throw error;
	}
}

function prefixed(prefix: string, error: unknown): unknown {
	return error instanceof CommandError ? new CommandError(`${prefix}: ${error.message}`) : error;
}

function quoted(prefix: string, error: unknown): unknown {
	return error instanceof CommandError ? new CommandError(`${prefix} ${JSON.stringify(error.message)}`) : error;
}
