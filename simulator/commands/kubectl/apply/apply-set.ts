import { encodeBase64Url } from '../../../machinery/base64.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { sha256 } from '../../../machinery/sha256.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { CommandError, isUserError, messageOf, throwAll } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { ResourceInfo } from '../resources.ts';
import type { Mapping, RestMapper } from '../rest-mapper.ts';
import { resourcePath } from '../rest-mapper.ts';
import type { DryRun, Validation } from '../shared-flags.ts';
import { writeQuery } from '../shared-flags.ts';
import { clientVersion } from '../version.ts';
import type { Prunable } from './prune.ts';

const TOOLING = 'applyset.kubernetes.io/tooling';
const KINDS = 'applyset.kubernetes.io/contains-group-kinds';
const NAMESPACES = 'applyset.kubernetes.io/additional-namespaces';
const PARENT_ID = 'applyset.kubernetes.io/id';
const PART_OF = 'applyset.kubernetes.io/part-of';
const PARENT_TYPE = 'applyset.kubernetes.io/is-parent-type';
const TOOL = 'kubectl';
const FIELD_MANAGER = `${TOOL}-applyset`;

/** Kinds with the namespaces where objects of a set are. */
interface Extent {
	readonly kinds: ReadonlyMap<string, Mapping>;
	readonly namespaces: ReadonlySet<string>;
}

const NOTHING: Extent = { kinds: new Map(), namespaces: new Set() };

/** How the parent is written and what of it may be pruned. */
interface WriteOptions {
	readonly dryRun: DryRun;
	readonly validation: Validation;
}

/**
 * The objects that an apply with `--applyset` keeps track of: they carry the set's label, and a parent object names
 * the kinds and namespaces where they are. Models kubectl/pkg/cmd/apply ApplySet.
 * Differs: what is pruned goes in the order of the names of kinds and namespaces, which upstream leaves to chance.
 */
export class ApplySet {
	readonly #mapper: RestMapper;
	readonly #mapping: Mapping;
	readonly #name: string;
	readonly #namespace: string;
	readonly #isAllowedParent: boolean;
	/** What the set held when this apply started. */
	#current = NOTHING;
	/** What it holds after it. */
	#updated = NOTHING;

	private constructor(
		mapper: RestMapper,
		parent: { mapping: Mapping; name: string; namespace: string },
		allowed: boolean,
	) {
		this.#mapper = mapper;
		this.#mapping = parent.mapping;
		this.#name = parent.name;
		this.#namespace = parent.namespace;
		this.#isAllowedParent = allowed;
	}

	/** The set of "[RESOURCE][.GROUP]/NAME", a Secret without a resource; `namespace` is '' unless a flag names it. */
	static *of(kubectl: Kubectl, reference: string, namespace: string): Task<ApplySet> {
		const slash = reference.indexOf('/');
		const name = reference.slice(slash + 1);
		const type = slash < 0 ? 'secrets' : reference.slice(0, slash);
		const invalid = `invalid parent reference ${JSON.stringify(reference)}`;
		if (name === '') throw new CommandError(`${invalid}: name cannot be blank`);
		const mapper = yield* kubectl.mapper();
		const mapping = mapper.tryMappingFor(type);
		if (mapping === undefined) {
			const [resource, ...group] = type.split('.');
			throw new CommandError(`${invalid}: no matches for ${group.join('.')}/, Resource=${resource}`);
		}
		const parent = { mapping, name, namespace: mapping.namespaced ? namespace : '' };
		return new ApplySet(mapper, parent, isBuiltinParent(mapping) || (yield* isCustomParent(kubectl, mapping)));
	}

