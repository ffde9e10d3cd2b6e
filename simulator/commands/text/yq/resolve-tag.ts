const INTEGER = /^[-+]?(?:0|[1-9][0-9_]*|0o?[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/;
const SPECIAL_FLOAT = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
	/^\d{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?:(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d+)?[ \t]*(?:Z|[-+]\d{1,2}(?::?\d{2})?)?)?$/;

/** The tag of a plain scalar by the core schema. Models go.yaml.in/yaml resolve. */
export function resolveTag(text: string): string {
	if (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return '!!null';
	if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return '!!bool';
	if (text === '<<') return '!!merge';
	if (!/^[-+.0-9]/.test(text)) return '!!str';
	if (INTEGER.test(text)) return '!!int';
	if (FLOAT.test(text) || SPECIAL_FLOAT.test(text)) return '!!float';
	return TIMESTAMP.test(text) ? '!!timestamp' : '!!str';
}

/** What an integer scalar counts; undefined when it is none. */
export function integerOf(text: string): bigint | undefined {
	const plain = text.replaceAll('_', '');
	const match = /^([-+]?)(\d+|0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+)$/.exec(plain);
	if (match === null) return undefined;
	const digits = match[2] as string;
	const magnitude = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
	return match[1] === '-' ? -magnitude : magnitude;
}

export function numberOf(text: string): number {
	if (/inf/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	const integer = integerOf(text);
	return integer === undefined ? Number(text.replaceAll('_', '')) : Number(integer);
}
