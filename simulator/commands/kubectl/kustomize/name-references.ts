import type { Json } from '../../../machinery/meta.ts';
import { isObject, type JsonObject } from '../../../machinery/patch/json-object.ts';
import { CommandError } from '../errors.ts';
import { itemSlot, type Slot, setScalar, visitField } from './field-path.ts';
import type { FieldSpec } from './kustomization-file.ts';
import type { NameReference } from './name-reference-specs.ts';
import { type Resource, textOf } from './resource.ts';
import { effectiveNamespace, formatId, type GvkSelector, isOfKind, type ResourceId } from './resource-id.ts';
import type { ResourceList } from './resource-list.ts';

/**
 * Objects that name others by a name they had get the one they have now.
 * Models kustomize api/internal/accumulator nameReferenceTransformer and api/filters/nameref.
 */
export function fixNameReferences(list: ResourceList, references: readonly NameReference[]): void {
	const renamed = list.resources.filter((each) => each.previous.length > 0).map((each) => new Candidate(each));
	if (renamed.length === 0) return;
	const targets = references.map((reference) => ({
		reference,
		candidates: renamed.filter((each) => each.wasOfKind(reference)),
	}));
	for (const referrer of list.resources) {
		const id = referrer.originalId();
		for (const { reference, candidates } of targets) {
			if (candidates.length === 0) continue;
			const specs = reference.fieldSpecs.filter((spec) => isOfKind(id, spec));
			if (specs.length === 0) continue;
			const possible = possibleTargets(candidates, referrer);
			for (const spec of specs) fixField(referrer, spec, possible);
		}
	}
}

/** A resource with another name than once, and the ids it had and has: they do not change any more. */
class Candidate {
	readonly resource: Resource;
	readonly id: ResourceId;
	readonly originalNamespace: string;
	readonly #previous: readonly ResourceId[];

	constructor(resource: Resource) {
		this.resource = resource;
		this.id = resource.currentId();
		this.#previous = resource.previousIds();
		this.originalNamespace = effectiveNamespace(this.#previous[0] ?? this.id);
	}

	wasCalled(name: string): boolean {
		return this.#previous.some((id) => id.name === name);
	}

	wasOfKind(kind: GvkSelector): boolean {
		return this.#previous.some((id) => isOfKind(id, kind));
	}
}

/** What an object can name: what is in its namespace or in none, and the accounts that a binding names. */
function possibleTargets(candidates: readonly Candidate[], referrer: Resource): readonly Candidate[] {
	const id = referrer.currentId();
	if (id.clusterScoped) return candidates;
	const elsewhere = accountNamespaces(referrer);
	return candidates.filter(
		({ id: other }) =>
			other.clusterScoped || effectiveNamespace(other) === effectiveNamespace(id) || elsewhere.has(other.namespace),
	);
}

function accountNamespaces(referrer: Resource): ReadonlySet<string> {
	const namespaces = new Set<string>();
	const subjects = referrer.object?.subjects;
	if (referrer.kind !== 'RoleBinding' || !Array.isArray(subjects)) return namespaces;
	for (const subject of subjects) {
		if (!isObject(subject) || subject.kind !== 'ServiceAccount' || !Object.hasOwn(subject, 'namespace')) continue;
		if (typeof subject.namespace !== 'string')
			throw new CommandError(
				`Invalid Input: namespace is blank for resource ${JSON.stringify(formatId(referrer.currentId()))}\n`,
			);
		namespaces.add(subject.namespace);
	}
	return namespaces;
}

function fixField(referrer: Resource, spec: FieldSpec, candidates: readonly Candidate[]): void {
	const fixer = new NameFixer(referrer, spec, candidates);
	const { group, version, kind } = referrer.currentId();
	try {
		visitField(referrer, { path: spec.path, group, version, kind }, (slot) => fixer.fix(slot));
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		const shown = formatId(referrer.currentId());
		throw new CommandError(`updating name reference in '${spec.path}' field of '${shown}': ${error.message}`);
	}
}

class NameFixer {
	readonly #referrer: Resource;
	readonly #spec: FieldSpec;
	readonly #candidates: readonly Candidate[];

