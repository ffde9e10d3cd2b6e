import { jsonEqual } from '../json-equal.ts';
import type { Json } from '../meta.ts';
import { isObject, type JsonObject } from '../patch/json-object.ts';
import {
	cursorInto,
	fieldAt,
	type PatchField,
	type PatchSchema,
	type PatchType,
	rootCursor,
	type SchemaCursor,
} from '../patch/patch-schema.ts';
import { Pace } from '../rest.ts';
import { sortInSteps } from '../sort-in-steps.ts';
import type { Task, Wait } from '../task.ts';
import { type FieldsV1, LEAF, nodeOf, nodeOfInSteps } from './fields-v1.ts';
import { BUILT_IN_KEY_DEFAULTS, elementOf, isAssociative, sameElement } from './list-elements.ts';

export interface FieldChanges {
	/** Added or modified. */
	readonly changed: FieldsV1 | undefined;
	readonly removed: FieldsV1 | undefined;
}

/**
 * What differs between two versions of an object, as sets of fields. Subtrees that both share are not looked at.
 * Models structured-merge-diff/typed Compare.
 * @param skip paths from the root, joined by dots, that do not count ("metadata.uid", "status").
 */
export function compareFields(
	before: JsonObject,
	after: JsonObject,
	schema: PatchSchema | undefined,
	skip: ReadonlySet<string>,
): FieldChanges {
	return new Comparison(schema, skip).objects(before, after, rootCursor(schema), '', 0);
}

/** The same of what may be large. @param rest undefined for what is compared at once. */
export function* compareFieldsInSteps(
	before: JsonObject,
	after: JsonObject,
	schema: PatchSchema | undefined,
	skip: ReadonlySet<string>,
	rest: Wait | undefined,
): Task<FieldChanges> {
	if (rest === undefined) return compareFields(before, after, schema, skip);
	return yield* new Comparison(schema, skip).largeObjects(before, after, rootCursor(schema), '', 0, new Pace(rest));
}

interface Found {
	readonly changed: [string, FieldsV1][];
	readonly removed: [string, FieldsV1][];
}

const NOTHING: FieldChanges = { changed: undefined, removed: undefined };
const WHOLLY_CHANGED: FieldChanges = { changed: LEAF, removed: undefined };
const WHOLLY_REMOVED: FieldChanges = { changed: undefined, removed: LEAF };

class Comparison {
	readonly #schema: PatchSchema | undefined;
	readonly #skip: ReadonlySet<string>;

	constructor(schema: PatchSchema | undefined, skip: ReadonlySet<string>) {
		this.#schema = schema;
		this.#skip = skip;
	}

	/** @param depth 0 at the root and 1 in its fields: only there paths may be skipped. */
	objects(
		before: JsonObject | undefined,
		after: JsonObject | undefined,
		cursor: SchemaCursor,
		path: string,
		depth: number,
	): FieldChanges {
		const found: Found = { changed: [], removed: [] };
		for (const member of membersOf(after, cursor)) {
			const { key } = member;
			const value = after?.[key];
			const old = before?.[key];
			if (old !== value) this.#member(member, old, value, path, depth, found);
		}
		for (const key in before) {
			if (after?.[key] === undefined && before[key] !== undefined) {
				this.#member(memberOf(key, cursor), before[key], undefined, path, depth, found);
			}
		}
		return {
			changed: nodeOf(before === undefined, found.changed),
			removed: nodeOf(after === undefined, found.removed),
		};
	}

