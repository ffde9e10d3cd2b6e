import { type CompiledField, compileField } from '../condition/compile-condition.ts';
import { ConditionError } from '../condition/expression.ts';
import { parseField } from '../condition/parse-condition.ts';
import { type EventView, shown, type Value } from '../fields/field.ts';

/** An output of a rule: text with fields in it. */
export interface OutputFormat {
	text(view: EventView): string;
	/** Names of its fields with their values, each once. */
	fields(view: EventView): readonly (readonly [name: string, value: Value])[];
	readonly names: readonly string[];
}

interface Token extends CompiledField {
	readonly name: string;
	/** Cut or filled up to so many characters. */
	readonly width: number;
}

/** The format is wrong, in falco's words. */
export class OutputFormatError extends Error {}

/** "%proc.name", "%20proc.name", "%toupper(proc.name)". Models libsinsp eventformatter.cpp set_format. */
export function compileOutput(format: string): OutputFormat {
	if (format === '') throw new OutputFormatError('empty formatting token');
	const text = format.replace(/^\*/, '');
	const parts: (string | Token)[] = [];
	let last = 0;
	for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', last)) {
		if (at > last) parts.push(text.slice(last, at));
		if (at === text.length - 1) {
			throw new OutputFormatError('invalid formatting syntax: formatting cannot end with a %');
		}
		const digits = /^\d*/.exec(text.slice(at + 1, at + 9))?.[0] ?? '';
		const start = at + 1 + digits.length;
		if (start === text.length) {
			throw new OutputFormatError('invalid formatting syntax: formatting cannot end with a number');
		}
		const { token, length } = readToken(text.slice(start, start + TOKEN_LENGTH_MAX), Number(digits || 0));
		parts.push(token);
		last = start + length;
	}
	if (last < text.length) parts.push(text.slice(last));
	const tokens = parts.filter((part) => typeof part !== 'string');
	return {
		text: (view) => parts.map((part) => (typeof part === 'string' ? part : tokenText(part, view))).join(''),
		fields: (view) => [...new Map(tokens.map((token) => [token.name, token.extract(view)]))],
		names: [...new Set(tokens.map(({ name }) => name))],
	};
}

const TOKEN_LENGTH_MAX = 512;

/** The longest beginning that is a field: "%proc.name." ends with a full stop. */
function readToken(text: string, width: number): { readonly token: Token; readonly length: number } {
	let problem: string | undefined;
	const [word = ''] = /^[^%\s]*/.exec(text) ?? [];
	for (let size = word.length; size > 0; size--) {
		try {
			const part = word.slice(0, size);
			const { operand, length } = parseField(part);
			const compiled = compileField(operand);
			return { token: { ...compiled, name: part.slice(0, length), width }, length };
		} catch (error) {
			if (!(error instanceof ConditionError)) throw error;
			problem = error.message;
		}
	}
	throw new OutputFormatError(`unknown filter: ${problem ?? "unexpected token after '"}`);
}

function tokenText({ extract, type, width }: Token, view: EventView): string {
	const text = shown(extract(view), type);
	return width === 0 ? text : text.padEnd(width).slice(0, width);
}