	/** Refuses a parent that cannot be one. */
	check(): void {
		const errors: CommandError[] = [];
		const { group, version, resource, namespaced } = this.#mapping;
		if (namespaced && this.#namespace === '')
			errors.push(new CommandError('namespace is required to use namespace-scoped ApplySet'));
		if (!this.#isAllowedParent) {
			const type = JSON.stringify(`${group}/${version}, Resource=${resource}`);
			errors.push(new CommandError(`resource ${type} is not permitted as an ApplySet parent`));
		}
		throwAll(errors);
	}

	/** The object with the label of the set's members. */
	labelled(object: KubeObject): KubeObject {
		if (object.metadata.labels?.[PART_OF] !== undefined)
			throw new CommandError(`ApplySet label ${JSON.stringify(PART_OF)} already set in input data`);
		const labels = { ...object.metadata.labels, [PART_OF]: this.#id() };
		return { ...object, metadata: { ...object.metadata, labels } };
	}

	/** Before anything is applied the parent covers it, so that nothing is lost when this run is cut off. */
	*beforeApply(kubectl: Kubectl, infos: readonly ResourceInfo[], options: WriteOptions): Task<void> {
		this.#current = yield* this.#readParent(kubectl);
		const kinds = new Map<string, Mapping>();
		const namespaces = new Set<string>();
		for (const { mapping, namespace } of infos) {
			if (mapping === undefined) continue;
			kinds.set(groupKindOf(mapping), mapping);
			if (mapping.namespaced && namespace !== '') namespaces.add(namespace);
		}
		this.#updated = { kinds, namespaces };
		yield* this.#writeParent(kubectl, union(this.#current, this.#updated), options);
	}

	/** Members that this apply did not name. */
	*prunable(kubectl: Kubectl, applied: readonly ResourceInfo[]): Task<Prunable[]> {
		const kept = new Set(applied.map((info) => info.object?.metadata.uid));
		const found: Prunable[] = [];
		for (const mapping of inOrder(this.#current.kinds)) {
			for (const namespace of mapping.namespaced ? [...this.#current.namespaces].sort() : ['']) {
				for (const object of yield* this.#members(kubectl, mapping, namespace))
					if (!kept.has(object.metadata.uid)) found.push({ mapping, namespace, object });
			}
		}
		return found;
	}

	/** After everything was pruned the parent covers no more than what was applied. */
	*afterPrune(kubectl: Kubectl, options: WriteOptions): Task<void> {
		try {
			yield* this.#writeParent(kubectl, this.#updated, options);
		} catch (error) {
			if (!isUserError(error)) throw error;
			throw new CommandError(`apply and prune succeeded, but ApplySet update failed: ${messageOf(error)}`);
		}
	}

	#id(): string {
		const { kind, group } = this.#mapping;
		const text = [this.#name, this.#namespace, kind, group].join('.');
		return `applyset-${encodeBase64Url(sha256(encodeUtf8(text)))}-v1`;
	}

	/** "secrets./my-set", quoted. */
	#shown(): string {
		return JSON.stringify(`${this.#mapping.resource}.${this.#mapping.group}/${this.#name}`);
	}

	*#readParent(kubectl: Kubectl): Task<Extent> {
		let parent: KubeObject;
		try {
			parent = yield* kubectl.getObject(this.#mapping, this.#namespace, this.#name);
		} catch (error) {
			if (!isUserError(error)) throw error;
			if (!(error instanceof ApiError) || error.reason !== 'NotFound')
				throw new CommandError(`failed to fetch ApplySet parent object ${this.#shown()}: ${messageOf(error)}`);
			if (!isBuiltinParent(this.#mapping))
				throw new CommandError('custom resource ApplySet parents cannot be created automatically');
			return NOTHING;
		}
		const { labels = {}, annotations = {} } = parent.metadata;
		const shown = `ApplySet parent object ${this.#shown()}`;
		const tooling = annotations[TOOLING];
		if (tooling === undefined)
			throw new CommandError(`${shown} already exists and is missing required annotation ${JSON.stringify(TOOLING)}`);
		const tool = tooling.includes('/') ? tooling.slice(0, tooling.lastIndexOf('/')) : tooling;
		if (tool !== TOOL)
			throw new CommandError(
				`${shown} already exists and is managed by tooling ${JSON.stringify(tool)} instead of ${JSON.stringify(TOOL)}`,
			);
		const id = labels[PARENT_ID];
		if (id === undefined) throw new CommandError(`${shown} exists and does not have required label ${PARENT_ID}`);
		if (id !== this.#id())
			throw new CommandError(
				`${shown} exists and has incorrect value for label ${JSON.stringify(PARENT_ID)} (got: ${id}, want: ${this.#id()})`,
			);
		const namespaces = new Set((annotations[NAMESPACES] ?? '').split(',').filter((name) => name !== ''));
		if (this.#namespace !== '') namespaces.add(this.#namespace);
		return { kinds: this.#kindsOf(annotations[KINDS]), namespaces };
	}

	#kindsOf(annotation: string | undefined): Map<string, Mapping> {
		const parsing = `parsing ApplySet annotation on ${this.#shown()}`;
		if (annotation === undefined)
			throw new CommandError(
				`${parsing}: kubectl requires the ${JSON.stringify(KINDS)} annotation to be set on all ApplySet parent objects`,
			);
		const kinds = new Map<string, Mapping>();
		for (const text of annotation === '' ? [] : annotation.split(',')) {
			const [kind = '', ...group] = text.split('.');
			const mapping = this.#mapper.byKind(group.join('.'), undefined, kind);
			if (mapping === undefined)
				throw new CommandError(
					`${parsing}: could not find mapping for kind in ${JSON.stringify(KINDS)} annotation: no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group.join('.'))}`,
				);
			kinds.set(text, mapping);
		}
		return kinds;
	}

	*#writeParent(kubectl: Kubectl, extent: Extent, options: WriteOptions): Task<void> {
		if (options.dryRun === 'client') return;
		const { group, version, kind } = this.#mapping;
		const elsewhere = [...extent.namespaces].filter((name) => name !== this.#namespace).sort();
		const body = {
			kind,
			apiVersion: group === '' ? version : `${group}/${version}`,
			metadata: {
				name: this.#name,
				...(this.#namespace === '' ? {} : { namespace: this.#namespace }),
				labels: { [PARENT_ID]: this.#id() },
				annotations: {
					[NAMESPACES]: elsewhere.join(','),
					[KINDS]: [...extent.kinds.keys()].sort().join(','),
					[TOOLING]: `${TOOL}/${clientVersion(kubectl.process.release).gitVersion}`,
				},
			},
		};
		try {
			yield* this.#patchParent(kubectl, body, options, false);
		} catch (error) {
			if (!isUserError(error)) throw error;
			if (!(error instanceof ApiError) || error.reason !== 'Conflict')
				throw new CommandError(`failed to update ApplySet: ${messageOf(error)}`);
			yield* kubectl.logWarning(
				'applyset.go:448',
				`WARNING: failed to update ApplySet: ${messageOf(error)}\nApplySet field manager ${FIELD_MANAGER} should own these fields. Retrying with conflicts forced.`,
			);
			yield* this.#patchParent(kubectl, body, options, true);
		}
	}

	*#patchParent(kubectl: Kubectl, body: object, { dryRun, validation }: WriteOptions, force: boolean): Task<void> {
		const query = [
			...writeQuery({ dryRun, fieldManager: FIELD_MANAGER, validation }),
			['force', String(force)] as const,
		];
		yield* kubectl.patchObject(this.#mapping, this.#namespace, this.#name, { type: 'apply', body }, query);
	}

	*#members(kubectl: Kubectl, mapping: Mapping, namespace: string): Task<KubeObject[]> {
		const client = yield* kubectl.client();
		const { group, version, kind } = mapping;
		const apiVersion = group === '' ? version : `${group}/${version}`;
		try {
			const query = [['labelSelector', `${PART_OF}=${this.#id()}`]] as const;
			const list = yield* client.get<{ items?: KubeObject[] }>(resourcePath(mapping, namespace), query);
			return (list.items ?? []).map((item) => ({ ...item, apiVersion, kind }));
		} catch (error) {
			if (!isUserError(error)) throw error;
			throw new CommandError(`listing ${group}/${version}, Kind=${kind} objects for pruning: ${messageOf(error)}`);
		}
	}
}

function isBuiltinParent({ group, resource }: Mapping): boolean {
	return group === '' && (resource === 'secrets' || resource === 'configmaps');
}

/** Definitions with the label make their kind a parent. */
function* isCustomParent(kubectl: Kubectl, { group, resource }: Mapping): Task<boolean> {
	const client = yield* kubectl.client();
	const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
	const list = yield* client.get<{ items?: KubeObject[] }>(path, [['labelSelector', PARENT_TYPE]]);
	return (list.items ?? []).some((definition) => definition.metadata.name === `${resource}.${group}`);
}

function groupKindOf({ group, kind }: Mapping): string {
	return group === '' ? kind : `${kind}.${group}`;
}

function inOrder(kinds: ReadonlyMap<string, Mapping>): Mapping[] {
	return [...kinds.keys()].sort().map((key) => kinds.get(key) as Mapping);
}

function union(a: Extent, b: Extent): Extent {
	return {
		kinds: new Map([...a.kinds, ...b.kinds]),
		namespaces: new Set([...a.namespaces, ...b.namespaces]),
	};
}
