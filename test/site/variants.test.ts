import { describe, expect, test } from 'vitest';
import { machineNames, parseExerciseRef } from '../../app/_lib/content/exercise-ref.ts';
import { chooseVariant, fillIn, UnknownParameter } from '../../app/_lib/content/variants.ts';
import { variantsFileSchema } from '../../app/_lib/content/variants-schema.ts';

const PARAMETERS = variantsFileSchema.parse({
	parameters: {
		namespace: { oneOf: ['orchard', 'harbour', 'quarry'] },
		replicas: { from: 3, to: 6 },
		fault: {
			oneOf: [
				{
					id: 'selector',
					break: 'kubectl label\nkubectl get -n @{namespace}\n',
					cause: { ko: '셀렉터', en: 'selector' },
				},
				{ id: 'port', break: 'kubectl patch', cause: { ko: '포트', en: 'port' } },
			],
		},
	},
}).parameters;

describe('a reference', () => {
	test('names folder, seed and machines', () => {
		expect(parseExerciseRef('cka-netpol')).toEqual({ folder: 'cka-netpol', seed: undefined, host: undefined });
		expect(parseExerciseRef('cka-netpol@17')).toEqual({ folder: 'cka-netpol', seed: '17', host: undefined });
		expect(parseExerciseRef('cka-netpol@17@cka4183')).toEqual({ folder: 'cka-netpol', seed: '17', host: 'cka4183' });
	});

	test.each(['', '../x', 'a@', 'a@1@', 'a@1@UP', 'a@1@b@c', 'a@x/y', 'A'])('%j is none', (ref) => {
		expect(parseExerciseRef(ref)).toBeUndefined();
	});

	test('machines are called as the preset calls them, or after the host', () => {
		expect(machineNames(undefined)).toEqual({ controlplane: 'controlplane', node1: 'node01', node2: 'node02' });
		expect(machineNames('cka1')).toEqual({ controlplane: 'cka1', node1: 'cka1-node1', node2: 'cka1-node2' });
	});
});

describe('a variant', () => {
	test('without a seed is the original: the first of everything', () => {
		const values = chooseVariant(PARAMETERS, 'x', undefined);
		expect(fillIn('@{namespace} @{replicas} @{fault.id}', values, 'en')).toBe('orchard 3 selector');
	});

	test('is the same for the same seed, and seeds reach every option', () => {
		const seen = new Set<string>();
		for (let seed = 0; seed < 60; seed++) {
			const text = () =>
				fillIn('@{namespace}/@{replicas}/@{fault.id}', chooseVariant(PARAMETERS, 'x', String(seed)), 'en');
			expect(text()).toBe(text());
			for (const part of text().split('/')) seen.add(part);
		}
		expect([...seen].sort()).toEqual(['3', '4', '5', '6', 'harbour', 'orchard', 'port', 'quarry', 'selector']);
	});

	test('fills in texts by language, values in values, and keeps the indentation of a line of its own', () => {
		const values = chooseVariant(PARAMETERS, 'x', undefined);
		expect(fillIn('원인: @{fault.cause}', values, 'ko')).toBe('원인: 셀렉터');
		expect(fillIn('cause: @{fault.cause}', values, 'en')).toBe('cause: selector');
		expect(fillIn('run: |\n    @{fault.break}\nend', values, 'en')).toBe(
			'run: |\n    kubectl label\n    kubectl get -n orchard\nend',
		);
	});

	test.each(['@{nothing}', '@{fault.nothing}', '@{fault}', '@{namespace.field}'])('%s is unknown', (text) => {
		expect(() => fillIn(text, chooseVariant(PARAMETERS, 'x', undefined), 'en')).toThrow(UnknownParameter);
	});

	test("leaves bash's own signs alone", () => {
		const values = chooseVariant(PARAMETERS, 'x', undefined);
		// biome-ignore lint/suspicious/noTemplateCurlyInString: that is what bash writes.
		const script = 'echo "${all[@]}" ${x@Q} git@host @{ } $@{';
		expect(fillIn(script, values, 'en')).toBe(script);
	});
});
