import { expect, test } from 'vitest';
import { RuleCompiler } from '../../../simulator/api/custom-resources/cel-rules.ts';
import { celDeclarationOf } from '../../../simulator/api/custom-resources/cel-types.ts';
import type { JsonSchema } from '../../../simulator/api/custom-resources/json-schema.ts';

const TYPES: { readonly [name: string]: JsonSchema } = {
	number: { type: 'number' },
	string: { type: 'string' },
	boolean: { type: 'boolean' },
	'int-or-string': { 'x-kubernetes-int-or-string': true },
	duration: { type: 'string', format: 'duration' },
	date: { type: 'string', format: 'date' },
	'date-time': { type: 'string', format: 'date-time' },
	numbers: { type: 'array', items: { type: 'number' } },
	'map of numbers': { type: 'object', additionalProperties: { type: 'number' } },
	object: {
		type: 'object',
		required: ['required'],
		properties: { required: { type: 'string' }, optional: { type: 'string' } },
	},
};

function costOf(schema: JsonSchema, rule: string): number {
	const declaration = celDeclarationOf(schema, false);
	if (declaration === undefined) throw new Error('no type');
	const compiled = new RuleCompiler(declaration.type, schema).compile({ rule });
	if (!('program' in compiled)) throw new Error(compiled.detail);
	return compiled.program.estimate(declaration.type);
}

/** Models apiextensions-apiserver/pkg/apiserver/schema/cel compilation_test.go TestCostEstimation: the figures are its. */
test.each([
	['list of number', 'self.all(x, true)', 4718591, 10, 32],
	['list of string', 'self.all(x, true)', 3145727, 20, 62],
	['list of boolean', 'self.all(x, true)', 1887437, 5, 17],
	['list of numbers', 'self.all(x, true)', 3145727, 100, 302],
	['list of object', 'self.all(x, true)', 555128, 50, 152],
	['map of number', 'self.all(x, true)', 1348169, 10, 32],
	['map of string', 'self.all(x, true)', 1179647, 3, 11],
	['map of boolean', 'self.all(x, true)', 943718, 100, 302],
	['string', "self.contains('test')", 314574, 10, 5],
	['string', "self.startsWith('test')", 2, 15, 2],
	['string', 'size(self + "hello") > size("hello")', 314578, 4, 7],
	['list of number', 'self[1] == 0.0', 2, 5000, 2],
	['list of string', 'self[1] == self[1]', 314577, 8, 314577],
	['string', 'self.matches("x")', 314574, 50, 22],
	['string', '"".matches("(((((((((())))))))))[0-9]")', 7, 10, 7],
	['string', 'self.matches("")', 1, 100, 1],
	['list of number', 'self[3] == 0.0', 2, 0, 2],
	['map of number', 'self["x"] == 0.0', 2, 0, 2],
	['string', 'self == "x"', 2, 0, 1],
	['list of number', 'self.all(x, x == 0.0)', 6291454, 3 * 1024 * 2048, 25165826],
	['list of int-or-string', 'self.all(x, true)', 4718591, 10, 32],
	['list of int-or-string', 'self[0] == 5', 3, 10, 3],
	['list of boolean', 'self[0] == false', 2, 25, 2],
	['list of object', 'self[0] == null', 2, 422, 2],
	['list of numbers', 'self[0][0] == -1.0', 3, 51, 3],
	['list of map of numbers', 'self.all(x, x.y == 25.2)', 6291452, 12, 74],
	['list of map of numbers', 'self[0].x > 2.0', 4, 3000, 4],
	['list of duration', 'self.all(x, true)', 2359295, 5, 17],
	['list of duration', 'self[0].getHours() == 2', 4, 525, 4],
	['list of date', 'self.all(x, true)', 725936, 15, 47],
	['list of date-time', 'self.all(x, true)', 428963, 25, 77],
	['map of int-or-string', 'self.all(x, true)', 1348169, 15, 47],
	['map of object', 'self.all(x, true)', 428963, 20, 62],
	['map of duration', 'self.all(x, true)', 1048577, 5, 17],
	['map of date-time', 'self.all(x, true)', 349526, 25, 77],
	['string', "self.find('[0-9]+') == ''", 629147, 10, 11],
])('%s: %s', (what, rule, cost, max, limited) => {
	const [, shape, inner = ''] = /^(list of |map of |)(.*)$/.exec(what) ?? [];
	const schema = (bound: number | undefined): JsonSchema => {
		const limits = (name: string): object => (bound === undefined ? {} : { [name]: bound });
		if (shape === 'list of ') return { type: 'array', items: TYPES[inner] as never, ...limits('maxItems') };
		if (shape === '') return { ...TYPES[inner], ...limits('maxLength') };
		return { type: 'object', additionalProperties: TYPES[inner] as never, ...limits('maxProperties') };
	};
	expect([costOf(schema(undefined), rule), costOf(schema(max), rule)]).toEqual([cost, limited]);
});

test('loops in loops', () => {
	const schema = { type: 'array', items: { type: 'number' }, maxItems: 10 };
	expect(costOf(schema, 'self.all(x, self.all(y, true))')).toBe(352);
	expect(costOf(schema, 'self.all(x, self.all(y, self.all(z, true)))')).toBe(3552);
});

test('libraries, by the sizes of what they are given', () => {
	const text = { type: 'string' };
	const limited = { type: 'string', maxLength: 10 };
	const list = (items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
		type: 'array',
		items: items as never,
		...more,
	});
	const names = { type: 'string', enum: ['A', 'B', 'C', 'LongValue'] };
	const pair: JsonSchema = { type: 'object', properties: { str: limited, separator: limited } };
	const sized = { type: 'string', maxLength: 4 };
	const replaced: JsonSchema = {
		type: 'object',
		properties: { str: sized, before: { type: 'string', maxLength: 2 }, after: sized },
	};
	expect([
		costOf(list(text), "self.join(' ') == 'aa bb'"),
		costOf(list(limited, { maxItems: 10 }), "self.join(' ') == 'aa bb'"),
		costOf(list(text), 'self.isSorted() == true'),
		costOf(list(limited, { maxItems: 10 }), 'self.isSorted() == true'),
		costOf(pair, 'self.str.split(self.separator) == []'),
		costOf(replaced, "self.str.replace(self.before, self.after) == 'does not matter'"),
		costOf(names, "self.contains('A')"),
		costOf({ ...names, maxLength: 1000 }, "self.contains('A')"),
		costOf({ 'x-kubernetes-int-or-string': true }, 'isQuantity(self)'),
	]).toEqual([329853068905, 43, 329854432052, 52, 22, 12, 2, 401, 314574]);
});
