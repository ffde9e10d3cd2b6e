import { afterAll, describe, expect, test } from 'vitest';
import { formatYaml } from '../../../simulator/machinery/yaml/format-yaml.ts';
import { parseYaml } from '../../../simulator/machinery/yaml/parse-yaml.ts';
import { Goldens } from '../../support/golden.ts';
import { YAML_TEXTS } from './yaml-cases.ts';

const goldens = new Goldens('yaml', '/usr/lib/google-cloud-sdk/bin/kubectl.1.33', ['version', '--client']);
afterAll(() => goldens.save());

/** The text as `data` of a ConfigMap, which kubectl reads and writes without looking at it. */
function inConfigMap(text: string): string {
	const indented = text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
	return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n${indented.join('\n')}\n`;
}

function read(text: string): string {
	try {
		return parseYaml(text)
			.map((document) => {
				const object = document as { metadata: { annotations?: object } };
				return formatYaml({ ...object, metadata: { annotations: { zz: '1' }, ...object.metadata } });
			})
			.join('');
	} catch (error) {
		return `error: error parsing STDIN: error converting YAML to JSON: ${(error as Error).message}\n`;
	}
}

describe('YAML as kubectl reads and writes it', () => {
	test.each(YAML_TEXTS.filter((text) => !/^(%|---)|\n(\.\.\.|---)/.test(text)))('%j', (text) => {
		const stdin = inConfigMap(text);
		const golden = goldens.get({ argv: ['annotate', '--local', '-f', '-', 'zz=1', '-o', 'yaml'], stdin });
		expect(read(stdin)).toBe(golden.stdout + golden.stderr);
	});

	test.each(YAML_TEXTS)('bare %j', (text) => {
		const { stderr } = goldens.get({ argv: ['annotate', '--local', '-f', '-', 'zz=1', '-o', 'yaml'], stdin: text });
		const syntax = /converting YAML to JSON: (.*)\n/.exec(stderr)?.[1];
		let message: string | undefined;
		try {
			parseYaml(text);
		} catch (error) {
			message = (error as Error).message;
		}
		if (syntax !== undefined || message?.startsWith('yaml:')) expect(message).toBe(syntax);
	});
});

test('strings are quoted, folded and blocked as kubectl does', () => {
	const data = {
		'a-bool': 'yes',
		anInteger: '0777',
		base60: '12:30:45',
		date: '2001-01-01',
		long: 'word '.repeat(40).trim(),
		longQuoted: `word: ${'word '.repeat(40)}`.trim(),
		tabbed: 'a\tb',
		emoji: '😀',
		block: 'a\n  b\n',
		blockKeep: 'a\n\n',
		blockStrip: ' a\nb',
		spaceBeforeBreak: 'a \nb',
		empty: '',
		quote: "it's",
		colon: 'a: b',
		hash: 'a #b',
		dash: '- a',
		list: ['x', ['y', ['z']], { k: [{}] }, [], {}],
		['k'.repeat(130)]: 'v',
		floats: [1.5, 1e10, 1234567.5, 0.00001, 1e21],
		k10: '',
		k9: '',
	};
	const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data });
	const golden = goldens.get({ argv: ['annotate', '--local', '-f', '-', 'zz=1', '-o', 'yaml'], stdin });
	expect(read(stdin)).toBe(golden.stdout);
});

test('a bomb of aliases is refused', () => {
	const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
	for (let i = 1; i < 12; i++)
		lines.push(
			`a${i}: &a${i} [${Array(9)
				.fill(`*a${i - 1}`)
				.join(', ')}]`,
		);
	expect(() => parseYaml(lines.join('\n'))).toThrow('yaml: document contains excessive aliasing');
});
