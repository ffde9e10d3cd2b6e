import type { Process, ProcessInfo, SignalName } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { commandName } from '../procps/process-columns.ts';
import { LINUX_SIGNALS, signalByName } from '../signal-names.ts';

const HELP = `Usage: killall [OPTION]... [--] NAME...
       killall -l, --list
       killall -V, --version

  -e,--exact          require exact match for very long names
  -I,--ignore-case    case insensitive process name match
  -g,--process-group  kill process group instead of process
  -y,--younger-than   kill processes younger than TIME
  -o,--older-than     kill processes older than TIME
  -i,--interactive    ask for confirmation before killing
  -l,--list           list all known signal names
  -q,--quiet          don't print complaints
  -r,--regexp         interpret NAME as an extended regular expression
  -s,--signal SIGNAL  send this signal instead of SIGTERM
  -u,--user USER      kill only process(es) running as USER
  -v,--verbose        report if the signal was successfully sent
  -V,--version        display version information
  -w,--wait           wait for processes to die
  -n,--ns PID         match processes that belong to the same namespaces
                      as PID
  -Z,--context REGEXP kill only process(es) having context
                      (must precede other arguments)

`;
const VERSION = 'killall (PSmisc) 23.7';
const LOOK_MS = 100;
const LINE_WIDTH = 79;
const SECONDS: Readonly<Record<string, number>> = {
	s: 1,
	m: 60,
	h: 3600,
	d: 86_400,
	w: 604_800,
	M: 2_592_000,
	y: 31_536_000,
};

const options = {
	exact: flag('e', 'exact'),
	ignoreCase: flag('I', 'ignore-case'),
	group: flag('g', 'process-group'),
	younger: withValue('y', 'younger-than'),
	older: withValue('o', 'older-than'),
	interactive: flag('i', 'interactive'),
	list: flag('l', 'list'),
	quiet: flag('q', 'quiet'),
	regexp: flag('r', 'regexp'),
	signal: withValue('s', 'signal'),
	user: withValue('u', 'user'),
	verbose: flag('v', 'verbose'),
	shortVersion: flag('V'),
	wait: flag('w', 'wait'),
	namespace: withValue('n', 'ns'),
	context: withValue('Z', 'context'),
};

type KillRun = Run<typeof options>;

/** Models psmisc src/killall.c. */
export const killall = gnuCommand({
	name: 'killall',
	paths: ['/usr/bin/killall'],
	size: 31_736,
	version: VERSION,
	help: HELP,
	options,
	rewrite: (argv) =>
		argv.map((word) => (/^-(\d+|(?:SIG)?[A-Z]{2,}\d?)$/.test(word) ? `--signal=${word.slice(1)}` : word)),
	*main(run) {
		const { process, values, operands, out } = run;
		if (values.shortVersion) {
			yield* tell(process, `${VERSION}\n`);
			return 0;
		}
		if (values.list) {
			yield* out.write(signalLines());
			return 0;
		}
		if (operands.length === 0 && values.user === undefined) {
			yield* tell(process, HELP);
			return 1;
		}
		const signal = values.signal === '0' ? 0 : signalByName(values.signal ?? 'TERM');
		if (signal === undefined) {
			yield* tell(process, `${values.signal}: unknown signal; killall -l lists signals.\n`);
			return 1;
		}
		let isAmong: (info: ProcessInfo) => boolean;
		try {
			isAmong = yield* chooser(run);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			yield* tell(process, `${error.message}\n`);
			return 1;
		}
		const killed: number[] = [];
		let status = 0;
		for (const name of operands.length === 0 ? [undefined] : operands) {
			const isNamed = name === undefined ? () => true : nameTest(run, name);
			const found = process.machine
				.processes()
				.filter((info) => info.pid !== process.pid && isNamed(info) && isAmong(info));
			if (found.length === 0) {
				if (!values.quiet && name !== undefined) yield* tell(process, `${name}: no process found\n`);
				status = 1;
			}
			for (const info of found) {
				const sent = yield* send(run, info, name ?? commandName(info), signal);
				if (sent) killed.push(info.pid);
				else status = 1;
			}
		}
		while (values.wait && process.machine.processes().some(({ pid, state }) => killed.includes(pid) && state !== 'Z')) {
			yield* process.sleep(LOOK_MS);
		}
		return status;
	},
});

