import { expect, test } from 'vitest';
import { CelBudget, CelEnvironment } from '../../../simulator/machinery/cel/cel-environment.ts';
import { CelCompileError, CelCostError, CelEvaluationError } from '../../../simulator/machinery/cel/cel-error.ts';
import type { CelType } from '../../../simulator/machinery/cel/cel-type.ts';

const STRING: CelType = { kind: 'string' };
const INT: CelType = { kind: 'int' };
const SELF: CelType = {
	kind: 'object',
	fields: new Map<string, CelType>([
		['name', STRING],
		['min', INT],
		['max', INT],
		['tags', { kind: 'list', items: STRING }],
		['labels', { kind: 'map', values: STRING }],
		['port', { kind: 'dyn' }],
		['x-y', STRING],
		['numbers', { kind: 'list', items: INT }],
		['until', { kind: 'timestamp' }],
	]),
};

const VALUE = {
	name: 'web',
	min: 1,
	max: 3,
	tags: ['b', 'a'],
	labels: { app: 'web', __proto: 'x' },
	port: 'http',
	'x-y': 'z',
	numbers: [1, 2, 3],
	until: '2026-01-01T00:00:00Z',
};

const environment = new CelEnvironment({ self: SELF, oldSelf: { kind: 'optional', value: SELF } });
const evaluate = (expression: string, oldSelf?: object): unknown =>
	environment.compile(expression).evaluate({ self: VALUE, oldSelf }, new CelBudget(1_000_000));

test.each<[string, unknown]>([
	['self.min <= self.max', true],
	["self.name.matches('^w.b$')", true],
	["'aXbX'.findAll('[a-z]X')", ['aX', 'bX']],
	["self.tags.isSorted() || self.tags.exists(t, t == 'a')", true],
	['self.numbers.sum() == 6 && self.numbers.max() == 3 && self.numbers.min() == 1', true],
	["self.tags.indexOf('a') == 1", true],
	["self.labels['app'] == self.name && 'app' in self.labels", true],
	["self.labels.all(k, self.labels[k] != '')", true],
	['has(self.name) && !has(self.labels.nothing)', true],
	["self.port == 'http' || self.port == 80", true],
	["type(self.port) == string ? self.port == 'http' : self.port > 0", true],
	["self.x__dash__y == 'z'", true],
	["self.until > timestamp('2025-12-31T23:59:59Z')", true],
	["duration('90s') == duration('1m30s')", true],
	["'a,b,c'.split(',').join('-') + '%s=%d'.format(['x', 4])", 'a-b-cx=4'],
	["'hello'.replace('l', 'L', 1).charAt(2)", 'L'],
	["quantity('1Gi').isGreaterThan(quantity('500Mi')) && isQuantity('10m') && !isQuantity('ten')", true],
	["quantity('1').add(quantity('500m')).compareTo(quantity('1500m')) == 0", true],
	["ip('10.0.0.1').family() == 4 && isIP('::1') && !isIP('10.0.0') && ip('127.0.0.1').isLoopback()", true],
	["cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').prefixLength() == 8 && isCIDR('fd00::/64')", true],
	["url('https://example.com:8443/a?b=c').getPort() == '8443' && isURL('/x') && !isURL('x y')", true],
	["!format.dns1123Label().validate('a_b').hasValue()", false],
	["format.dns1123Label().validate('ab').hasValue()", false],
	['oldSelf.hasValue()', false],
	['oldSelf.orValue(self).min == 1', true],
	["self.?name.orValue('none')", 'web'],
	['cel.bind(d, self.max - self.min, d * d == 4)', true],
])('%s', (expression, result) => {
	expect(evaluate(expression)).toEqual(result);
});

test.each<[string, string]>([
	['self.nothing > 1', "ERROR: <input>:1:5: undefined field 'nothing'\n | self.nothing > 1\n | ....^"],
	['other == 1', "ERROR: <input>:1:1: undeclared reference to 'other' (in container '')\n | other == 1\n | ^"],
	[
		"self.min == 'a'",
		"ERROR: <input>:1:10: found no matching overload for '_==_' applied to '(int, string)'\n | self.min == 'a'\n | .........^",
	],
	[
		'self.min >',
		"ERROR: <input>:1:11: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | self.min >\n | ..........^",
	],
])('%s does not compile', (expression, message) => {
	expect(() => environment.compile(expression)).toThrow(new CelCompileError(message));
});

test.each([
	["self.labels['none'] == ''", 'no such key: none'],
	['self.numbers[7] == 1', 'index out of bounds: 7'],
	['1 / (self.min - 1) == 1', 'division by zero'],
	["quantity('ten').sign() == 1", 'quantities must match'],
	["self.tags.all(t, t.matches('(?=a)'))", 'error parsing regexp'],
	["self.tags.filter(t, matches(t, '(?=a)')).size() == 0", 'error parsing regexp'],
	["cel.bind(p, '(?=a)', self.tags.map(t, true || false ? t.matches(p) : false)[0])", 'error parsing regexp'],
	["self.?name.orValue('').matches('(?=a)')", 'error parsing regexp'],
	["'a'.matches('(')", 'error parsing regexp: missing closing ): `(`'],
])('%s fails', (expression, message) => {
	expect(() => evaluate(expression)).toThrow(CelEvaluationError);
	expect(() => evaluate(expression)).toThrow(message);
});

test('no expression outlasts its budget', () => {
	const list = new CelEnvironment({ self: { kind: 'list', items: INT } });
	const self = Array.from({ length: 500 }, (_, i) => i);
	const run = (expression: string, budget: CelBudget): unknown => list.compile(expression).evaluate({ self }, budget);
	const nested = 'self.all(a, self.all(b, self.all(c, self.all(d, a + b + c + d >= 0))))';
	expect(() => run(nested, new CelBudget(10_000_000))).toThrow(CelCostError);
	const doubled = Array.from({ length: 40 }, (_, i) => `cel.bind(x${i + 1}, x${i} + x${i},`).join('');
	expect(() => run(`cel.bind(x0, self, ${doubled} size(x40) > 0${')'.repeat(41)}`, new CelBudget(10_000_000))).toThrow(
		CelCostError,
	);
	expect(() =>
		run(`cel.bind(x0, 'abcdefghij', ${doubled} size(x40) > 0${')'.repeat(41)}`, new CelBudget(10_000_000)),
	).toThrow(CelCostError);
	const budget = new CelBudget(10_000_000);
	expect(run('self.all(a, a >= 0)', budget)).toBe(true);
	expect(budget.left).toBeLessThan(10_000_000 - 500);
	expect(() => run('self.all(a, a >= 0)', new CelBudget(100))).toThrow(CelCostError);
});
