import type { Shell } from './shell.ts';
import { AssociativeArray, inCopiedOrder } from './shell-array.ts';
import type { DynamicValue } from './variable.ts';

/** Where the elements of BASH_ALIASES and BASH_CMDS really are. */
interface Table {
	get(shell: Shell, key: string): string | undefined;
	set(shell: Shell, key: string, value: string): void;
	readonly buckets: number;
	entries(shell: Shell): Iterable<readonly [string, string]>;
}

const ALIASES: Table = {
	get: (shell, key) => shell.aliases.get(key),
	set: (shell, key, value) => shell.aliases.set(key, value),
	buckets: 64,
	entries: (shell) => shell.aliases.entries(),
};

const COMMANDS: Table = {
	get: (shell, key) => shell.hash.get(key)?.path,
	set(shell, key, value) {
		if (shell.options.restricted && value.includes('/')) shell.warnings.push(`${value}: restricted`);
		else shell.hash.set(key, { path: value, hits: 0 });
	},
	buckets: 256,
	entries: (shell) => [...shell.hash.entries()].map(([name, { path }]) => [name, path] as const),
};

/** An associative array whose elements are a table of the shell: what is assigned is remembered there. */
class LiveArray extends AssociativeArray {
	readonly #shell: Shell;
	readonly #table: Table;

	constructor(shell: Shell, table: Table) {
		super();
		this.assigned = true;
		this.#shell = shell;
		this.#table = table;
	}

	/** An ordinary one, once the variable stops being special. */
	override copy(): AssociativeArray {
		const copy = new AssociativeArray(new Map(this.#table.entries(this.#shell)));
		copy.assigned = true;
		return copy;
	}

	/** A literal adds to the table. */
	override toFill(): AssociativeArray {
		return this;
	}

	override get(key: string): string | undefined {
		return this.#table.get(this.#shell, key);
	}

	override set(key: string, value: string): void {
		this.#table.set(this.#shell, key, value);
	}

	/** `unset` leaves the table as it is. */
	override delete(): void {}

	override get size(): number {
		return [...this.#table.entries(this.#shell)].length;
	}

	override keys(): string[] {
		const names = [...this.#table.entries(this.#shell)].map(([name]) => name);
		return inCopiedOrder(names, this.#table.buckets);
	}
}

function live(table: Table): (shell: Shell) => DynamicValue {
	const make = (shell: Shell): DynamicValue => {
		const associative = new LiveArray(shell, table);
		return {
			host: shell,
			forHost: (host) => make(host as Shell),
			associative,
			get: () => associative.get('0'),
			set: (value) => associative.set('0', value),
		};
	};
	return make;
}

export const liveAliases = live(ALIASES);
export const liveCommands = live(COMMANDS);
