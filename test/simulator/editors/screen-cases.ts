import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EditorBench } from '../../support/editor-bench.ts';
import { ScreenEmulator } from '../../support/screen-emulator.ts';

/** Keys typed into a text: what the screen shows then, and what is saved, must be as with the real program. */
export interface ScreenCase {
	readonly text: string;
	readonly keys: string;
	/** Lines of a vimrc, words of the command line before the file, the file's name. */
	readonly rc?: string;
	readonly argv?: readonly string[];
	readonly name?: string;
	/** Colours are compared as well. */
	readonly coloured?: boolean;
	readonly columns?: number;
	readonly rows?: number;
}

/** What is compared. */
export interface ScreenResult {
	readonly screen: readonly string[];
	readonly cursor: readonly [number, number];
	readonly saved: string;
}

export interface ScreenProgram {
	readonly name: string;
	readonly version: readonly string[];
	/** The command line of a case. */
	readonly argv: (each: ScreenCase) => readonly string[];
	readonly files: (each: ScreenCase) => { readonly [name: string]: string };
	/** Keys that save the text to `out`. */
	readonly save: string;
}

interface Recording extends ScreenResult {
	readonly case: ScreenCase;
}

const SUPPORT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'support');
const RECORDING = process.env.RECORD === '1';

/** Asks the real program in pseudo-terminals. */
export function askReal(program: ScreenProgram, cases: readonly ScreenCase[]): ScreenResult[] {
	const sessions = cases.map((each) => ({
		argv: program.argv(each),
		files: program.files(each),
		columns: each.columns ?? 80,
		rows: each.rows ?? 24,
		steps: [each.keys, program.save],
	}));
	const output = execFileSync('python3', [join(SUPPORT, 'pty-sessions.py')], {
		input: JSON.stringify(sessions),
		encoding: 'utf8',
		maxBuffer: 1 << 28,
	});
	return (JSON.parse(output) as { chunks: string[]; files: { [name: string]: string } }[]).map(
		({ chunks, files }, index) => {
			const each = cases[index]!;
			const screen = new ScreenEmulator(each.columns ?? 80, each.rows ?? 24);
			screen.feed(chunks[0]! + chunks[1]!);
			return {
				screen: each.coloured ? screen.coloured() : screen.text(),
				cursor: [screen.row, screen.column],
				saved: files.out ?? '',
			};
		},
	);
}

/** Types into ours; escapes stand alone, as a hand types them. */
export function askOurs(program: ScreenProgram, each: ScreenCase): ScreenResult {
	const bench = new EditorBench({
		argv: program.argv(each),
		files: program.files(each),
		columns: each.columns ?? 80,
		rows: each.rows ?? 24,
	});
	typeKeys(bench, each.keys);
	const screen = each.coloured ? bench.screen.coloured() : bench.screen.text();
	const cursor = [bench.screen.row, bench.screen.column] as const;
	typeKeys(bench, program.save);
	return { screen, cursor, saved: bench.file('out') ?? '' };
}

function typeKeys(bench: EditorBench, keys: string): void {
	for (const piece of keys.split(/(?<=\x1b)(?!\[)/)) bench.type(piece, 150);
	bench.settle(1_200);
}

/** Every case must end as it does in the real program; `RECORD=1` asks it again. */
export function checkScreens(
	program: ScreenProgram,
	groups: { readonly [title: string]: readonly ScreenCase[] },
	gaps: readonly string[] = [],
): void {
	const path = join(SUPPORT, '..', 'goldens', `${program.name}.json`);
	const all = Object.values(groups).flat();
	const known = new Map<string, ScreenResult>();
	if (RECORDING) {
		const results = askReal(program, all);
		const recordings: Recording[] = all.map((each, index) => ({ case: each, ...results[index]! }));
		const version = execFileSync(program.version[0]!, program.version.slice(1), { encoding: 'utf8' })
			.split('\n')
			.slice(0, 2)
			.join('\n');
		writeFileSync(path, `${JSON.stringify({ tool: program.name, version, recordings }, undefined, 1)}\n`);
	}
	if (existsSync(path)) {
		for (const each of (JSON.parse(readFileSync(path, 'utf8')) as { recordings: Recording[] }).recordings)
			known.set(JSON.stringify(each.case), each);
	}
	for (const [title, cases] of Object.entries(groups)) {
		describe(title, () => {
			for (const each of cases) {
				test(`${JSON.stringify(each.keys)} in ${JSON.stringify(each.text.slice(0, 40))}`, () => {
					const golden = known.get(JSON.stringify(each));
					if (golden === undefined) throw new Error('not recorded: run with RECORD=1');
					const wanted = { screen: golden.screen, cursor: golden.cursor, saved: golden.saved };
					// A known gap that is closed has to leave the list.
					if (gaps.includes(gapName(each))) expect(askOurs(program, each)).not.toEqual(wanted);
					else expect(askOurs(program, each)).toEqual(wanted);
				});
			}
		});
	}
}

/** How a case is named among the known gaps. */
function gapName({ keys, rc, text }: ScreenCase): string {
	return `${keys} | ${rc ?? ''} | ${text.slice(0, 12)}`;
}