/** Said as it is. */
class Refusal extends Error {}

function* tell(process: Process, text: string): Task<void> {
	yield* process.write(2, encodeUtf8(text));
}

/** What the options leave, whatever the names. */
function* chooser({ process, values }: KillRun): Task<(info: ProcessInfo) => boolean> {
	const accounts = yield* readAccounts(process);
	const { user } = values;
	const uid = user === undefined ? undefined : [...accounts.users].find(([, name]) => name === user)?.[0];
	if (user !== undefined && uid === undefined) throw new Refusal(`Cannot find user ${user}`);
	const [younger, older] = [secondsOf(values.younger), secondsOf(values.older)];
	const spaces = values.namespace === undefined ? undefined : spacesOf(process, values.namespace);
	return ({ pid, uid: own, startedAtMs }) => {
		const age = (process.now() - startedAtMs) / 1000;
		return (
			(uid === undefined || own === uid) &&
			(younger === undefined || age <= younger) &&
			(older === undefined || age >= older) &&
			(spaces === undefined || spacesOf(process, String(pid)) === spaces)
		);
	};
}

/** "10s", "1.5h". */
function secondsOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([smhdwMy])$/.exec(text) ?? [];
	if (number === undefined) throw new Refusal(`Invalid time format\n${HELP.trimEnd()}\n`);
	return Number(number) * (SECONDS[unit] as number);
}

function spacesOf(process: Process, pid: string): string {
	try {
		return ['mnt', 'net', 'pid', 'uts'].map((kind) => process.readlink(`/proc/${pid}/ns/${kind}`)).join();
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}

function nameTest({ values }: KillRun, name: string): (info: ProcessInfo) => boolean {
	if (values.regexp) {
		try {
			const pattern = compilePosix(name, 'extended', { strict: true, ignoreCase: values.ignoreCase === true });
			return (info) => pattern.test(commandName(info));
		} catch (error) {
			if (!(error instanceof RegexpSyntaxError)) throw error;
			throw new Fatal(`Bad regular expression: ${name}`);
		}
	}
	const fold = (text: string): string => (values.ignoreCase ? text.toLowerCase() : text);
	return (info) => fold(commandName(info)) === fold(name.slice(0, 15));
}

/** False: it could not be sent, or somebody said no. */
function* send(run: KillRun, info: ProcessInfo, name: string, signal: SignalName | 0): Task<boolean> {
	const { process, values, out } = run;
	const kind = values.group ? 'pgid ' : '';
	const target = values.group ? info.pgid : info.pid;
	if (values.interactive) {
		const doing = signal === 'TERM' ? 'Kill' : 'Signal';
		yield* out.write(`${doing} ${name}(${kind}${target}) ? (y/N) `);
		yield* out.flush();
		let answer = '';
		for (;;) {
			const [byte] = yield* process.read(0, 1);
			if (byte === undefined || byte === 10) break;
			if (answer === '') answer = String.fromCharCode(byte);
		}
		if (!/^[yY]$/.test(answer)) return false;
	}
	try {
		process.kill(values.group ? -target : target, signal);
		if (values.verbose)
			yield* tell(
				process,
				`Killed ${name}(${kind}${target}) with signal ${signal === 0 ? 0 : SIGNAL_NUMBERS[signal]}\n`,
			);
		return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* tell(process, `${name}(${kind}${target}): ${reasonOf(error)}\n`);
		return false;
	}
}

/** Names of signals, as many as fit on a line. */
function signalLines(): string {
	const lines = [''];
	for (const name of LINUX_SIGNALS) {
		const line = lines.at(-1) as string;
		if (line.length + name.length + 1 > LINE_WIDTH) lines.push(name);
		else lines[lines.length - 1] = line === '' ? name : `${line} ${name}`;
	}
	return `${lines.join('\n')}\n`;
}
