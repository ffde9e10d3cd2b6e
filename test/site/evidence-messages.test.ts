import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import en from '../../app/_lib/i18n/messages/en.json';
import ko from '../../app/_lib/i18n/messages/ko.json';
import { EVIDENCE_CODES } from '../../simulator/sandbox/grading/evidence.ts';

const catalogues = { ko, en };

describe.each(['ko', 'en'] as const)('the catalogue of %s', (locale) => {
	test('has a sentence for each code of evidence, and no other', () => {
		expect(Object.keys(catalogues[locale].evidence).sort()).toEqual([...EVIDENCE_CODES].sort());
	});

	test('says bounds and numbers', () => {
		const t = createTranslator({ locale, messages: catalogues[locale], namespace: 'evidence' });
		const values = { kind: 'Pod', namespace: 'shop', count: '1', c: (chunks: unknown) => String(chunks) };
		const least = t.markup('count-differs', { ...values, min: '3', max: 'none', c: (text) => text });
		const most = t.markup('count-differs', { ...values, min: 'none', max: '2', c: (text) => text });
		expect(least).toContain('3');
		expect(most).toContain('2');
	});
});

test('both catalogues have the same keys', () => {
	expect(keysOf(ko)).toEqual(keysOf(en));
});

function keysOf(messages: object, prefix = ''): string[] {
	return Object.entries(messages).flatMap(([key, value]) =>
		typeof value === 'object' ? keysOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
	);
}
