import { JsSyntaxError } from './js-lexer.ts';
import type { Expression, Pattern } from './js-syntax.ts';
import type { JsTokens } from './js-tokens.ts';

/** How tightly operators bind. */
export const STRENGTHS: ReadonlyMap<string, number> = new Map(
	[
		'??',
		'||',
		'&&',
		'|',
		'^',
		'&',
		'== != === !==',
		'< > <= >= in instanceof',
		'<< >> >>>',
		'+ -',
		'* / %',
		'**',
	].flatMap((signs, at) => signs.split(' ').map((sign): [string, number] => [sign, at + 1])),
);
export const ASSIGNMENTS = new Set('= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??='.split(' '));
export const UNARY = new Set('! ~ + - typeof void delete'.split(' '));

/** An expression as what is assigned to. */
export function patternOf(value: Expression, line: number): Pattern {
	switch (value.t) {
		case 'name':
		case 'member':
		case 'default':
			return value;
		case 'assign':
			if (value.operator === '=') return { t: 'default', target: value.target, value: value.value };
			break;
		case 'array': {
			const last = value.items.at(-1);
			const rest = last?.t === 'spread' ? patternOf(last.value, line) : undefined;
			const items = rest === undefined ? value.items : value.items.slice(0, -1);
			return {
				t: 'array-pattern',
				items: items.map((item) => (item === undefined ? undefined : patternOf(item, line))),
				rest,
			};
		}
		case 'object': {
			const last = value.properties.at(-1);
			const rest = last?.kind === 'spread' ? patternOf(last.value, line) : undefined;
			const properties = rest === undefined ? value.properties : value.properties.slice(0, -1);
			return {
				t: 'object-pattern',
				properties: properties.map((each) => ({ key: each.key, target: patternOf(each.value, line) })),
				rest,
			};
		}
	}
	throw new JsSyntaxError('Invalid left-hand side in assignment', line);
}

export function keyName(key: Expression): string {
	return key.t === 'literal' ? String(key.value) : '';
}

export function simpleTarget(value: Expression, tokens: JsTokens): Pattern {
	if (value.t === 'name' || value.t === 'member') return value;
	throw new JsSyntaxError('Invalid left-hand side in assignment', tokens.line);
}
