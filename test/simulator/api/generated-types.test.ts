import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { typeFiles } from '../../support/schema/type-text.ts';

/** The types are formatted after they are generated: compare what is said, not how it is laid out. */
function squeezed(text: string): string {
	return text.replace(/[\s,]+/g, '').replace(/^.*?(exportinterface|exporttype)/s, '$1');
}

test('the committed types are what the schema tables say', () => {
	const root = execFileSync('git', ['rev-parse', '--show-toplevel']).toString().trim();
	for (const [file, text] of typeFiles())
		expect(squeezed(readFileSync(`${root}/${file}`, 'utf8')), file).toBe(squeezed(text));
});
