/** A configuration file of openssl's. Models crypto/conf. */
export class ConfigFile {
	readonly #sections = new Map<string, (readonly [name: string, value: string])[]>();

	constructor(text: string) {
		let section = 'default';
		for (const line of text.replace(/\\\r?\n/g, '').split(/\r?\n/)) {
			const trimmed = line.replace(/(^|\s)#.*$/, '').trim();
			const header = /^\[\s*([^\]]*?)\s*\]$/.exec(trimmed);
			const at = trimmed.indexOf('=');
			if (header !== null) section = header[1] as string;
			else if (at > 0) this.#list(section).push([trimmed.slice(0, at).trim(), trimmed.slice(at + 1).trim()]);
		}
	}

	/** In order; undefined: there is none. */
	section(name: string): readonly (readonly [name: string, value: string])[] | undefined {
		return this.#sections.get(name);
	}

	value(section: string, name: string): string | undefined {
		return this.#sections.get(section)?.findLast(([each]) => each === name)?.[1];
	}

	#list(section: string): (readonly [string, string])[] {
		let list = this.#sections.get(section);
		if (list === undefined) {
			list = [];
			this.#sections.set(section, list);
		}
		return list;
	}
}
