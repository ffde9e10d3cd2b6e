import type { FileTree } from '../../kernel/machine-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

/** Differs: systemd limits lines, not files. What stands behind is not read. */
const UNIT_BYTES_MAX = 131_072;
/** Longer texts are kept, so many of them. */
const KEPT_FROM_BYTES = 4_096;
const KEPT_MAX = 8;

/** Reads the files of units. Long ones are not decoded again while they are as they were: much is asked about one unit. */
export class UnitTexts {
	readonly #root: FileTree;
	readonly #kept = new Map<string, { readonly bytes: Uint8Array; readonly text: string }>();

	constructor(root: FileTree) {
		this.#root = root;
	}

	/** Undefined: there is no such file. */
	read(path: string): string | undefined {
		const bytes = this.#root.readFile(path)?.subarray(0, UNIT_BYTES_MAX);
		if (bytes === undefined) return undefined;
		if (bytes.length < KEPT_FROM_BYTES) return decodeUtf8(bytes);
		const known = this.#kept.get(path);
		if (known !== undefined && isSame(known.bytes, bytes)) return known.text;
		const text = decodeUtf8(bytes);
		this.#kept.delete(path);
		if (this.#kept.size === KEPT_MAX) this.#kept.delete(this.#kept.keys().next().value as string);
		this.#kept.set(path, { bytes: bytes.slice(), text });
		return text;
	}
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
	return true;
}
