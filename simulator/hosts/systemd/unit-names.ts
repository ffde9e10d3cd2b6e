import type { FileTree } from '../../kernel/machine-api.ts';
import type { UnitTexts } from './unit-texts.ts';

/** Where units lie, those that win first. */
export const UNIT_FOLDERS = [
	'/etc/systemd/system',
	'/run/systemd/system',
	'/usr/lib/systemd/system',
	'/run/systemd/transient',
] as const;

/** What the units of a host are called, by their files. */
export class UnitNames {
	readonly #root: FileTree;
	readonly #texts: UnitTexts;

	constructor(root: FileTree, texts: UnitTexts) {
		this.#root = root;
		this.#texts = texts;
	}

	/** @param loaded those that are known whether or not they have a file. */
	all(loaded: Iterable<string>): readonly string[] {
		const names = new Set(loaded);
		for (const name of this.#files()) if (/\.(service|socket|timer)$/.test(name)) names.add(name);
		return [...names].sort();
	}

	/** Whether there may be a unit of a name: of many names, with one look at the files. */
	presence(loaded: Iterable<string>): (name: string) => boolean {
		const names = new Set([...loaded, ...this.#files()]);
		let aliases: ReadonlySet<string> | undefined;
		return (name) => {
			if (names.has(name)) return true;
			aliases ??= new Set(this.all([]).flatMap((other) => this.aliasesOf(other)));
			return aliases.has(name);
		};
	}

	/** What else a unit says that it is called. */
	aliasesOf(name: string): readonly string[] {
		return UNIT_FOLDERS.flatMap((folder) => {
			const text = this.#texts.read(`${folder}/${name}`);
			return text === undefined ? [] : Array.from(text.matchAll(/\nAlias=([^\n]*)(?=\n)/g), ([, alias = '']) => alias);
		});
	}

	#files(): readonly string[] {
		return UNIT_FOLDERS.flatMap((folder) => this.#root.list(folder) ?? []);
	}
}
