import { roundTrip } from '../../api/schema/round-trip.ts';
import type { TypeSchema } from '../../api/schema/schema.ts';

/**
 * What the server's encoder writes of an object of this type that has nothing: the structures held by value. It is
 * what a new object is compared with. Immutable, made once a type.
 */
export function emptyObject(type: TypeSchema): object {
	let empty = made.get(type);
	if (empty === undefined) {
		// Every object has metadata, those too whose type declares nothing by value.
		empty = type.fields.has('metadata') ? { metadata: {}, ...roundTrip({}, type) } : roundTrip({}, type);
		made.set(type, empty);
	}
	return empty;
}

/** A memo of a pure function of immutable types: the same for every world. */
const made = new WeakMap<TypeSchema, object>();
