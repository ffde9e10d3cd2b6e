/** What an object itself has under a name that users choose: "toString" is a name like any other. */
export function ownValue<T>(object: { readonly [name: string]: T } | undefined, name: string): T | undefined {
	return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}
