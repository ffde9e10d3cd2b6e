import { compareUtf8 } from '../../../machinery/format-json.ts';
import { FunctionError } from '../../../machinery/go-template/functions.ts';
import { GoFloat, GoInt, GoObject, isDict, plain } from '../../../machinery/go-template/values.ts';
import { plainJson } from '../../../machinery/sprig/plain-json.ts';

type Table = { readonly [key: string]: unknown };

/** Models github.com/BurntSushi/toml's encoder: values before tables, keys sorted, tables indented. */
export function formatToml(given: unknown): string {
	const value = given instanceof GoObject ? plainJson(given) : given;
	if (value === null || value === undefined)
		throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
	if (!isDict(value)) return valueText(value);
	const out: string[] = [];
	writeTable(value, [], out);
	return out.join('');
}

function isTableList(value: unknown): value is readonly Table[] {
	return Array.isArray(value) && value.length > 0 && value.every(isDict);
}

function writeTable(table: Table, path: readonly string[], out: string[]): void {
	const keys = Object.keys(table).sort(compareUtf8);
	const pad = '  '.repeat(path.length);
	for (const key of keys) {
		const value = table[key];
		if (value === null || value === undefined || isDict(value) || isTableList(value)) continue;
		out.push(`${pad}${keyText(key)} = ${valueText(value)}\n`);
	}
	for (const key of keys) {
		const value = table[key];
		const inner = [...path, keyText(key)];
		const head = '  '.repeat(path.length) + (isTableList(value) ? `[[${inner.join('.')}]]` : `[${inner.join('.')}]`);
		for (const each of isDict(value) ? [value] : isTableList(value) ? value : []) {
			if (out.length > 0 && (path.length === 0 || isTableList(value))) out.push('\n');
			out.push(`${head}\n`);
			writeTable(each as Table, inner, out);
		}
	}
}

function keyText(key: string): string {
	return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

/** A whole number that was read as YAML or JSON is a float there. */
function valueText(value: unknown): string {
	if (typeof value === 'string') return JSON.stringify(value);
	if (value instanceof GoFloat) return floatText(value.value);
	if (value instanceof GoInt) return String(value.value);
	if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value);
	if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
	if (value instanceof GoObject) return valueText(plainJson(value));
	if (isDict(value)) {
		const pairs = Object.keys(value)
			.sort(compareUtf8)
			.map((key) => `${keyText(key)} = ${valueText(value[key])}`);
		return `{${pairs.join(', ')}}`;
	}
	return String(plain(value));
}

function floatText(value: number): string {
	const text = String(value);
	return /^-?\d+$/.test(text) ? `${text}.0` : text.replace(/e\+/, 'e+');
}
