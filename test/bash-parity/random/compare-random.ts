import { Random } from '../../../simulator/machinery/random.ts';
import { runCommand } from '../../support/command-bench.ts';
import type { GoldenResult } from '../../support/golden.ts';
import { normalized, sameAnswer } from '../answers.ts';
import { differenceLines } from '../difference-lines.ts';
import { type Node, render, smaller } from './node.ts';
import { randomPosixScript } from './posix-statements.ts';
import { askRealShell, RANDOM_SHELLS, type RandomShell, randomEnv } from './real-shell.ts';
import { randomScript, TREE } from './statements.ts';

const BATCH = 200;
/** Steps of making a script smaller, each of which asks the real bash for many candidates at once. */
const SHRINKS_MAX = 40;
const CANDIDATES_MAX = 60;
/** Differences that are made smaller; those after them are shown as they are. */
const SHRUNK_MAX = 20;

export interface RandomDifference {
	readonly seed: string;
	readonly script: string;
	readonly lines: readonly string[];
}

/**
 * Runs `count` random scripts in ours and in the machine's shell of that name: of bash, or of POSIX's language alone. Each script's seed is `SEED/NUMBER`; with a slash in
 * it, `seed` names one script.
 */
export function* compareRandom(seed: string, count: number, name = 'bash'): Generator<RandomDifference, void> {
	const shell = RANDOM_SHELLS[name];
	if (shell === undefined) throw new Error(`${name}: not one of ${Object.keys(RANDOM_SHELLS).join(', ')}`);
	const make = name === 'bash' ? randomScript : randomPosixScript;
	const seeds = seed.includes('/') ? [seed] : Array.from({ length: count }, (_, index) => `${seed}/${index}`);
	let shrunk = 0;
	for (let from = 0; from < seeds.length; from += BATCH) {
		const batch = seeds.slice(from, from + BATCH);
		const scripts = batch.map((each) => make(new Random(each)));
		const differing = differences(scripts, shell);
		// What differs is asked again: the real bash itself may answer otherwise the next time.
		for (const index of differing) {
			const script = scripts[index] as Node;
			if (differences([script, script, script], shell).length < 3) continue;
			const small = shrunk++ < SHRUNK_MAX ? shrink(script, shell) : script;
			const [real] = askRealShell([render(small)], shell);
			yield {
				seed: batch[index] as string,
				script: render(small),
				lines: differenceLines(real as GoldenResult, ask(render(small), shell)),
			};
		}
	}
}

function differences(scripts: readonly Node[], shell: RandomShell): number[] {
	const texts = scripts.map(render);
	const real = askRealShell(texts, shell);
	return texts.flatMap((each, index) => (same(each, ask(each, shell), real[index] as GoldenResult) ? [] : [index]));
}

/** Processes of a pipeline write to standard error in any order. */
function same(script: string, own: GoldenResult, real: GoldenResult): boolean {
	// Killed after its time, or its output, or without stack.
	if (real.exitCode === 137 || real.exitCode === 139 || real.exitCode === 153) return true;
	// A part of it was ended so, or wrote more than a file may hold.
	if (/File size limit exceeded/.test(real.stderr + real.stdout)) return true;
	// Ended by a signal.
	if (own.exitCode === -1 && real.exitCode > 128) return true;
	// bash jumps out of an expression past what closes its process substitutions: it answers now so, now so.
	if (/error token is/.test(real.stderr + real.stdout) && /[<>]\(/.test(script)) return true;
	// bash's own marks, which it has forgotten to take out.
	if (/[\x01\x7f]/.test(real.stdout + real.stderr) && !/\\x01|\\x7f|\\cA/.test(script)) return true;
	// bash splits what is quoted in an operand by the bytes of IFS, where that holds longer characters.
	if (script.includes('IFS=é') && real.stdout.includes('\ufffd')) return true;
	// Each machine has a root directory of its own.
	if (/\/boot\b/.test(real.stdout + real.stderr) && !script.includes('boot')) return true;
	// A prompt shows the time of day, which each machine has for itself.
	if (/\\t.*@P\}/.test(script) && /\b\d\d:\d\d:\d\d/.test(real.stdout)) {
		const timeless = (text: string): string => text.replaceAll(/\b\d\d:\d\d:\d\d/g, 'TIME');
		const [mine, theirs] = [own, real].map((each) => ({ ...each, stdout: timeless(each.stdout) }));
		return same(script, mine as GoldenResult, theirs as GoldenResult);
	}
	// How many names it has is counted.
	if (/\/\/\*\}.*"\$\{#a\[@\]\}"/.test(script) && own.stderr === real.stderr) {
		const uncounted = (text: string): string => text.replaceAll(/^\d+$/gm, 'N');
		if (uncounted(own.stdout) === uncounted(real.stdout)) return own.exitCode === real.exitCode;
	}
	// Whether a file is read before or after its writer has emptied it is a matter of luck.
	if (/\$\(cat out\).*\| *tee|<\(cat out\) > out/s.test(script)) return true;
	// Two jobs that take as long end at the same instant: any of them first, and bash may see both before it has waited.
	if (ENDS_WITH_OTHER.test(script) && (own.stdout + real.stdout).search(SLEEPING) >= 0) {
		const [mine, theirs] = [own, real].map((each) => ({ ...each, stdout: each.stdout.replaceAll(SLEEPING, '') }));
		return same(script, mine as GoldenResult, theirs as GoldenResult);
	}
	// A child may be killed before it shows what it is about to run, or has become it: then it says the EXIT trap's word.
	if (/& .*kill \$!/.test(script) && EARLY_END.test(`${own.stderr}\n${own.stdout}\n${real.stderr}\n${real.stdout}`)) {
		const plain = (text: string): string =>
			text.replaceAll(/^(\++ sleep 0\.\d|trapped|sleep 0\.\d \d+|.*: wait_for: No record of process \d+)\n/gm, '');
		const [mine, theirs] = [own, real].map((each) => ({
			...each,
			stdout: plain(each.stdout),
			stderr: plain(each.stderr),
		}));
		return same(script, mine as GoldenResult, theirs as GoldenResult);
	}
	// What a tool has not written yet when it reads the file that it writes to.
	if (/\b(tail|head|wc|\w+sum) [^|]* nums\b.*\n\} (&>|>) nums/s.test(script)) return true;
	// Who writes to a reader that goes away ends by a signal, or has been quicker: the real one here, ours there.
	if (script.includes('|') && /\b141\b/.test(own.stdout) && !/\b141\b/.test(real.stdout))
		return same(script, { ...own, stdout: own.stdout.replaceAll(/\b141\b/g, '0') }, real);
	if (script.includes('|') && /\b141\b/.test(real.stdout) && !/\b141\b/.test(own.stdout)) {
		if (failedQuicker(own, real)) return true;
		return same(script, own, { ...real, stdout: real.stdout.replaceAll(/\b141\b/g, '0') });
	}
	if (/\$\$|\$!|BASHPID|_PID\b|\$jp\b/.test(script) || REFERS_TO_PROCESS.test(script)) {
		// The processes of two machines have numbers of their own.
		const plain = (text: string): string =>
			text
				.replaceAll(/\b(kill|wait)( -\w+)*( -?\d+)+|\(\d+\) - No such|(\bjp=)\d+/g, '$1$4 PID')
				.replaceAll(/\bpid \d+ (?=is not a child)/g, 'pid PID ')
				.replaceAll(REFERS_TO_PROCESS.test(script) ? /<'?\d+'?>/g : /(?!)/g, '<PID>');
		const both = ({ stdout, stderr, exitCode }: GoldenResult): GoldenResult => ({
			stdout: plain(stdout),
			stderr: plain(stderr),
			exitCode,
		});
		const [mine, theirs] = [both(own), both(real)];
		return sameText(mine, { ...theirs, stderr: tracedAsOwn(mine.stderr, theirs.stderr) }, script);
	}
	return sameText(own, real, script);
}

