import type { Process, SignalName } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Run, RunContext } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { become, launch, launchFailureStatus, reasonOf, shellStatus } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { signalByName } from '../signal-names.ts';
import { parseInterval } from './sleep.ts';
import { COREUTILS } from './version.ts';

/** Becomes the command; says why not as coreutils' wrappers do. */
function* run(own: RunContext, command: readonly string[], subject: string): Task<number> {
	try {
		yield* own.out.flush();
		return yield* become(own.process, command, own.process.env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`${subject}: ${reasonOf(error)}`, launchFailureStatus(error));
	}
}

export const nohup = gnuCommand({
	name: 'nohup',
	paths: ['/usr/bin/nohup'],
	size: 35_208,
	version: `nohup ${COREUTILS}`,
	usageStatus: 125,
	stopAtOperand: true,
	help: `Usage: nohup COMMAND [ARG]...
  or:  /usr/bin/nohup OPTION
Run COMMAND, ignoring hangup signals.

      --help        display this help and exit
      --version     output version information and exit

If standard input is a terminal, redirect it from an unreadable file.
If standard output is a terminal, append output to 'nohup.out' if possible,
'$HOME/nohup.out' otherwise.
If standard error is a terminal, redirect it to standard output.
To save output to FILE, use '/usr/bin/nohup COMMAND > FILE'.

NOTE: your shell may have its own version of nohup, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/nohup>
or available locally via: info '(coreutils) nohup invocation'
`,
	options: {},
	*main(own) {
		const { process } = own;
		if (own.operands.length === 0) throw new Fatal('missing operand', 125, true);
		process.onSignal('HUP', 'ignore');
		const ignoring = process.isatty(0);
		if (ignoring) process.dup2(yield* process.open('/dev/null', { read: true }), 0);
		if (process.isatty(1)) {
			const home = process.env.get('HOME');
			const candidates = ['nohup.out', ...(home === undefined ? [] : [`${home}/nohup.out`])];
			for (const path of candidates) {
				try {
					process.dup2(yield* process.open(path, { write: true, append: true, create: true }, 0o600), 1);
					yield* own.complain(`${ignoring ? 'ignoring input and ' : ''}appending output to '${path}'`);
					break;
				} catch (error) {
					yield* own.complainOf(`failed to open '${path}'`, error);
					if (path === candidates.at(-1)) return 125;
				}
			}
			if (process.isatty(2)) process.dup2(1, 2);
		} else if (ignoring) yield* own.complain('ignoring input');
		return yield* run(own, own.operands, `failed to run command '${own.operands[0]}'`);
	},
});

export const nice = gnuCommand({
	name: 'nice',
	paths: ['/usr/bin/nice'],
	size: 35_208,
	version: `nice ${COREUTILS}`,
	usageStatus: 125,
	stopAtOperand: true,
	help: `Usage: nice [OPTION] [COMMAND [ARG]...]
Run COMMAND with an adjusted niceness, which affects process scheduling.
With no COMMAND, print the current niceness.  Niceness values range from
-20 (most favorable to the process) to 19 (least favorable to the process).

Mandatory arguments to long options are mandatory for short options too.
  -n, --adjustment=N   add integer N to the niceness (default 10)
      --help        display this help and exit
      --version     output version information and exit

NOTE: your shell may have its own version of nice, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/nice>
or available locally via: info '(coreutils) nice invocation'
`,
	options: { adjustment: withValue('n', 'adjustment') },
	rewrite: (argv) => argv.map((word, at) => (at === 0 ? word.replace(/^-([+-]?\d+)$/, '-n$1') : word)),
	*main(own) {
		const { adjustment } = own.values;
		if (adjustment !== undefined && !/^[+-]?\d+$/.test(adjustment))
			throw new Fatal(`invalid adjustment ‘${adjustment}’`, 125);
		if (own.operands.length === 0) {
			if (adjustment !== undefined) throw new Fatal('a command must be given with an adjustment', 125, true);
			yield* own.out.write(`${own.process.getPriority(0)}\n`);
			return 0;
		}
		try {
			own.process.setPriority(0, own.process.getPriority(0) + Number(adjustment ?? '10'));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* own.complain(`cannot set niceness: ${reasonOf(error)}`);
		}
		return yield* run(own, own.operands, `‘${own.operands[0]}’`);
	},
});

const timeoutOptions = {
	foreground: flag('foreground', 'f'),
	killAfter: withValue('k', 'kill-after'),
	preserve: flag('preserve-status', 'p'),
	signal: withValue('s', 'signal'),
	verbose: flag('v', 'verbose'),
};