	constructor(referrer: Resource, spec: FieldSpec, candidates: readonly Candidate[]) {
		this.#referrer = referrer;
		this.#spec = spec;
		this.#candidates = candidates;
	}

	fix(slot: Slot): void {
		const { value } = slot;
		if (value === null) return;
		if (Array.isArray(value)) {
			for (let index = 0; index < value.length; index++) this.#fixItem(itemSlot(value, index));
		} else this.#fixItem(slot);
	}

	#fixItem(slot: Slot): void {
		if (isObject(slot.value)) this.#fixMap(slot.value);
		else if (slot.value !== null) this.#fixScalar(slot);
	}

	#fixScalar(slot: Slot): void {
		const name = textOf(slot.value);
		const referral = this.#select(name, this.#candidates, (a, b) => a.name === b.name);
		if (referral !== undefined && referral.name !== name) setScalar(slot, referral.name as Json);
	}

	/** A map with a name and perhaps a namespace. */
	#fixMap(map: JsonObject): void {
		if (!Object.hasOwn(map, 'name')) throw new CommandError(`path config error; no 'name' field in node`);
		const name = textOf(map.name);
		const same = (a: Resource, b: Resource): boolean => a.name === b.name && a.namespace === b.namespace;
		const referral = this.#select(name, this.#inNamespace(map), same);
		if (referral === undefined || (referral.name === name && referral.namespace === '')) return;
		map.name = referral.name;
		if (referral.namespace !== '') map.namespace = referral.namespace;
	}

	#inNamespace(map: JsonObject): readonly Candidate[] {
		if (!Object.hasOwn(map, 'namespace')) return this.#candidates;
		const namespace = textOf(map.namespace);
		const before = this.#candidates.filter((each) => each.originalNamespace === namespace);
		if (before.length > 0) return before;
		return this.#candidates.filter((each) => effectiveNamespace(each.id) === namespace);
	}

	#select(name: string, all: readonly Candidate[], same: (a: Resource, b: Resource) => boolean): Resource | undefined {
		const role = this.#roleKind();
		const near = all.filter(
			(each) => each.wasCalled(name) && (role === undefined || each.wasOfKind(role)) && this.#isNear(each),
		);
		let left = near.map((each) => each.resource);
		if (left.length === 1) return left[0];
		left = left.filter((each) => sameAffixes(each, this.#referrer, true));
		if (left.length > 1) left = left.filter((each) => sameAffixes(each, this.#referrer, false));
		const [first] = left;
		if (first === undefined || left.length === 1 || left.every((each) => same(first, each))) return first;
		throw new CommandError(this.#ambiguity(left));
	}

	#ambiguity(left: readonly Resource[]): string {
		const ids = left.map((each) => formatId(each.currentId())).join(', ');
		const shown = left.map((each, index) => `--- possible referral ${index}:\n${each.toYaml()}\n`).join('');
		return `found multiple possible referrals: ${ids}\n\n**** Too many possible referral targets to referrer:\n${this.#referrer.toYaml()}\n${shown}`;
	}

	/** What a binding's roleRef says its role is. */
	#roleKind(): GvkSelector | undefined {
		if (!this.#spec.path.endsWith('roleRef/name')) return undefined;
		const role = this.#referrer.object?.roleRef;
		if (!isObject(role) || !Object.hasOwn(role, 'apiGroup') || !Object.hasOwn(role, 'kind')) return undefined;
		return { group: textOf(role.apiGroup), kind: textOf(role.kind) };
	}

	#isNear({ id: there }: Candidate): boolean {
		const here = this.#referrer.currentId();
		if (here.clusterScoped || there.clusterScoped || there.kind === 'ServiceAccount') return true;
		return effectiveNamespace(here) === effectiveNamespace(there);
	}
}

function sameAffixes(a: Resource, b: Resource, allowNone: boolean): boolean {
	return sameEnd(a.prefixes, b.prefixes, allowNone) && sameEnd(a.suffixes, b.suffixes, allowNone);
}

function sameEnd(a: readonly string[], b: readonly string[], allowNone: boolean): boolean {
	if (a.length === 0 || b.length === 0) return allowNone || a.length === b.length;
	const [short, long] = a.length > b.length ? [b, a] : [a, b];
	return short.every((each, index) => long[index + long.length - short.length] === each);
}
