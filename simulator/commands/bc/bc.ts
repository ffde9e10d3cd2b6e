import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { gnuCommand, type Run } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { say } from '../say.ts';
import { LineReader, readFile } from '../stdio.ts';
import { BcHalt, BcMachine, BcRuntimeError } from './bc-machine.ts';
import { BcParser } from './bc-parser.ts';
import { BcSyntaxError } from './bc-syntax.ts';

const VERSION = `bc 1.07.1
Copyright 1991-1994, 1997, 1998, 2000, 2004, 2006, 2008, 2012-2017 Free Software Foundation, Inc.`;

const HELP = `usage: bc [options] [file ...]
  -h  --help         print this usage and exit
  -i  --interactive  force interactive mode
  -l  --mathlib      use the predefined math routines
  -q  --quiet        don't print initial banner
  -s  --standard     non-standard bc constructs are errors
  -w  --warn         warn about non-standard bc constructs
  -v  --version      print version information and exit
`;

const options = {
	help: flag('h', 'help'),
	interactive: flag('i', 'interactive'),
	library: flag('l', 'mathlib'),
	quiet: flag('q', 'quiet'),
	standard: flag('s', 'standard'),
	warn: flag('w', 'warn'),
	version: flag('v', 'version'),
};

export const bc = gnuCommand({
	name: 'bc',
	paths: ['/usr/bin/bc'],
	size: 96_264,
	version: VERSION,
	help: HELP,
	options,
	*main(run) {
		if (run.values.help) {
			yield* run.out.write(HELP);
			return 0;
		}
		if (run.values.version) {
			yield* run.out.write(`${VERSION}\n`);
			return 0;
		}
		return yield* calculate(run);
	},
});

function* calculate(run: Run<typeof options>): Task<number> {
	const { process, out } = run;
	const input = new LineReader(process, 0);
	const machine = new BcMachine(
		process,
		(text) => out.write(text),
		(text) => tell(run, text),
		() => nextLine(input),
	);
	try {
		if (run.values.library) machine.enableMathematics();
		for (const file of run.operands) {
			try {
				yield* execute(run, machine, new BcParser(decodeUtf8(yield* readFile(process, file))), file);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* tell(run, `File ${file} is unavailable.\n`);
				return 1;
			}
		}
		if (process.isatty(0)) {
			if (!run.values.quiet) yield* out.write(`${VERSION}${BANNER}`);
			yield* interact(run, machine, input);
		} else yield* interact(run, machine, input);
		return 0;
	} catch (error) {
		if (error instanceof BcHalt) return 0;
		throw error;
	}
}

const BANNER = `
This is free software with ABSOLUTELY NO WARRANTY.
For details type \`warranty'. 
`;

function* nextLine(input: LineReader): Task<string> {
	return (yield* input.next()) ?? '';
}

/** Line by line: what is complete is executed. */
function* interact(run: Run<typeof options>, machine: BcMachine, input: LineReader): Task<void> {
	let pending = '';
	let number = 1;
	for (;;) {
		const line = yield* input.next();
		if (line === undefined) break;
		pending += `${line}\n`;
		if (isOpen(pending)) continue;
		yield* execute(run, machine, new BcParser(pending), '(standard_in)', number);
		number += pending.split('\n').length - 1;
		pending = '';
	}
	if (pending !== '') yield* execute(run, machine, new BcParser(pending), '(standard_in)', number);
}

/** Whether a brace, a comment, a text or a line goes on. */
function isOpen(text: string): boolean {
	const bare = text.replace(/\/\*[\s\S]*?\*\/|"[^"]*"|#[^\n]*/g, ' ');
	if (/\/\*|"/.test(bare) || /\\\n$/.test(bare)) return true;
	if (/\b(?:define\s[^{]*|(?:if|while|for)\s*\([^{}\n]*\)\s*|else\s*)\n$/.test(bare) && !/\{[^}]*$/.test(bare)) {
		return /define\s[^{]*\n$/.test(bare);
	}
	return (bare.match(/\{/g) ?? []).length > (bare.match(/\}/g) ?? []).length;
}

function* execute(
	run: Run<typeof options>,
	machine: BcMachine,
	parser: BcParser,
	source: string,
	firstLine = 1,
): Task<void> {
	for (;;) {
		try {
			const found = yield* nextOf(run, parser, source, firstLine);
			if (found === undefined) return;
			if ('parameters' in found) machine.functions.set(found.name, found);
			else yield* machine.run(found);
		} catch (error) {
			if (error instanceof BcSyntaxError) {
				yield* tell(run, `${source} ${error.line + firstLine - 1}: ${error.message}\n`);
			} else if (error instanceof BcRuntimeError) {
				yield* tell(run, `Runtime error (func=${error.inFunction}, adr=${error.address}): ${error.message}\n`);
			} else throw error;
		}
	}
}

function* nextOf(
	run: Run<typeof options>,
	parser: BcParser,
	source: string,
	firstLine: number,
): Task<ReturnType<BcParser['next']>> {
	try {
		return parser.next();
	} finally {
		for (const { line, message } of parser.takeIllegal()) {
			yield* tell(run, `${source} ${line + firstLine - 1}: ${message}\n`);
		}
	}
}

function tell(run: Run<typeof options>, text: string): Task<void> {
	return say(run.process, run.out, text);
}
