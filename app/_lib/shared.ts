/**
 * A value that the server's bundle and Next's bundle share. They are two module graphs in one process, so a
 * module-level variable would exist twice: the server sets the slot once at its start, both read it.
 */
export interface SharedSlot<T> {
	/** The value; throws when the process was not started by app/_server/main.ts. */
	get(): T;
	/** The value, or undefined when nobody has set it. */
	peek(): T | undefined;
	set(value: T): void;
}

export function sharedSlot<T>(name: string): SharedSlot<T> {
	const key = Symbol.for(`kubedrill.${name}`);
	const slots = globalThis as unknown as { [key: symbol]: T | undefined };
	return {
		get() {
			const value = slots[key];
			if (value === undefined) throw new Error(`"${name}" is not there: start the site with npm start or npm run dev`);
			return value;
		},
		peek: () => slots[key],
		set(value) {
			slots[key] = value;
		},
	};
}
