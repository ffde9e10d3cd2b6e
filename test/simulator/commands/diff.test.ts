import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normalPieces, unifiedPieces } from '../../../simulator/commands/diffutils/diff-forms.ts';
import { lineChanges } from '../../../simulator/machinery/line-changes.ts';
import { Random } from '../../../simulator/machinery/random.ts';

const hasDiff = spawnSync('diff', ['--version']).status === 0;
if (!hasDiff) console.warn('no diff on this machine: what ours shows is not compared with the real one');
let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'diff-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const random = new Random('diff');
const below = (limit: number): number => Math.floor(random.float() * limit);

/** A text of `words` different lines, and what a few edits make of it; or two that have only words in common. */
function pair(words: number, lines: number, edits: number): readonly [string[], string[]] {
	const line = (): string => `${'  '.repeat(below(3))}word ${below(words)}\n`;
	const before = Array.from({ length: lines }, line);
	if (edits === 0) return [before, Array.from({ length: lines }, line)];
	const after = [...before];
	for (let edit = 0; edit < edits; edit++) {
		const at = below(after.length + 1);
		const kind = below(4);
		if (kind === 0) after.splice(at, 1 + below(3));
		else if (kind === 1) after.splice(at, 0, line(), line());
		else if (kind === 2) after.splice(at, 1, line());
		else after.splice(at, 0, ...after.slice(Math.max(0, at - 3), at));
	}
	return [before, after];
}

function real(args: readonly string[], [before, after]: readonly [string[], string[]]): string {
	const [from, to] = [join(folder, 'from'), join(folder, 'to')];
	writeFileSync(from, before.join(''));
	writeFileSync(to, after.join(''));
	const { stdout } = spawnSync('diff', [...args, from, to], { encoding: 'utf8', maxBuffer: 1e8 });
	return args.includes('-u') ? stdout.replace(/^.*\n.*\n/, '') : stdout;
}

function ours([old, next]: readonly [string[], string[]], context: number | undefined, isMinimal: boolean): string {
	const task = lineChanges(old, next, { horizon: context ?? 0, isMinimal, *pause() {} });
	const result = task.next();
	if (!result.done) throw new Error('it waited');
	const sides = { old, new: next };
	if (context === undefined) return [...normalPieces(sides, result.value)].join('');
	return [...unifiedPieces(sides, result.value, context, ['', ''])].join('').replace(/^.*\n.*\n/, '');
}

const PAIRS = [
	...Array.from({ length: 24 }, (_, i) => pair([3, 8, 30][i % 3] as number, 5 + below(40), 1 + below(6))),
	...Array.from({ length: 6 }, (_, i) => pair([5, 60, 400][i % 3] as number, 900, 80)),
	...Array.from({ length: 6 }, (_, i) => pair([5, 60, 400][i % 3] as number, 300, 0)),
];

test.skipIf(!hasDiff)('of all ways to change a text into another it is the one that GNU diff shows', () => {
	for (const each of PAIRS) {
		expect(ours(each, 3, false)).toBe(real(['-u'], each));
		expect(ours(each, undefined, false)).toBe(real([], each));
		expect(ours(each, undefined, true)).toBe(real(['-d'], each));
	}
});
