/** What expressions amount to. */
export type ExValue = number | string | readonly ExValue[];

export function textOfValue(value: ExValue): string {
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string') return value;
	return value.map((each) => `${textOfValue(each)}\n`).join('');
}

/** As `:echo` shows it. */
export function showValue(value: ExValue, inside = false): string {
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string') return inside ? `'${value.replaceAll("'", "''")}'` : value;
	return `[${value.map((each) => showValue(each, true)).join(', ')}]`;
}

/** The number that a text begins with; 0 without one. */
export function numberOfValue(value: ExValue): number {
	if (typeof value === 'number') return value;
	if (typeof value !== 'string') return 0;
	const match = /^\s*(-?)(0[xX][0-9a-fA-F]+|\d+)/.exec(value);
	if (match === null) return 0;
	return Number(match[2]) * (match[1] === '-' ? -1 : 1);
}