export const timeout = gnuCommand({
	name: 'timeout',
	paths: ['/usr/bin/timeout'],
	size: 39_680,
	version: `timeout ${COREUTILS}`,
	usageStatus: 125,
	stopAtOperand: true,
	help: `Usage: timeout [OPTION] DURATION COMMAND [ARG]...
  or:  /usr/bin/timeout [OPTION]
Start COMMAND, and kill it if still running after DURATION.

Mandatory arguments to long options are mandatory for short options too.
      --preserve-status
                 exit with the same status as COMMAND, even when the
                   command times out
      --foreground
                 when not running timeout directly from a shell prompt,
                   allow COMMAND to read from the TTY and get TTY signals;
                   in this mode, children of COMMAND will not be timed out
  -k, --kill-after=DURATION
                 also send a KILL signal if COMMAND is still running
                   this long after the initial signal was sent
  -s, --signal=SIGNAL
                 specify the signal to be sent on timeout;
                   SIGNAL may be a name like 'HUP' or a number;
                   see 'kill -l' for a list of signals
  -v, --verbose  diagnose to stderr any signal sent upon timeout
      --help        display this help and exit
      --version     output version information and exit

DURATION is a floating point number with an optional suffix:
's' for seconds (the default), 'm' for minutes, 'h' for hours or 'd' for days.
A duration of 0 disables the associated timeout.

Upon timeout, send the TERM signal to COMMAND, if no other SIGNAL specified.
The TERM signal kills any process that does not block or catch that signal.
It may be necessary to use the KILL signal, since this signal can't be caught.

EXIT status:
  124  if COMMAND times out, and --preserve-status is not specified
  125  if the timeout command itself fails
  126  if COMMAND is found but cannot be invoked
  127  if COMMAND cannot be found
  137  if COMMAND (or timeout itself) is sent the KILL (9) signal (128+9)
  -    the exit status of COMMAND otherwise

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/timeout>
or available locally via: info '(coreutils) timeout invocation'
`,
	options: timeoutOptions,
	*main(own) {
		const [duration, ...command] = own.operands;
		if (duration === undefined || command.length === 0) throw new Fatal('', 125, true);
		const afterMs = interval(duration);
		const killAfterMs = own.values.killAfter === undefined ? undefined : interval(own.values.killAfter);
		const { signal: named = 'TERM' } = own.values;
		const signal = signalByName(named);
		if (signal === undefined) throw new Fatal(`‘${named}’: invalid signal`, 125, true);
		return yield* watch(own, command, { afterMs, killAfterMs, signal });
	},
});

function interval(text: string): number {
	const ms = parseInterval(text);
	if (ms === undefined) throw new Fatal(`invalid time interval ‘${text}’`, 125, true);
	return ms;
}

interface Limits {
	/** 0: never. */
	readonly afterMs: number;
	readonly killAfterMs: number | undefined;
	readonly signal: SignalName;
}

function* watch(own: Run<typeof timeoutOptions>, command: readonly string[], limits: Limits): Task<number> {
	const { process, values } = own;
	let pid: number;
	try {
		pid = launch(process, command);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`failed to run command ‘${command[0]}’: ${reasonOf(error)}`, launchFailureStatus(error));
	}
	for (const signal of ['CHLD', 'TERM', 'INT', 'HUP'] as const) process.onSignal(signal, 'catch');
	let deadlineMs = limits.afterMs === 0 ? Number.POSITIVE_INFINITY : process.now() + limits.afterMs;
	let signal: SignalName = limits.signal;
	let timedOut = false;
	for (;;) {
		const result = yield* process.wait(pid, { nohang: true });
		if (result !== undefined) {
			if (!timedOut || values.preserve) return shellStatus(result);
			return 124;
		}
		if (process.now() >= deadlineMs) {
			if (values.verbose) yield* own.complain(`sending signal ${signal} to command ‘${command[0]}’`);
			process.kill(pid, signal);
			process.kill(pid, 'CONT');
			// The signal goes to the own group too, and nobody can ignore this one.
			if (signal === 'KILL' && !values.foreground) process.kill(process.pid, 'KILL');
			timedOut = true;
			const again = limits.killAfterMs !== undefined && signal !== 'KILL';
			deadlineMs = again ? process.now() + (limits.killAfterMs as number) : Number.POSITIVE_INFINITY;
			if (again) signal = 'KILL';
			continue;
		}
		yield* pause(process, deadlineMs);
		for (const caught of process.takeSignals()) if (caught !== 'CHLD') process.kill(pid, caught);
	}
}

/** Until the deadline or a signal. */
function* pause(process: Process, deadlineMs: number): Task<void> {
	try {
		yield* process.sleep(Math.min(deadlineMs - process.now(), 3_155_760_000_000));
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
	}
}
