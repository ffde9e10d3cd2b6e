import { expect, test } from 'vitest';
import { CelBudget, CelEnvironment } from '../../../simulator/machinery/cel/cel-environment.ts';
import { CelCompileError, CelCostError, CelEvaluationError } from '../../../simulator/machinery/cel/cel-error.ts';
import type { CelType } from '../../../simulator/machinery/cel/cel-type.ts';
import { nothing, runToCompletion, type Task } from '../../../simulator/machinery/task.ts';

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
const evaluate = (expression: string, oldSelf?: object): unknown => {
	const program = environment.compile(expression);
	const values = { self: VALUE, oldSelf };
	const atOnce = outcomeOf((budget) => program.evaluate(values, budget));
	const inSteps = outcomeOf((budget) => runToCompletion(program.evaluateInSteps(values, budget, nothing)));
	expect(inSteps).toEqual(atOnce);
	if ('error' in atOnce) throw atOnce.error;
	return atOnce.value;
};

/** What came of it, and what that has cost. */
function outcomeOf(run: (budget: CelBudget) => unknown) {
	const budget = new CelBudget(1_000_000);
	try {
		return { value: run(budget), left: budget.left };
	} catch (error) {
		return { error, left: budget.left };
	}
}

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
	["'a,b,c'.split(',').join('-') + '%s=%d'.format([dyn('x'), dyn(4)])", 'a-b-cx=4'],
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
	["has(self.tags) && has(self.labels.app) && !has({'a': 1}.b)", true],
	['format.dns1123Label().validate(self.name) == null', false],
	["format.named('uuid').value().validate('x').value()", ['does not match the UUID format']],
	['self.tags.transformList(i, t, string(i) + t)', ['0b', '1a']],
	["self.labels.all(k, v, k != 'app' || v == 'web') && self.numbers.exists(i, v, i == 2 && v == 3)", true],
	["{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 2) == {'b': 4}", true],
	[
		"[1, 2].exists(x, x == 1 || self.labels['none'] == 'x') && ![1, 2].all(x, x > 1 && self.labels['none'] == 'x')",
		true,
	],
	['[3, 1, 2].sort() == [1, 2, 3] && [[1], [2]].flatten() == [1, 2] && [1, 1].distinct() == [1]', true],
	["['bb', 'a'].sortBy(s, s.size())", ['a', 'bb']],
	['sets.contains([1, 2], [2]) && sets.equivalent([1, 2, 1], [2, 1]) && sets.intersects([1], [1, 2])', true],
	["semver('1.2.3').isLessThan(semver('1.10.0')) && isSemver('v1.2', true) && semver('1.2.3-rc.1').major() == 1", true],
	["optional.of('x').optMap(v, v + 'y').orValue('')", 'xy'],
	['[1, 2][?5].hasValue() || self.?tags[?0].value() == "b"', true],
	['dyn(1) == 1.0 && dyn(1) == 1u && dyn(2u) > 1', true],
	["timestamp('2026-02-03T04:05:06Z').getMonth() == 1 && duration('90m').getHours() == 1", true],
	['"\\u00e9" == "é" && r"\\d" == "\\\\d" && b"\\xff".size() == 1 && """a\nb""".size() == 3', true],
	["'%.2f|%x|%d'.format([dyn(1.5), dyn('a'), dyn(7)])", '1.50|61|7'],
])('%s', (expression, result) => {
	expect(evaluate(expression)).toEqual(result);
});

/** The rows with a source are what cel-go's parser_test.go has for these expressions. */
const ANYTHING =
	"{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

