import { encodeBase64 } from '../../../machinery/base64.ts';
import { GoObject } from '../../../machinery/go-template/values.ts';
import { compileRe2, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import { type Dict, newDict } from '../../../machinery/sprig/define.ts';
import { yamlText } from '../../../machinery/sprig/plain-json.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { ChartFile } from '../chart/chart.ts';

/** `.Files`. Models helm.sh/helm/v3/pkg/engine files. */
export class FilesObject extends GoObject {
	readonly typeName = 'engine.files';
	override readonly kind = 'map';
	readonly #files: ReadonlyMap<string, Uint8Array>;

	constructor(files: readonly ChartFile[]) {
		super();
		this.#files = new Map(files.map(({ name, data }) => [name, data]));
	}

	override method(name: string): ((args: readonly unknown[]) => unknown) | undefined {
		switch (name) {
			case 'Get':
				return ([path]) => decodeUtf8(this.#bytes(path));
			case 'GetBytes':
				return ([path]) => this.#bytes(path);
			case 'Glob':
				return ([pattern]) => this.#glob(String(pattern));
			case 'AsConfig':
				return () => this.#as((data) => decodeUtf8(data));
			case 'AsSecrets':
				return () => this.#as((data) => encodeBase64(data));
			case 'Lines':
				return ([path]) => linesOf(decodeUtf8(this.#bytes(path)));
			default:
				return undefined;
		}
	}

	#bytes(path: unknown): Uint8Array {
		return this.#files.get(String(path)) ?? new Uint8Array(0);
	}

	#glob(pattern: string): FilesObject {
		const regexp = pathPattern(pattern);
		const found = [...this.#files].filter(([name]) => regexp.test(name));
		return new FilesObject(found.map(([name, data]) => ({ name, data })));
	}

	#as(text: (data: Uint8Array) => string): string {
		const out: Dict = newDict();
		for (const [name, data] of this.#files) out[name.split('/').at(-1) as string] = text(data);
		return yamlText(out);
	}

	override entries(): readonly (readonly [string, unknown])[] {
		return [...this.#files];
	}

	printed(): string {
		const shown = this.entries().map(([name, data]) => `${name}:[${(data as Uint8Array).join(' ')}]`);
		return `map[${shown.sort().join(' ')}]`;
	}

	override toJson(): unknown {
		return Object.fromEntries([...this.#files].map(([name, data]) => [name, encodeBase64(data)]));
	}
}

function linesOf(text: string): string[] {
	if (text === '') return [];
	return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/**
 * Models gobwas/glob with `/` as the separator: `*` stays within a part, `**` does not, `{a,b}` is either. What is no
 * pattern matches everything.
 */
function pathPattern(glob: string): Regexp {
	try {
		return compileRe2(expressionOf(glob), { dotAll: true });
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		return compileRe2('', {});
	}
}

function expressionOf(glob: string): string {
	let out = '';
	let depth = 0;
	for (let i = 0; i < glob.length; i++) {
		const char = glob.charAt(i);
		if (glob.startsWith('**', i)) {
			out += '.*';
			i++;
		} else if (char === '*') out += '[^/]*';
		else if (char === '?') out += '[^/]';
		else if (char === '{') {
			depth++;
			out += '(?:';
		} else if (char === '}' && depth > 0) {
			depth--;
			out += ')';
		} else if (char === ',' && depth > 0) out += '|';
		else if (char === '[' && glob.indexOf(']', i + 2) > 0) {
			const end = glob.indexOf(']', i + 2);
			out += `[${glob
				.slice(i + 1, end)
				.replace(/^!/, '^')
				.replaceAll('\\', '\\\\')}]`;
			i = end;
		} else out += char.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&');
	}
	return `^${out}${')'.repeat(depth)}$`;
}
