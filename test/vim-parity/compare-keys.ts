import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../simulator/machinery/random.ts';
import { EditorBench } from '../support/editor-bench.ts';
import { type KeyCase, RandomKeys } from './random-keys.ts';

const BATCH = 100;
const SHRINKS_MAX = 60;
const BASE = 'set nocp bs=indent,eol,start ruler noswapfile mouse= bg=dark ttimeout ttimeoutlen=20\n';
/** What a case leaves: the text, where the cursor is, the last registers. */
const RESULTS = ['text', 'cursor', 'registers'] as const;
export type KeyResults = { readonly [name in (typeof RESULTS)[number]]: string | undefined };

/** Files of results are written by keys alone: both editors know them. */
const EPILOGUE = [
	'\x1b\x1b\x1b',
	':silent! w! text\r',
	':set ve= sel=inclusive tw=0 nopaste noai nosi\r',
	':let @y=@@\r:let @z=@1\r',
	'i¶\x1b:silent! w! cursor\r',
	':silent! %d_\r',
	':silent! 0put y\r:silent! $put z\r:silent! $put -\r:silent! $put a\r:silent! $put b\r:silent! $put c\r:silent! $put 0\r',
	':silent! w! registers\r:qa!\r',
];

export interface KeyDifference {
	readonly seed: string;
	readonly case: KeyCase;
	readonly lines: readonly string[];
}

/** Random keys typed into ours and into this machine's vim. Each case's seed is `SEED/NUMBER`; one with a slash names one case. */
export function* compareKeys(seed: string, count: number): Generator<KeyDifference, void> {
	const seeds = seed.includes('/') ? [seed] : Array.from({ length: count }, (_, index) => `${seed}/${index}`);
	for (let from = 0; from < seeds.length; from += BATCH) {
		const batch = seeds.slice(from, from + BATCH);
		const cases = batch.map((each) => new RandomKeys(new Random(each)).case());
		const real = askReal(cases);
		for (const [index, each] of cases.entries()) {
			if (differing(askOurs(each), real[index] as KeyResults).length === 0) continue;
			const small = shrink(each);
			const [theirs] = askReal([small]);
			const own = askOurs(small);
			const lines = differing(own, theirs as KeyResults).map(
				(name) => `${name}\n  real ${JSON.stringify(theirs?.[name])}\n  ours ${JSON.stringify(own[name])}`,
			);
			yield { seed: batch[index] as string, case: small, lines };
		}
	}
}

function differing(own: KeyResults, real: KeyResults): (typeof RESULTS)[number][] {
	return RESULTS.filter((name) => own[name] !== real[name]);
}

/** Takes pieces and lines of text out while the editors still differ. */
function shrink(whole: KeyCase): KeyCase {
	let small = whole;
	for (let step = 0; step < SHRINKS_MAX; step++) {
		const candidates: KeyCase[] = small.pieces.map((_, at) => ({
			...small,
			pieces: small.pieces.filter((_each, other) => other !== at),
		}));
		if (small.rc !== '') candidates.push({ ...small, rc: '' });
		const lines = small.text.split(/(?<=\n)/);
		if (lines.length > 1)
			candidates.push(
				...lines
					.map((_, at) => ({ ...small, text: lines.filter((_each, other) => other !== at).join('') }))
					.slice(0, 12),
			);
		const real = askReal(candidates);
		const next = candidates.find((each, index) => differing(askOurs(each), real[index] as KeyResults).length > 0);
		if (next === undefined) return small;
		small = next;
	}
	return small;
}

/**
 * Escapes stand alone, as a hand types them. What follows one must not make a terminal's key of it (Escape and O, typed
 * at once, begin one): Ctrl-L parts them.
 */
function piecesOf(each: KeyCase): string[] {
	const pieces = [...each.pieces, ...EPILOGUE];
	const apart = pieces.map((piece, at) =>
		pieces[at - 1]?.endsWith('\x1b') && /^[O[]/.test(piece) ? `\x0c${piece}` : piece,
	);
	return apart.join('').split(/(?<=\x1b)(?!\[)/);
}

function filesOf({ text, rc }: KeyCase): { readonly [name: string]: string } {
	return { rc: `${BASE}${rc}\n`, 'in.txt': text };
}

const ARGV = ['vim', '-N', '-u', 'rc', '-i', 'NONE', '-n'];

/** What this machine's vim does. */
export function askReal(cases: readonly KeyCase[]): KeyResults[] {
	const root = mkdtempSync(join(tmpdir(), 'vim-parity-'));
	try {
		for (const [index, each] of cases.entries()) {
			const directory = join(root, String(index));
			mkdirSync(directory);
			for (const [name, text] of Object.entries({ ...filesOf(each), keys: piecesOf(each).join('') }))
				writeFileSync(join(directory, name), text);
		}
		// It waits a second after an error that something else is about to cover: many of them wait at once.
		const one = `cd "$0" && timeout 20 ${ARGV.join(' ')} --not-a-term in.txt <keys >/dev/null 2>&1; true`;
		const env = { HOME: root, TERM: 'xterm-256color', LANG: 'C.UTF-8', COLUMNS: '80', LINES: '24', SHELL: '/bin/bash' };
		execFileSync('xargs', ['-r', '-n', '1', '-P', '16', 'bash', '-c', one], {
			input: cases.map((_, index) => `${join(root, String(index))}\n`).join(''),
			env: { ...process.env, ...env },
		});
		return cases.map((_, index) => {
			const read = (name: string): string | undefined => {
				const path = join(root, String(index), name);
				return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
			};
			return { text: read('text'), cursor: read('cursor'), registers: read('registers') };
		});
	} finally {
		rmSync(root, { recursive: true });
	}
}

export function askOurs(each: KeyCase): KeyResults {
	const bench = new EditorBench({ argv: [...ARGV, 'in.txt'], files: filesOf(each) });
	for (const piece of piecesOf(each)) {
		if (bench.exitCode !== undefined) break;
		bench.type(piece, 150);
	}
	bench.settle(1_200);
	return { text: bench.file('text'), cursor: bench.file('cursor'), registers: bench.file('registers') };
}