test.each<[string, ...(readonly [at: number, text: string])[]]>([
	['self.nothing > 1', [5, "undefined field 'nothing'"]],
	['other == 1', [1, "undeclared reference to 'other' (in container '')"]],
	['self.nameless() == 1', [14, "undeclared reference to 'nameless' (in container '')"]],
	["self.min == 'a'", [10, "found no matching overload for '_==_' applied to '(int, string)'"]],
	["self.min + 'a' == 'b'", [10, "found no matching overload for '_+_' applied to '(int, string)'"]],
	['self.name.contains(1)', [19, "found no matching overload for 'contains' applied to 'string.(int)'"]],
	['self == 1', [6, "found no matching overload for '_==_' applied to '(object, int)'"]],
	['self.tags == 1', [11, "found no matching overload for '_==_' applied to '(list(string), int)'"]],
	['self.min && true', [5, "expected type 'bool' but found 'int'"]],
	['self.name.first == 1', [10, "type 'string' does not support field selection"]],
	[
		'self.min.all(x, x > 0)',
		[5, "expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)"],
	],
	["[1, 'a'].size() == 2", [5, "expected type 'int' but found 'string'"]],
	["self.name.matches('(?=a)')", [19, 'invalid matches argument']],
	["duration('a') < duration('1s')", [10, 'invalid duration argument']],
	['has(self)', [5, 'invalid argument to has() macro']],
	['self.tags.all(t.x, true)', [16, 'argument must be a simple name']],
	['self.tags.map(t.x, true) == []', [16, 'argument is not an identifier']],
	['var == 1', [1, 'reserved identifier: var']],
	['self.min >', [11, `Syntax error: mismatched input '<EOF>' expecting ${ANYTHING}`]],
	[
		'self.min = 1',
		[10, "Syntax error: token recognition error at: '= '"],
		[12, "Syntax error: extraneous input '1' expecting <EOF>"],
	],
	[
		'self.in == 1',
		[6, "Syntax error: no viable alternative at input '.in'"],
		[9, `Syntax error: extraneous input '==' expecting ${ANYTHING}`],
	],
	['(self.min == 1', [15, "Syntax error: missing ')' at '<EOF>'"]],
	[
		'a | b',
		[3, "Syntax error: token recognition error at: '| '"],
		[5, "Syntax error: extraneous input 'b' expecting <EOF>"],
	],
	['TestAllTypes(){}', [15, "Syntax error: mismatched input '{' expecting <EOF>"]],
	[
		'1 + $',
		[5, "Syntax error: token recognition error at: '$'"],
		[6, `Syntax error: mismatched input '<EOF>' expecting ${ANYTHING}`],
	],
	[
		'1 + +',
		[5, `Syntax error: mismatched input '+' expecting ${ANYTHING}`],
		[6, `Syntax error: mismatched input '<EOF>' expecting ${ANYTHING}`],
	],
	[
		'in',
		[1, `Syntax error: mismatched input 'in' expecting ${ANYTHING}`],
		[3, `Syntax error: mismatched input '<EOF>' expecting ${ANYTHING}`],
	],
	['{"a": 1}."a"', [10, 'Syntax error: no viable alternative at input \'."a"\'']],
	['{a}', [3, "Syntax error: mismatched input '}' expecting ':'"]],
	[
		'?',
		[1, `Syntax error: mismatched input '?' expecting ${ANYTHING}`],
		[2, `Syntax error: mismatched input '<EOF>' expecting ${ANYTHING}`],
	],
	['0xFFFFFFFFFFFFFFFFF', [1, 'invalid int literal']],
])('%s does not compile', (expression, ...issues) => {
	const shown = issues.map(
		([at, text]) => `ERROR: <input>:1:${at}: ${text}\n | ${expression}\n | ${'.'.repeat(at - 1)}^`,
	);
	expect(() => environment.compile(expression)).toThrow(new CelCompileError(shown.join('\n')));
});

test.each([
	["self.labels['none'] == ''", 'no such key: none'],
	['self.numbers[7] == 1', 'index out of bounds: 7'],
	['1 / (self.min - 1) == 1', 'division by zero'],
	["quantity('ten').sign() == 1", 'quantities must match'],
	["cel.bind(p, '(?=a)', self.tags.map(t, true || false ? t.matches(p) : false)[0])", 'error parsing regexp'],
	["'a'.matches('(' + '')", 'error parsing regexp: missing closing ): `(`'],
	['self.port > 1', 'no such overload'],
	['self.tags.map(t, int(t)).size() == 2', "type conversion error from 'string' to 'int'"],
])('%s fails', (expression, message) => {
	expect(() => evaluate(expression)).toThrow(CelEvaluationError);
	expect(() => evaluate(expression)).toThrow(message);
});

test('others may run while a loop goes on', () => {
	const numbers = new CelEnvironment({ self: { kind: 'list', items: INT } });
	const self = Array.from({ length: 300 }, (_, i) => i);
	let pauses = 0;
	const program = numbers.compile('size(self) > 0 && (false ? true : self.all(a, self.exists(b, b == a)))');
	const pause = (): Task<void> => {
		pauses++;
		return nothing();
	};
	expect(runToCompletion(program.evaluateInSteps({ self }, new CelBudget(10_000_000), pause))).toBe(true);
	expect(pauses).toBeGreaterThan(20);
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
