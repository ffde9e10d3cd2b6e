import { expect, test } from 'vitest';
import { formatJson } from '../../../simulator/machinery/format-json.ts';
import { formatJsonInSteps } from '../../../simulator/machinery/format-json-in-steps.ts';
import { goPrint, goSyntax } from '../../../simulator/machinery/go-format.ts';
import { goPrintInSteps, goSyntaxInSteps } from '../../../simulator/machinery/go-format-in-steps.ts';
import { JsonPath } from '../../../simulator/machinery/jsonpath/jsonpath.ts';
import type { Json } from '../../../simulator/machinery/meta.ts';
import { runToCompletion, type Task } from '../../../simulator/machinery/task.ts';
import { formatYamlInSteps } from '../../../simulator/machinery/yaml/format-in-steps.ts';
import { formatYaml } from '../../../simulator/machinery/yaml/format-yaml.ts';

const LEAVES: readonly Json[] = [
	'',
	'a',
	'a: b',
	'two\nlines\n',
	'\n',
	' x',
	null,
	true,
	7,
	1e21,
	[],
	{},
	[[]],
	'"q" <&>',
];

/** Values of every kind in lists and objects that are long, and in each other. */
function large(seed: number, length: number, depth: number): Json {
	const items = Array.from({ length }, (_, index): Json => {
		const at = seed * 31 + index * 7;
		if (depth > 0 && index % (length >> 1) === 3) return large(at, length, depth - 1);
		return index % 5 === 0
			? { k: LEAVES[at % LEAVES.length] as Json, l: [1, 'b'] }
			: (LEAVES[at % LEAVES.length] as Json);
	});
	if (seed % 2 === 0) return items;
	const key = (index: number): string => `${'k'.repeat(index % 700 === 0 ? 200 : 1)}${(index * 7919) % length}`;
	return Object.fromEntries(items.map((item, index) => [key(index), item]));
}

function paused<T>(make: (pause: (parts: number) => Task<void>) => Task<T>): { value: T; pauses: number } {
	let pauses = 0;
	const pause = (): Task<void> => counted(() => pauses++);
	return { value: runToCompletion(make(pause)), pauses };
}

function* counted(count: () => void): Task<void> {
	count();
}

test.each([0, 1, 2, 3])('what is written in steps is what is written at once (%d)', (seed) => {
	const value = { a: large(seed, 2_500, 2), b: [large(seed + 1, 2_100, 1)], undefined };
	const yaml = paused((pause) => formatYamlInSteps(value, pause));
	expect(yaml.value).toBe(formatYaml(value));
	expect(yaml.pauses).toBeGreaterThan(10);
	for (const style of [{}, { indent: '    ' }, { indent: '  ', keepOrder: true }]) {
		const json = paused((pause) => formatJsonInSteps(value, style, pause));
		expect(json.value).toBe(formatJson(value, style));
		expect(json.pauses).toBeGreaterThan(10);
	}
});

test('what is small is written at once', () => {
	const small = { a: [1, 2, { b: 'c' }] };
	expect(paused((pause) => formatYamlInSteps(small, pause))).toEqual({ value: formatYaml(small), pauses: 0 });
	expect(paused((pause) => formatJsonInSteps(small, {}, pause))).toEqual({ value: formatJson(small), pauses: 0 });
});

test.each(['é<\u2028"\n', '😀', '\ud83d', '\x01\\'])('a text of megabytes is quoted in pieces (%j)', (unit) => {
	for (const first of ['', 'a']) {
		const value = { ...(large(0, 2_500, 0) as Json[]), text: first + unit.repeat(300_000) };
		const json = paused((pause) => formatJsonInSteps(value, {}, pause));
		expect(json.value === formatJson(value, {})).toBe(true);
		expect(json.pauses).toBeGreaterThan(2);
	}
});

test.each([0, 1, 2, 3])("Go's form of a large value is written in steps (%d)", (seed) => {
	const value = { a: large(seed, 2_500, 2), b: [large(seed + 1, 2_100, 1)] };
	for (const [inSteps, atOnce] of [[goPrintInSteps, goPrint] as const, [goSyntaxInSteps, goSyntax] as const]) {
		const text = paused((pause) => inSteps(value, pause));
		expect(text.value).toBe(atOnce(value));
		expect(text.pauses).toBeGreaterThan(10);
	}
});

test.each(['{..k}', '{range .b[*]}{..k}{end}', '{.a}', '{.b[*][?(@.k)]}'])('%s of a large value', (template) => {
	const value = { a: large(0, 2_500, 1), b: [large(2, 9_000, 1)] };
	for (const options of [{ allowMissingKeys: true }, { asJson: true, allowMissingKeys: true }]) {
		const texts: string[] = [];
		const path = new JsonPath(template, options);
		const steps = paused((pause) => path.executeInSteps(value, pause, (text) => counted(() => texts.push(text))));
		expect(texts.join('')).toBe(path.execute(value));
		expect(steps.pauses).toBeGreaterThan(1);
	}
});

test.each(['é 😀', '\x01', '😀', 'a ', "'", '\n', '\ufeff'])('YAML of a long text among short ones (%j)', (unit) => {
	const text = `#${unit.repeat(100_000)}`;
	for (const value of [{ a: text, b: { c: [text, 'b'], ['k'.repeat(200)]: text } }, [[text], text, 1]]) {
		const yaml = paused((pause) => formatYamlInSteps(value, pause));
		expect(yaml.value === formatYaml(value)).toBe(true);
		expect(yaml.pauses).toBeGreaterThan(1);
	}
});
