import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { findExecutable } from '../launch.ts';
import { readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { servicesOf } from './service-port.ts';
import { SYSTEMD_VERSION } from './systemd-help.ts';
import { parseMoment, parseSpan, spanText } from './systemd-time.ts';
import { UnitCheck } from './unit-check.ts';
import { agoText } from './unit-status.ts';

const HELP = `systemd-analyze [OPTIONS...] COMMAND ...

Profile systemd, show unit dependencies, check unit files.

Boot Analysis:
  [time]                     Print time required to boot the machine
  blame                      Print list of running units ordered by
                             time to init
  critical-chain [UNIT...]   Print a tree of the time critical chain
                             of units

Dependency Analysis:
  unit-files                 List files and symlinks for units
  unit-paths                 List load directories for units

Expression Evaluation:
  timestamp TIMESTAMP...     Validate a timestamp
  timespan SPAN...           Validate a time span

Unit & Service Analysis:
  verify FILE...             Check unit files for correctness

Options:
  -h --help                  Show this help
     --version               Show package version
     --no-pager              Do not pipe output into a pager
     --man=no                Do not check for existence of man pages

See the systemd-analyze(1) man page for details.
`;

export const systemdAnalyze = unixCommand({
	name: 'systemd-analyze',
	paths: ['/usr/bin/systemd-analyze'],
	size: 191_248,
	help: HELP,
	*main(run) {
		const [verb = 'time', ...words] = run.args.filter((word) => !/^--(?:no-pager|man|quiet|system)/.test(word));
		const { out } = run;
		switch (verb) {
			case '-h':
				yield* out.write(HELP);
				return 0;
			case '--version':
				yield* out.write(SYSTEMD_VERSION);
				return 0;
			case 'time':
				yield* out.write(bootText());
				return 0;
			case 'blame':
			case 'critical-chain':
				yield* out.write(startTimes(run.process, servicesOf(run.process), verb));
				return 0;
			case 'unit-paths':
				yield* out.write(UNIT_PATHS.map((path) => `${path}\n`).join(''));
				return 0;
			case 'unit-files':
				for (const name of servicesOf(run.process).names()) {
					const path = servicesOf(run.process).status(name).unit?.path;
					if (path !== undefined) yield* out.write(`ids: ${name} → ${path}\n`);
				}
				return 0;
			case 'timespan':
				return yield* spans(run, need(words));
			case 'timestamp':
				return yield* moments(run, need(words));
			case 'verify':
				return yield* verify(run, need(words));
			default:
				throw new Exit(1, `Unknown command verb ${verb}.\n`);
		}
	},
});

function need(words: readonly string[]): readonly string[] {
	if (words.length === 0) throw new Exit(1, 'Too few arguments.\n');
	return words;
}

const UNIT_PATHS: readonly string[] = [
	'/etc/systemd/system.control',
	'/run/systemd/system.control',
	'/run/systemd/transient',
	'/run/systemd/generator.early',
	'/etc/systemd/system',
	'/etc/systemd/system.attached',
	'/run/systemd/system',
	'/run/systemd/system.attached',
	'/run/systemd/generator',
	'/usr/local/lib/systemd/system',
	'/usr/lib/systemd/system',
	'/run/systemd/generator.late',
];

/** A machine of the world is up at once: what a start takes is nothing that anybody has waited for. */
function bootText(): string {
	return 'Startup finished in 0 (kernel) + 0 (userspace) = 0 \nmulti-user.target reached after 0 in userspace.\n';
}

/** Differs: units start in no time, so that all that differs is when. */
function startTimes({ machine }: Process, services: ServiceManager, verb: 'blame' | 'critical-chain'): string {
	const running = services
		.names()
		.map((name) => services.status(name))
		.filter(({ active }) => active === 'active');
	if (verb === 'blame') return running.map(({ name }) => `0 ${name}\n`).join('');
	const head =
		'The time when unit became active or started is printed after the "@" character.\nThe time the unit took to start is printed after the "+" character.\n\n';
	const lines = running
		.sort((a, b) => b.sinceMs - a.sinceMs)
		.map(({ name, sinceMs }) => `└─${name} @${spanText((sinceMs - machine.bootedAtMs) * 1000, 1000)}`);
	return `${head}multi-user.target @0\n${lines[0] ?? ''}\n`;
}

/** Models src/analyze/analyze-timespan.c. */
function* spans(run: UnixRun, words: readonly string[]): Task<number> {
	const { out } = run;
	for (const [at, word] of words.entries()) {
		const micros = parseSpan(word);
		if (micros === undefined) {
			// The blank line before it comes late: it was not written out yet.
			yield* out.flush();
			yield* run.process.write(2, encodeUtf8(`Failed to parse time span '${word}': Invalid argument\n`));
			if (at > 0) yield* out.write('\n');
			return 1;
		}
		if (at > 0) yield* out.write('\n');
		const number = Number.isFinite(micros) ? String(micros) : '18446744073709551615';
		yield* out.write(`Original: ${word}\n      μs: ${number}\n   Human: ${spanText(micros, 1)}\n`);
	}
	return 0;
}

/** Models src/analyze/analyze-timestamp.c. */
function* moments({ out, process }: UnixRun, words: readonly string[]): Task<number> {
	for (const [at, word] of words.entries()) {
		const ms = parseMoment(word, process.now());
		if (ms === undefined) throw new Exit(1, `Failed to parse "${word}": Invalid argument\n`);
		const away = process.now() - ms;
		yield* out.write(
			`${at === 0 ? '' : '\n'}  Original form: ${word}\nNormalized form: ${strftime('%a %Y-%m-%d %H:%M:%S UTC', ms)}\n   UNIX seconds: @${Math.floor(ms / 1000)}\n       From now: ${agoText(Math.abs(away))} ${away >= 0 ? 'ago' : 'left'}\n`,
		);
	}
	return 0;
}

/** Models src/analyze/analyze-verify.c. Differs: of sections and keys only those of services are known; what others mean is not looked at. */
function* verify(run: UnixRun, words: readonly string[]): Task<number> {
	const { process } = run;
	let status = 0;
	for (const word of words) {
		const path = word.includes('/') ? word : (servicesOf(process).status(word).unit?.path ?? word);
		const name = path.replace(/^.*\//, '');
		let text: string;
		try {
			text = decodeUtf8(yield* readFile(process, path));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* run.say(`Unit ${name} not found.\n`);
			status = 1;
			continue;
		}
		const shownPath = process.realpath(path);
		const check = new UnitCheck(name, shownPath, (program) => isExecutable(process, program));
		for (const line of check.lines(text)) {
			yield* run.say(`${line}\n`);
		}
		if (check.failed) status = 1;
	}
	return status;
}

function isExecutable(process: Process, program: string): boolean {
	if (program.startsWith('/')) return process.access(program, { execute: true });
	try {
		findExecutable(process, program);
		return true;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}
