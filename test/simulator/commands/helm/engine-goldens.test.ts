import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Files, rendered } from './chart-bench.ts';

interface Recording {
	readonly template?: string;
	readonly files?: Files;
	readonly values?: string;
	readonly sets?: readonly string[];
	readonly result: string;
}

const { version, recordings } = JSON.parse(
	readFileSync(new URL('../../../goldens/helm-engine.json', import.meta.url), 'utf8'),
) as { readonly version: string; readonly recordings: readonly Recording[] };

/** What our engine makes of it, or how it fails. */
function outcome({ template = '', files = { 'templates/t.yaml': template }, values, sets }: Recording): string {
	try {
		return rendered(files, values, sets);
	} catch (error) {
		return `Error: ${(error as Error).message}`;
	}
}

test(`templates, values and --set as helm itself takes them: ${version}`, () => {
	const wrong = recordings
		.map((recording) => ({ ...recording, ours: outcome(recording) }))
		.filter(({ result, ours }) => ours !== result);
	expect(wrong).toEqual([]);
	expect(recordings.length).toBeGreaterThan(500);
});
