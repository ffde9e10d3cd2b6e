import { compileRe2, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import { parseLabelSelector, SelectorError } from '../../../machinery/selectors.ts';
import { CommandError } from '../errors.ts';
import type { Selector } from './kustomization-file.ts';
import type { Resource } from './resource.ts';
import { effectiveNamespace, formatId, formatIdAsGo, idKey, type ResourceId, sameId } from './resource-id.ts';

/** The resources of a build, in order. Models kustomize api/resmap resWrangler. */
export class ResourceList {
	resources: Resource[] = [];

	/** @throws CommandError when an id is taken. */
	appendAll(resources: readonly Resource[]): void {
		const taken = new Set(this.resources.map((each) => idKey(each.currentId())));
		for (const resource of resources) {
			const id = resource.currentId();
			if (taken.has(idKey(id)))
				throw new CommandError(`may not add resource with an already registered id: ${formatId(id)}`);
			taken.add(idKey(id));
			this.resources.push(resource);
		}
	}

	withCurrentId(id: ResourceId): Resource[] {
		return this.resources.filter((resource) => sameId(resource.currentId(), id));
	}

	/** Those that had or have an id that `matches`. */
	withAnyId(matches: (id: ResourceId) => boolean): Resource[] {
		return this.resources.filter(
			(resource) => !resource.isEmpty && [...resource.previousIds(), resource.currentId()].some(matches),
		);
	}

	/** The one that has or had this id. */
	byId(id: ResourceId): Resource {
		const found = this.withAnyId((each) => sameId(each, id));
		if (found.length === 1) return found[0] as Resource;
		const complaint = found.length > 1 ? 'multiple matches' : 'no matches';
		throw new CommandError(
			`${complaint} for Id ${formatId(id)}; failed to find unique target for patch ${formatId(id)}`,
		);
	}

	dropEmpty(): void {
		this.resources = this.resources.filter((resource) => !resource.isEmpty);
	}

	/** Adds what a generator made: it is new, or replaces or extends what is there. */
	absorb(resource: Resource): void {
		const id = resource.currentId();
		const found = this.withAnyId((each) => sameId(id, each));
		const [old] = found;
		const joins = resource.behavior === 'merge' || resource.behavior === 'replace';
		if (old === undefined) {
			if (joins) throw new CommandError(`id ${formatIdAsGo(id)} does not exist; cannot merge or replace`);
			this.appendAll([resource]);
			return;
		}
		if (found.length > 1) {
			const all = found.map((each) => each.toComplaint()).join(' ');
			throw new CommandError(`found multiple objects [${all}] that could accept merge of ${formatId(id)}`);
		}
		if (!joins) throw new CommandError(`id ${formatIdAsGo(id)} exists; behavior must be merge or replace`);
		takeIdentity(resource, old);
		if (resource.behavior === 'merge') {
			for (const field of ['data', 'binaryData'] as const) mergeData(resource, old, field);
			if (old.origin !== undefined) resource.origin = old.origin;
		}
		this.resources[this.resources.indexOf(old)] = resource;
	}

	/** Those that a patch's target selects. */
	select(selector: Selector): Resource[] {
		const matches = selectorMatcher(selector);
		return this.resources.filter(matches);
	}
}

/** Metadata and history of what `resource` takes the place of. Models Resource.CopyMergeMetaDataFieldsFrom. */
function takeIdentity(resource: Resource, old: Resource): void {
	resource.setMap('labels', { ...old.labels, ...resource.labels });
	resource.setMap('annotations', { ...old.annotations, ...resource.annotations });
	const metadata = resource.ownMetadata();
	metadata.name = old.name;
	if (old.namespace === '') delete metadata.namespace;
	else metadata.namespace = old.namespace;
	resource.previous.splice(0, 0, ...old.previous);
	resource.prefixes.splice(0, 0, ...old.prefixes);
	resource.suffixes.splice(0, 0, ...old.suffixes);
	resource.variables.push(...old.variables);
	// That a name gets a hash is a note on the object, and such notes are those of what is there.
	resource.needsHash = old.needsHash;
}

function mergeData(resource: Resource, old: Resource, field: 'data' | 'binaryData'): void {
	const object = resource.object;
	if (object === undefined) throw new Error('assertion failed: a generated resource is there');
	const merged = { ...textual(old.object?.[field]), ...textual(object[field]) };
	if (Object.keys(merged).length === 0) delete object[field];
	else object[field] = merged;
}

function textual(value: unknown): { [key: string]: string } {
	return (value ?? {}) as { [key: string]: string };
}

/** Patterns are anchored; labels and annotations by selectors. */
export function selectorMatcher(selector: Selector): (resource: Resource) => boolean {
	const pattern = {
		group: anchored(selector.group),
		version: anchored(selector.version),
		kind: anchored(selector.kind),
		name: anchored(selector.name),
		namespace: anchored(selector.namespace),
	};
	const labels = labelMatcher(selector.labelSelector);
	const annotations = labelMatcher(selector.annotationSelector);
	return (resource) => {
		const [now, original] = [resource.currentId(), resource.originalId()];
		const either = (regexp: Regexp | undefined, a: string, b: string): boolean =>
			regexp === undefined || regexp.test(a) || regexp.test(b);
		return (
			either(pattern.namespace, effectiveNamespace(original), effectiveNamespace(now)) &&
			either(pattern.name, original.name, now.name) &&
			(pattern.group?.test(now.group) ?? true) &&
			(pattern.version?.test(now.version) ?? true) &&
			(pattern.kind?.test(now.kind) ?? true) &&
			labels(resource.labels) &&
			annotations(resource.annotations)
		);
	};
}

function anchored(pattern: string | undefined): Regexp | undefined {
	if (pattern === undefined || pattern === '') return undefined;
	try {
		return compileRe2(`^(?:${pattern})$`);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw new CommandError(`error parsing regexp: ${error.message}: \`${error.fragment}\``);
	}
}

export function labelMatcher(selector: string | undefined): (labels: { readonly [key: string]: string }) => boolean {
	if (selector === undefined || selector === '') return () => true;
	try {
		const parsed = parseLabelSelector(selector);
		return (labels) => parsed.matches(labels);
	} catch (error) {
		if (!(error instanceof SelectorError)) throw error;
		throw new CommandError(error.message);
	}
}
