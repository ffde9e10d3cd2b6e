type Table = { readonly [key: string]: unknown };

/** Models github.com/BurntSushi/toml's encoder: values before tables, keys sorted, tables indented. */
export function formatToml(value: unknown): string {
	if (!isTable(value)) return 'toml: top-level values must be Go maps or structs';
	const out: string[] = [];
	writeTable(value, [], out);
	return out.join('');
}

function isTable(value: unknown): value is Table {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isTableList(value: unknown): value is readonly Table[] {
	return Array.isArray(value) && value.length > 0 && value.every(isTable);
}

function writeTable(table: Table, path: readonly string[], out: string[]): void {
	const keys = Object.keys(table).sort();
	const pad = '  '.repeat(path.length);
	for (const key of keys) {
		const value = table[key];
		if (value === null || value === undefined || isTable(value) || isTableList(value)) continue;
		out.push(`${pad}${keyText(key)} = ${valueText(value)}\n`);
	}
	for (const key of keys) {
		const value = table[key];
		const inner = [...path, keyText(key)];
		const head = '  '.repeat(path.length) + (isTableList(value) ? `[[${inner.join('.')}]]` : `[${inner.join('.')}]`);
		for (const each of isTable(value) ? [value] : isTableList(value) ? value : []) {
			if (out.length > 0) out.push(path.length === 0 ? '\n' : '');
			out.push(`${head}\n`);
			writeTable(each, inner, out);
		}
	}
}

function keyText(key: string): string {
	return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

function valueText(value: unknown): string {
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'number') return Number.isInteger(value) ? `${value}.0` : String(value);
	if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
	if (isTable(value)) {
		const pairs = Object.keys(value).map((key) => `${keyText(key)} = ${valueText(value[key])}`);
		return `{${pairs.join(', ')}}`;
	}
	return String(value);
}
