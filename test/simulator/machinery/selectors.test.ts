import { expect, test } from 'vitest';
import {
	formatLabelSelector,
	type Labels,
	labelSelectorFrom,
	parseFieldSelector,
	parseLabelSelector,
} from '../../../simulator/machinery/selectors.ts';

const web: Labels = { app: 'web', tier: 'front', weight: '5' };

test.each<[string, boolean]>([
	['', true],
	['app=web', true],
	['app==web,tier!=back', true],
	['app in (web, api),tier', true],
	['app notin (web)', false],
	['!legacy', true],
	['app,!tier', false],
	['weight>4,weight<6', true],
	['weight gt 4', false],
	['legacy=', false],
	['legacy!=x', true],
])('label selector %j', (text, expected) => {
	if (text === 'weight gt 4') expect(() => parseLabelSelector(text)).toThrow();
	else expect(parseLabelSelector(text).matches(web)).toBe(expected);
});

test.each([
	['app=web,', "found '', expected: identifier after ','"],
	['=web', "found '=', expected: !, identifier, or 'end of string'"],
	['app web', "unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt"],
	['app in web', "unable to parse requirement: found 'web' expected: '('"],
	[
		'app in ()',
		"unable to parse requirement: values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty",
	],
	[
		'app=-x',
		"unable to parse requirement: values[0][app]: Invalid value: \"-x\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
	],
	[
		'a/b/c=x',
		"unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
	],
])('label selector %j is refused', (text, message) => {
	expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ message: message }));
});

test('selectors of objects', () => {
	const spec = {
		matchLabels: { app: 'web' },
		matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'back'] }],
	};
	expect(labelSelectorFrom(spec).matches(web)).toBe(true);
	expect(formatLabelSelector(spec)).toBe('app=web,tier in (back,front)');
	expect(labelSelectorFrom({}).matches(web)).toBe(true);
	expect(labelSelectorFrom(undefined).matches(web)).toBe(false);
});

test('field selectors', () => {
	const selector = parseFieldSelector('status.phase=Running,metadata.name!=a\\,b');
	expect(selector.toString()).toBe('status.phase=Running,metadata.name!=a\\,b');
	expect(selector.matches((field) => (field === 'status.phase' ? 'Running' : 'c'))).toBe(true);
	expect(selector.matches((field) => (field === 'status.phase' ? 'Running' : 'a,b'))).toBe(false);
	expect(() => parseFieldSelector('x')).toThrow("invalid selector: 'x'; can't understand 'x'");
});
