import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import CASES from './cases.json' with { type: 'json' };
import { askOurs, askReal, type KeyResults } from './compare-keys.ts';

/** What random keys have found, kept: each leaves what the real vim left. `RECORD=1` asks this machine's vim again. */
interface Golden {
	readonly version: string;
	readonly results: { readonly [name: string]: KeyResults };
}

const PATH = join(dirname(fileURLToPath(import.meta.url)), '..', 'goldens', 'vim-keys.json');
const cases = CASES.map(({ text, keys, rc = '' }: { text: string; keys: string; rc?: string }) => ({
	text,
	rc,
	pieces: [keys],
}));

const nameOf = (each: (typeof cases)[number]): string => JSON.stringify([each.rc, each.text, each.pieces[0]]);

if (process.env.RECORD === '1') {
	const real = askReal(cases);
	const results = Object.fromEntries(cases.map((each, index) => [nameOf(each), real[index] as KeyResults]));
	const version = execFileSync('vim', ['--version'], { encoding: 'utf8' }).split('\n').slice(0, 2).join('\n');
	writeFileSync(
		PATH,
		`${JSON.stringify({ tool: 'vim', version, results } satisfies Golden & { tool: string }, undefined, 1)}\n`,
	);
}

const { results } = JSON.parse(readFileSync(PATH, 'utf8')) as Golden;

for (const each of cases) {
	test(`${JSON.stringify(each.pieces[0])} in ${JSON.stringify(each.text.slice(0, 30))}`, () => {
		expect(askOurs(each)).toEqual(results[nameOf(each)]);
	});
}
