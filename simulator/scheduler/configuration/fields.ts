/** An object of a file that nobody has looked at yet. */
export interface Fields {
	readonly [name: string]: unknown;
}

export function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

export function numberOr(value: unknown, otherwise: number): number {
	return typeof value === 'number' ? value : otherwise;
}

/** Why a configuration cannot be used: the texts of all that is wrong. */
export class ConfigurationError extends Error {
	readonly texts: readonly string[];

	constructor(texts: readonly string[]) {
		super(texts.join(', '));
		this.texts = texts;
	}
}

/** Throws for names that are not among these. Models apimachinery's strict decoding. */
export function refuseUnknown(fields: Fields, known: ReadonlySet<string>, doing = ''): void {
	const unknown = Object.keys(fields).filter((name) => !known.has(name));
	if (unknown.length === 0) return;
	const texts = unknown.map((name) => `unknown field ${JSON.stringify(name)}`);
	throw new ConfigurationError([`${doing}strict decoding error: ${texts.join(', ')}`]);
}
