import { expect, test } from 'vitest';
import { parseJsonInSteps } from '../../../simulator/machinery/parse-json-in-steps.ts';
import { runToCompletion, type Task } from '../../../simulator/machinery/task.ts';

function parse(text: string): { value?: unknown; error?: string; steps: number[] } {
	const steps: number[] = [];
	try {
		return { value: runToCompletion(parseJsonInSteps(text, (length) => noted(steps, length))), steps };
	} catch (error) {
		return { error: String(error), steps };
	}
}

function* noted(steps: number[], length: number): Task<void> {
	steps.push(length);
}

const WORDS = ['a "quoted" \\ word', '한국어', '__proto__', '', '\u2028', '}]{["'];

function value(depth: number, width: number): unknown {
	if (depth === 0)
		return WORDS.map((word, index) => ({ [word]: index % 2 === 0 ? word : [index * 1.5e-9, null, true] }));
	const inner = Array.from({ length: width }, () => value(depth - 1, width));
	return depth % 2 === 0 ? inner : Object.fromEntries(inner.map((each, index) => [`k${index}`, each]));
}

const LARGE = value(4, 11);

test.each([undefined, 2, '\t'])('a long text is read as the engine reads it (indentation %s)', (indent) => {
	const text = JSON.stringify(LARGE, undefined, indent);
	const { value: read, steps } = parse(` ${text}\n`);
	expect(JSON.stringify(read)).toBe(JSON.stringify(LARGE));
	expect(steps.length).toBeGreaterThan(15);
	expect(Math.max(...steps)).toBeLessThan(2 * 65_536 + 1_000);
});

test('names that mean something to JavaScript are names', () => {
	const text = `{"a":${JSON.stringify(LARGE)},"__proto__":{"b":1},"constructor":2}`;
	const read = parse(text).value as object;
	expect(Object.keys(read)).toEqual(['a', '__proto__', 'constructor']);
	expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

test('a string, however long, is one value', () => {
	const text = 'x\\"'.repeat(100_000);
	expect(parse(`["${text}"]`).value).toEqual([JSON.parse(`"${text}"`)]);
	expect(parse(`"${text}"`).value).toBe(JSON.parse(`"${text}"`));
});

test.each([
	['a comma too many', (text: string) => `[${text},]`],
	['none', (text: string) => `[${text} 1]`],
	['something behind it', (text: string) => `[${text}]]`],
	['no end', (text: string) => `{"a":[${text}]`],
	['another end', (text: string) => `{"a":[${text}}]`],
	['no name', (text: string) => `{${text}}`],
	['an empty member', (text: string) => `[${text},,1]`],
	['no colon', (text: string) => `{"a" ${text}}`],
	['an end behind a comma of an empty list', (text: string) => `[${text},[,]]`],
	['an open string', (text: string) => `[${text},"a]`],
])('%s: the engine says what is wrong', (_, make) => {
	const text = make(JSON.stringify(LARGE));
	let said = '';
	try {
		JSON.parse(text);
	} catch (error) {
		said = String(error);
	}
	expect(said).not.toBe('');
	expect(parse(text).error).toBe(said);
});
