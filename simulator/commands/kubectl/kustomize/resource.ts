import { formatJson } from '../../../machinery/format-json.ts';
import { isObject, type JsonObject, setOwn } from '../../../machinery/patch/json-object.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import type { Origin } from './origin.ts';
import { effectiveNamespace, isClusterScoped, type ResourceId, splitApiVersion } from './resource-id.ts';

export type Behavior = '' | 'create' | 'replace' | 'merge';

/** An object on its way through a build, with what the build remembers of it. Its object is its own: changed in place. */
export class Resource {
	/** Undefined once a patch has deleted it. */
	object: JsonObject | undefined;
	/** Names, namespaces and kinds it had before, oldest first. */
	readonly previous: { readonly name: string; readonly namespace: string; readonly kind: string }[] = [];
	readonly prefixes: string[] = [];
	readonly suffixes: string[] = [];
	/** Variables that take their value from it. */
	readonly variables: string[] = [];
	behavior: Behavior = '';
	generated = false;
	needsHash = false;
	origin: Origin | undefined;
	readonly transformations: Origin[] = [];

	constructor(object: JsonObject) {
		this.object = object;
	}

	get kind(): string {
		return textOf(this.object?.kind);
	}

	get apiVersion(): string {
		return textOf(this.object?.apiVersion);
	}

	get name(): string {
		return textOf(this.#metadata()?.name);
	}

	get namespace(): string {
		return textOf(this.#metadata()?.namespace);
	}

	get labels(): { [key: string]: string } {
		return textMap(this.#metadata()?.labels);
	}

	get annotations(): { [key: string]: string } {
		return textMap(this.#metadata()?.annotations);
	}

	#metadata(): JsonObject | undefined {
		const metadata = this.object?.metadata;
		return isObject(metadata) ? metadata : undefined;
	}

	/** Its metadata, made if there is none. */
	ownMetadata(): JsonObject {
		if (this.object === undefined) throw new Error('assertion failed: the resource is there');
		if (!isObject(this.object.metadata)) this.object.metadata = {};
		return this.object.metadata as JsonObject;
	}

	setMap(field: 'labels' | 'annotations', values: { readonly [key: string]: string }): void {
		const metadata = this.ownMetadata();
		if (Object.keys(values).length === 0) delete metadata[field];
		else metadata[field] = { ...values };
	}

	get isEmpty(): boolean {
		return this.object === undefined || Object.keys(this.object).length === 0;
	}

	currentId(): ResourceId {
		const { group, version } = splitApiVersion(this.apiVersion);
		const { kind, name, namespace } = this;
		return { group, version, kind, name, namespace, clusterScoped: isClusterScoped(group, version, kind) };
	}

	previousIds(): ResourceId[] {
		return this.#idsOf(this.previous);
	}

	originalId(): ResourceId {
		return this.#idsOf(this.previous.slice(0, 1))[0] ?? this.currentId();
	}

	#idsOf(names: typeof this.previous): ResourceId[] {
		const { group, version } = splitApiVersion(this.apiVersion);
		return names.map((id) => ({ ...id, group, version, clusterScoped: false }));
	}

	/** Its names up to now are names that others may know it by. */
	storePreviousId(): void {
		const id = this.currentId();
		this.previous.push({ name: id.name, namespace: effectiveNamespace(id), kind: id.kind });
	}

	toYaml(): string {
		return formatYaml(this.object);
	}

	/** As it stands in complaints: with the annotations that keep kustomize's notes. */
	toComplaint(): string {
		const notes: { [key: string]: string } = {};
		const note = (key: string, values: readonly string[]): void => {
			if (values.length > 0) notes[`internal.config.kubernetes.io/${key}`] = values.join(',');
		};
		note(
			'previousKinds',
			this.previous.map((id) => id.kind),
		);
		note(
			'previousNames',
			this.previous.map((id) => id.name),
		);
		note(
			'previousNamespaces',
			this.previous.map((id) => id.namespace),
		);
		note('prefixes', this.prefixes);
		note('suffixes', this.suffixes);
		if (this.generated) note('generatorBehavior', [this.behavior === '' ? 'unspecified' : this.behavior]);
		if (this.needsHash) note('needsHashSuffix', ['enabled']);
		if (Object.keys(notes).length === 0) return formatJson(this.object);
		const metadata = { ...this.ownMetadata(), annotations: { ...this.annotations, ...notes } };
		return formatJson({ ...this.object, metadata });
	}
}

/** A scalar's text; "" for what is no scalar. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function textMap(value: unknown): { [key: string]: string } {
	const out: { [key: string]: string } = Object.create(null);
	if (isObject(value))
		for (const [key, each] of Object.entries(value)) setOwn(out, key, each === null ? 'null' : textOf(each));
	return out;
}