/** What a child shows of itself: its line of `set -x`, or what an EXIT trap says, in words or of `$BASH_COMMAND` and `$LINENO`. */
const EARLY_END = /\+ sleep|^trapped$|^sleep 0\.\d \d+$/m;

/** Who would have ended by the signal was quicker, and said why it failed. */
function failedQuicker(own: GoldenResult, real: GoldenResult): boolean {
	const said = own.stderr.split('\n');
	const isSame = own.exitCode === real.exitCode && own.stdout === real.stdout.replaceAll(/\b141\b/g, '1');
	return isSame && real.stderr.split('\n').every((line) => said.includes(line));
}

/** `${!t@Q}` is a number of a process, and so is `${!-}`, in POSIX mode `${!#}`. */
const REFERS_TO_PROCESS = /\bt='[!$]'|\$\{![-#]\}/;

const ENDS_WITH_OTHER = /sleep (0\.\d)(?=( \| cat|; \})? &).*sleep \1(?=( \| cat|; \})? &).*\bwait\b.*\bjobs\b/;
const SLEEPING = /^\[\d\][-+ ] {2}(Done|Running) +.*sleep 0\.\d.*\n/gm;

/** What `set -x` shows of words that hold a number of a process: a line that differs in nothing but numbers is ours. */
function tracedAsOwn(own: string, real: string): string {
	const shape = (line: string): string => line.replaceAll(/\d+/g, '0');
	const traced = own.split('\n').filter((line) => /^\++ .*\d/.test(line));
	const lines = real.split('\n').map((line) => {
		if (!/^\++ .*\d{3}/.test(line) || own.includes(line)) return line;
		return traced.find((each) => shape(each) === shape(line)) ?? line;
	});
	return lines.join('\n');
}

function sameText(own: GoldenResult, real: GoldenResult, script: string): boolean {
	if (!/\||<\(|&/.test(script)) return sameAnswer(own, real);
	// Shown by `cat` where it was sent to a file.
	const shown = (text: string): string => (/2>|&>/.test(script) ? sorted(text) : text);
	return sameAnswer(
		{ ...own, stdout: shown(own.stdout), stderr: sorted(own.stderr) },
		{ ...real, stdout: shown(real.stdout), stderr: sorted(real.stderr) },
	);
}

function sorted(text: string): string {
	return text.split('\n').sort().join('\n');
}

function ask(script: string, shell: RandomShell): GoldenResult {
	try {
		return normalized(
			runCommand({ argv: [...shell.own, '-c', script], files: TREE, env: randomEnv(shell), limitMs: 5_000 }),
		);
	} catch (error) {
		return {
			stdout: '',
			stderr: error instanceof Error ? (error.stack ?? error.message) : String(error),
			exitCode: -9,
		};
	}
}

function shrink(script: Node, shell: RandomShell): Node {
	let best = script;
	for (let step = 0; step < SHRINKS_MAX; step++) {
		const found = firstDiffering(smaller(best).slice(0, CANDIDATES_MAX), shell);
		if (found === undefined) return best;
		best = found;
	}
	return best;
}

/** Asked a few at a time: one of the first is likely to differ. */
function firstDiffering(candidates: readonly Node[], shell: RandomShell): Node | undefined {
	for (let from = 0; from < candidates.length; from += 8) {
		const some = candidates.slice(from, from + 8);
		const [found] = differences(some, shell);
		if (found !== undefined) return some[found];
	}
	return undefined;
}