	#member(
		{ key, element, field }: Member,
		before: Json | undefined,
		after: Json | undefined,
		path: string,
		depth: number,
		found: Found,
	): void {
		const inner = depth > 1 ? '' : path === '' ? key : `${path}.${key}`;
		if (inner !== '' && this.#skip.has(inner)) return;
		const changes = this.#values(before, after, field, inner, depth + 1);
		if (changes.changed !== undefined) found.changed.push([element, changes.changed]);
		if (changes.removed !== undefined) found.removed.push([element, changes.removed]);
	}

	#values(
		before: Json | undefined,
		after: Json | undefined,
		field: PatchField | undefined,
		path: string,
		depth: number,
	): FieldChanges {
		if (before === undefined && after !== undefined) {
			if (typeof after !== 'object' || after === null) return WHOLLY_CHANGED;
			return { changed: this.#added(after, field), removed: undefined };
		}
		const sample = after ?? before;
		if (typeof sample !== 'object') {
			if (before === undefined) return WHOLLY_CHANGED;
			return after === undefined ? WHOLLY_REMOVED : WHOLLY_CHANGED;
		}
		if (isObject(sample) && fitsObject(before) && fitsObject(after) && field?.mapType !== 'atomic') {
			const cursor = cursorInto(this.#schema, field);
			if (cursor?.kind !== 'type' || cursor.type.mapType !== 'atomic') {
				return this.objects(orEmpty(before), orEmpty(after), cursor, path, depth);
			}
		} else if (field !== undefined && Array.isArray(sample) && isAssociative(field)) {
			if (fitsList(before) && fitsList(after)) return this.#lists(before, after, field);
		}
		if (before === undefined) return WHOLLY_CHANGED;
		if (after === undefined) return WHOLLY_REMOVED;
		return jsonEqual(before, after) ? NOTHING : WHOLLY_CHANGED;
	}

	/** As `objects`, member by member. */
	*largeObjects(
		before: JsonObject | undefined,
		after: JsonObject | undefined,
		cursor: SchemaCursor,
		path: string,
		depth: number,
		pace: Pace,
	): Task<FieldChanges> {
		const found: Found = { changed: [], removed: [] };
		for (const member of yield* largeMembersOf(after, cursor, pace)) {
			const value = after?.[member.key];
			const old = before?.[member.key];
			if (old !== value) yield* this.#anyMember(member, old, value, path, depth, found, pace);
		}
		for (const key of Object.keys(before ?? {})) {
			if (after?.[key] === undefined && before?.[key] !== undefined) {
				yield* this.#anyMember(memberOf(key, cursor), before[key], undefined, path, depth, found, pace);
			}
		}
		return {
			changed: yield* nodeOfInSteps(before === undefined, found.changed, pace),
			removed: yield* nodeOfInSteps(after === undefined, found.removed, pace),
		};
	}

	/** As `#member`. */
	*#anyMember(
		member: Member,
		before: Json | undefined,
		after: Json | undefined,
		path: string,
		depth: number,
		found: Found,
		pace: Pace,
	): Task<void> {
		yield* pace.after(after);
		const { key, element, field } = member;
		if (!pace.isLarge(before) && !pace.isLarge(after)) {
			this.#member(member, before, after, path, depth, found);
			return;
		}
		const inner = depth > 1 ? '' : path === '' ? key : `${path}.${key}`;
		if (inner !== '' && this.#skip.has(inner)) return;
		const changes = yield* this.#largeValues(before, after, field, inner, depth + 1, pace);
		if (changes.changed !== undefined) found.changed.push([element, changes.changed]);
		if (changes.removed !== undefined) found.removed.push([element, changes.removed]);
	}

	/** As `#values`: objects member by member, and what is added item by item. */
	*#largeValues(
		before: Json | undefined,
		after: Json | undefined,
		field: PatchField | undefined,
		path: string,
		depth: number,
		pace: Pace,
	): Task<FieldChanges> {
		if (before === undefined && typeof after === 'object' && after !== null) {
			return { changed: yield* this.#largeAdded(after, field, pace), removed: undefined };
		}
		if (isObject(after ?? before) && fitsObject(before) && fitsObject(after) && field?.mapType !== 'atomic') {
			const cursor = cursorInto(this.#schema, field);
			if (cursor?.kind !== 'type' || cursor.type.mapType !== 'atomic') {
				return yield* this.largeObjects(orEmpty(before), orEmpty(after), cursor, path, depth, pace);
			}
		} else if (field !== undefined && Array.isArray(after) && isAssociative(field)) {
			if (Array.isArray(before) && before.length === after.length) {
				return yield* this.#largeListsInPlace(before, after, field, pace);
			}
			if (fitsList(before)) return yield* this.#largeLists(before, after, field, pace);
		}
		return this.#values(before, after, field, path, depth);
	}

	/** As `#listsInPlace`, and `#lists` where it has nothing to say. */
	*#largeListsInPlace(
		before: readonly Json[],
		after: readonly Json[],
		field: PatchField,
		pace: Pace,
	): Task<FieldChanges> {
		for (let i = 0; i < after.length; i++) {
			if (!sameElement(before[i], after[i], field)) return yield* this.#largeLists(before, after, field, pace);
		}
		const changed: [string, FieldsV1][] = [];
		const removed: [string, FieldsV1][] = [];
		for (let i = 0; i < after.length; i++) {
			const item = after[i] as Json;
			const isLarge = before[i] !== item && (pace.isLarge(before[i]) || pace.isLarge(item));
			const changes = isLarge
				? yield* this.#largeValues(before[i], item, field.items, '', 2, pace)
				: this.#items(before[i], item, field);
			yield* pace.after(item);
			if (changes.changed === undefined && changes.removed === undefined) continue;
			const element = elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
			if (changes.changed !== undefined) changed.push([element, changes.changed]);
			if (changes.removed !== undefined) removed.push([element, changes.removed]);
		}
		return { changed: yield* nodeOfInSteps(false, changed, pace), removed: nodeOf(false, removed) };
	}

	/** As `#lists`, item by item. */
	*#largeLists(
		before: readonly Json[] | null | undefined,
		after: readonly Json[],
		field: PatchField,
		pace: Pace,
	): Task<FieldChanges> {
		const olds = new Map<string, Json>();
		for (const item of before ?? []) {
			olds.set(elementOf(item, field, BUILT_IN_KEY_DEFAULTS), item);
			yield* pace.spend(1);
		}
		const changed: [string, FieldsV1][] = [];
		const removed: [string, FieldsV1][] = [];
		const seen = new Set<string>();
		for (const item of after) {
			const element = elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
			if (seen.has(element)) continue;
			seen.add(element);
			const old = olds.get(element);
			const isLarge = old !== item && (pace.isLarge(old) || pace.isLarge(item));
			const changes = isLarge
				? yield* this.#largeValues(old, item, field.items, '', 2, pace)
				: this.#items(old, item, field);
			if (changes.changed !== undefined) changed.push([element, changes.changed]);
			if (changes.removed !== undefined) removed.push([element, changes.removed]);
			yield* pace.after(item);
		}
		for (const [element, item] of olds) {
			if (seen.has(element)) continue;
			const changes = this.#items(item, undefined, field);
			if (changes.removed !== undefined) removed.push([element, changes.removed]);
			yield* pace.after(item);
		}
		return { changed: yield* nodeOfInSteps(before === undefined, changed, pace), removed: nodeOf(false, removed) };
	}

	/** As `#added`. */
	*#largeAdded(value: Json, field: PatchField | undefined, pace: Pace): Task<FieldsV1> {
		yield* pace.after(value);
		if (!pace.isLarge(value) || typeof value !== 'object' || value === null) return this.#added(value, field);
		const children: [string, FieldsV1][] = [];
		if (Array.isArray(value)) {
			if (field === undefined || !isAssociative(field)) return LEAF;
			const seen = new Set<string>();
			for (const item of value) {
				const element = elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
				if (seen.has(element)) continue;
				seen.add(element);
				children.push([element, yield* this.#largeAdded(item, field.items, pace)]);
			}
			return (yield* nodeOfInSteps(true, children, pace)) ?? LEAF;
		}
		const cursor = cursorInto(this.#schema, field);
		if (field?.mapType === 'atomic' || (cursor?.kind === 'type' && cursor.type.mapType === 'atomic')) return LEAF;
		for (const { key, element, field: inner } of yield* largeMembersOf(value, cursor, pace)) {
			const member = value[key];
			if (member !== undefined) children.push([element, yield* this.#largeAdded(member, inner, pace)]);
		}
		return (yield* nodeOfInSteps(true, children, pace)) ?? LEAF;
	}

	/** The fields of a value that was not there: all of them, and itself. */
	#added(value: Json, field: PatchField | undefined): FieldsV1 {
		if (typeof value !== 'object' || value === null) return LEAF;
		const children: [string, FieldsV1][] = [];
		if (Array.isArray(value)) {
			if (field === undefined || !isAssociative(field)) return LEAF;
			const seen = new Set<string>();
			for (const item of value) {
				const element = elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
				if (seen.has(element)) continue;
				seen.add(element);
				children.push([element, this.#added(item, field.items)]);
			}
			return nodeOf(true, children) ?? LEAF;
		}
		if (field?.mapType === 'atomic') return LEAF;
		const cursor = cursorInto(this.#schema, field);
		if (cursor?.kind === 'type' && cursor.type.mapType === 'atomic') return LEAF;
		for (const { key, element, field: inner } of membersOf(value, cursor)) {
			const member = value[key];
			if (member !== undefined) children.push([element, this.#added(member, inner)]);
		}
		return nodeOf(true, children) ?? LEAF;
	}

	#lists(before: Json[] | null | undefined, after: Json[] | null | undefined, field: PatchField): FieldChanges {
		if (before && after && before.length === after.length) {
			const inPlace = this.#listsInPlace(before, after, field);
			if (inPlace !== undefined) return inPlace;
		}
		const olds = new Map<string, Json>();
		for (const item of before ?? []) olds.set(elementOf(item, field, BUILT_IN_KEY_DEFAULTS), item);
		const changed: [string, FieldsV1][] = [];
		const removed: [string, FieldsV1][] = [];
		const seen = new Set<string>();
		for (const item of after ?? []) {
			const element = elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
			if (seen.has(element)) continue;
			seen.add(element);
			const changes = this.#items(olds.get(element), item, field);
			if (changes.changed !== undefined) changed.push([element, changes.changed]);
			if (changes.removed !== undefined) removed.push([element, changes.removed]);
		}
		for (const [element, item] of olds) {
			if (seen.has(element)) continue;
			const changes = this.#items(item, undefined, field);
			if (changes.removed !== undefined) removed.push([element, changes.removed]);
		}
		return { changed: nodeOf(before === undefined, changed), removed: nodeOf(after === undefined, removed) };
	}

	/** The usual case: the same items in the same order. Undefined when it is not that. */
	#listsInPlace(before: readonly Json[], after: readonly Json[], field: PatchField): FieldChanges | undefined {
		for (let i = 0; i < after.length; i++) if (!sameElement(before[i], after[i], field)) return undefined;
		const changed: [string, FieldsV1][] = [];
		const removed: [string, FieldsV1][] = [];
		for (let i = 0; i < after.length; i++) {
			const item = after[i] as Json;
			const changes = this.#items(before[i], item, field);
			if (changes === NOTHING || (changes.changed === undefined && changes.removed === undefined)) continue;
			const element = elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
			if (changes.changed !== undefined) changed.push([element, changes.changed]);
			if (changes.removed !== undefined) removed.push([element, changes.removed]);
		}
		return { changed: nodeOf(false, changed), removed: nodeOf(false, removed) };
	}

	#items(before: Json | undefined, after: Json | undefined, field: PatchField): FieldChanges {
		return before === after ? NOTHING : this.#values(before, after, field.items, '', 2);
	}
}

function fitsObject(value: Json | undefined): value is JsonObject | null | undefined {
	return value === undefined || value === null || isObject(value);
}

function fitsList(value: Json | undefined): value is Json[] | null | undefined {
	return value === undefined || value === null || Array.isArray(value);
}

/** Null is there, but has no fields. */
function orEmpty(value: JsonObject | null | undefined): JsonObject | undefined {
	return value === null ? {} : value;
}

/** One key of an object: its path element, and what is declared of it. */
interface Member {
	readonly key: string;
	readonly element: string;
	readonly field: PatchField | undefined;
}

interface Shape {
	/** An object's keys in their order. */
	readonly keys: readonly string[];
	/** In the order in which a set of fields has them. */
	readonly members: readonly Member[];
}

/** Shapes of each type that were seen last: objects that components write look the same time after time. */
const shapes = new WeakMap<PatchType, readonly Shape[]>();
const SHAPES_MAX = 4;

function membersOf(object: JsonObject | undefined, cursor: SchemaCursor): readonly Member[] {
	if (object === undefined) return [];
	const keys = Object.keys(object);
	if (cursor?.kind !== 'type') return inSetOrder(keys, cursor);
	const known = shapes.get(cursor.type) ?? [];
	for (const shape of known) if (sameKeys(shape.keys, keys)) return shape.members;
	const members = inSetOrder(keys, cursor);
	// Keys that the type does not have are the client's own, and of any length.
	if (members.every((member) => member.field !== undefined)) {
		shapes.set(cursor.type, [{ keys, members }, ...known].slice(0, SHAPES_MAX));
	}
	return members;
}

/** As `membersOf`. */
function* largeMembersOf(object: JsonObject | undefined, cursor: SchemaCursor, pace: Pace): Task<readonly Member[]> {
	if (object === undefined || cursor?.kind === 'type') return membersOf(object, cursor);
	const members: Member[] = [];
	for (const key of Object.keys(object)) {
		members.push(memberOf(key, cursor));
		yield* pace.spend(1);
	}
	return yield* sortInSteps(members, (a, b) => (a.element < b.element ? -1 : 1), pace.spend);
}

function inSetOrder(keys: readonly string[], cursor: SchemaCursor): readonly Member[] {
	return keys.map((key) => memberOf(key, cursor)).sort((a, b) => (a.element < b.element ? -1 : 1));
}

function memberOf(key: string, cursor: SchemaCursor): Member {
	return { key, element: `f:${key}`, field: fieldAt(cursor, key) };
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}
