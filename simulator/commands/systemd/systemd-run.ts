import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { become, findExecutable, launchFailureStatus, reasonOf } from '../launch.ts';
import { flag, mayHaveValue, OptionError, type ParsedOptions, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { servicesOf } from './service-port.ts';
import { SYSTEMD_VERSION } from './systemd-help.ts';

const TRANSIENT = '/run/systemd/transient';
const LOOK_MS = 100;

const HELP = `systemd-run [OPTIONS...] COMMAND [ARGUMENTS...]

Run the specified command in a transient scope or service.

  -h --help                       Show this help
     --version                    Show package version
     --no-ask-password            Do not prompt for password
     --user                       Run as user unit
  -H --host=[USER@]HOST           Operate on remote host
  -M --machine=CONTAINER          Operate on local container
     --scope                      Run this as scope rather than service
  -u --unit=UNIT                  Run under the specified unit name
  -p --property=NAME=VALUE        Set service or scope unit property
     --description=TEXT           Description for unit
     --slice=SLICE                Run in the specified slice
     --slice-inherit              Inherit the slice
     --expand-environment=BOOL    Control expansion of environment variables
     --no-block                   Do not wait until operation finished
  -r --remain-after-exit          Leave service around until explicitly stopped
     --wait                       Wait until service stopped again
     --send-sighup                Send SIGHUP when terminating
     --service-type=TYPE          Service type
     --uid=USER                   Run as system user
     --gid=GROUP                  Run as system group
     --nice=NICE                  Nice level
     --working-directory=PATH     Set working directory
  -d --same-dir                   Inherit working directory from caller
  -E --setenv=NAME[=VALUE]        Set environment variable
  -t --pty                        Run service on pseudo TTY as STDIN/STDOUT/
                                  STDERR
  -P --pipe                       Pass STDIN/STDOUT/STDERR directly to service
  -q --quiet                      Suppress information messages during runtime
  -G --collect                    Unload unit after it ran, even when failed
  -S --shell                      Invoke a $SHELL interactively

Path options:
     --path-property=NAME=VALUE   Set path unit property

Socket options:
     --socket-property=NAME=VALUE Set socket unit property

Timer options:
     --on-active=SECONDS          Run after SECONDS delay
     --on-boot=SECONDS            Run SECONDS after machine was booted up
     --on-startup=SECONDS         Run SECONDS after systemd activation
     --on-unit-active=SECONDS     Run SECONDS after the last activation
     --on-unit-inactive=SECONDS   Run SECONDS after the last deactivation
     --on-calendar=SPEC           Realtime timer
     --on-timezone-change         Run when the timezone changes
     --on-clock-change            Run when the realtime clock jumps
     --timer-property=NAME=VALUE  Set timer unit property

See the systemd-run(1) man page for details.
`;
const OPTIONS = {
	help: flag('h', 'help'),
	version: flag('version'),
	noAskPassword: flag('no-ask-password'),
	scope: flag('scope'),
	unit: withValue('u', 'unit'),
	property: withValue('p', 'property'),
	description: withValue('description'),
	slice: withValue('slice'),
	sliceInherit: flag('slice-inherit'),
	expand: withValue('expand-environment'),
	noBlock: flag('no-block'),
	remain: flag('r', 'remain-after-exit'),
	wait: flag('wait'),
	sendHup: flag('send-sighup'),
	type: withValue('service-type'),
	uid: withValue('uid'),
	gid: withValue('gid'),
	nice: withValue('nice'),
	workingDirectory: withValue('working-directory'),
	sameDir: flag('d', 'same-dir'),
	setenv: withValue('E', 'setenv'),
	pty: flag('t', 'pty'),
	pipe: flag('P', 'pipe'),
	quiet: flag('q', 'quiet'),
	collect: flag('G', 'collect'),
	shell: flag('S', 'shell'),
	user: mayHaveValue('user'),
} as const;

type Options = ParsedOptions<typeof OPTIONS>;

/**
 * A transient unit is a file in /run/systemd/transient. Differs: it stays when it has ended, unless it was waited for or
 * collected; there are no transient timers, and what runs on this terminal (--pty, --pipe, --scope) runs as the caller's child.
 */
export const systemdRun = unixCommand({
	name: 'systemd-run',
	paths: ['/usr/bin/systemd-run'],
	size: 64_112,
	*main(run) {
		const options = parsed(run.args);
		const { values, process } = { ...options, process: run.process };
		if (values.help || values.version) {
			yield* run.out.write(values.help ? HELP : SYSTEMD_VERSION);
			return 0;
		}
		const argv = values.shell ? [process.env.get('SHELL') ?? '/bin/sh'] : options.operands;
		if (argv.length === 0) throw new Exit(1, 'Command line to execute required.\n');
		const services = servicesOf(process);
		if (process.credentials.uid !== 0) {
			throw new Exit(1, 'Failed to start transient service unit: Interactive authentication required.\n');
		}
		let path: string;
		try {
			path = findExecutable(process, argv[0] as string);
		} catch (error) {
			throw new Exit(1, `Failed to find executable ${argv[0]}: ${reasonOf(error)}\n`);
		}
		const name = unitName(process, values.unit, values.scope === true);
		const isHere = values.scope || values.pty || values.pipe || values.shell;
		if (!values.quiet)
			yield* run.say(`Running ${values.scope ? 'scope ' : ''}as unit: ${name}${invocation(process)}\n`);
		if (isHere) return yield* inPlace(run, options, argv);
		return yield* asService(run, services, options, name, [path, ...argv.slice(1)]);
	},
});

function parsed(args: readonly string[]): Options {
	try {
		const options = parseOptions(args, OPTIONS, true);
		for (const { key, value } of options.given) {
			if (key === 'property' && !/^[A-Za-z]+=/.test(value ?? '')) throw new Exit(1, `Not an assignment: ${value}\n`);
		}
		return options;
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `systemd-run: ${error.message}\n`);
	}
}

function unitName(process: Process, asked: string | undefined, isScope: boolean): string {
	const suffix = isScope ? '.scope' : '.service';
	if (asked === undefined) return `run-u${process.pid}${suffix}`;
	return /\.(?:service|scope)$/.test(asked) ? asked : asked + suffix;
}

function invocation(process: Process): string {
	const words = Array.from({ length: 4 }, () => process.randomUint32().toString(16).padStart(8, '0'));
	return `; invocation ID: ${words.join('')}`;
}

/** On this terminal and by this process. */
function* inPlace({ process }: UnixRun, { values, given }: Options, argv: readonly string[]): Task<number> {
	const env = new Map(process.env);
	for (const { key, value = '' } of given) {
		if (key !== 'setenv') continue;
		const at = value.indexOf('=');
		if (at >= 0) env.set(value.slice(0, at), value.slice(at + 1));
	}
	try {
		if (values.workingDirectory !== undefined) process.chdir(values.workingDirectory);
		if (values.nice !== undefined) process.setPriority(0, Number(values.nice));
		return yield* become(process, argv, env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(launchFailureStatus(error), `Failed to execute: ${reasonOf(error)}\n`);
	}
}

function* asService(
	{ process, say }: UnixRun,
	services: ServiceManager,
	options: Options,
	name: string,
	argv: readonly string[],
): Task<number> {
	const { values } = options;
	const status = services.status(name);
	if (status.unit !== undefined && status.active !== 'inactive' && status.active !== 'failed') {
		throw new Exit(
			1,
			`Failed to start transient service unit: Unit ${name} was already loaded or has a fragment file.\n`,
		);
	}
	const file = `${TRANSIENT}/${name}`;
	if (!process.access(TRANSIENT, {})) process.mkdir(TRANSIENT, 0o755);
	const fd = yield* process.open(file, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(unitText(process, options, argv)));
	process.close(fd);
	services.reload();
	services.start(name);
	if (!values.wait) {
		if (values.collect) yield* collectLater(process, services, name, file);
		return 0;
	}
	const startedAtMs = process.now();
	while (!isOver(services, name)) yield* process.block(services.changed, () => isOver(services, name));
	const runtimeMs = process.now() - startedAtMs;
	const { result } = services.status(name);
	process.unlink(file);
	const code = result?.kind === 'exited' ? result.status : 1;
	if (!values.quiet)
		yield* say(
			`Finished with result: ${code === 0 ? 'success' : 'exit-code'}\nMain processes terminated with: code=exited/status=${code}\nService runtime: ${runtimeText(runtimeMs)}\n`,
		);
	return code;
}

/** "1.205s", "15ms". */
function runtimeText(ms: number): string {
	if (ms < 1000) return ms === 0 ? '0' : `${ms}ms`;
	const seconds = `${Number(((ms % 60_000) / 1000).toFixed(3))}s`;
	return ms < 60_000 ? seconds : `${Math.floor(ms / 60_000)}min ${seconds}`;
}

function isOver(services: ServiceManager, name: string): boolean {
	const { active } = services.status(name);
	return active === 'inactive' || active === 'failed';
}

/** The unit goes when it has ended, as the manager would have it go. */
function* collectLater(process: Process, services: ServiceManager, name: string, file: string): Task<void> {
	process.spawn({
		argv: ['(sd-collect)'],
		env: process.env,
		newSession: true,
		fds: new Map(),
		program: (child) => collect(child, services, name, file),
	});
	yield* process.tick();
}

function* collect(process: Process, services: ServiceManager, name: string, file: string): Task<number> {
	process.onSignal('HUP', 'ignore');
	while (!isOver(services, name)) yield* process.sleep(LOOK_MS);
	process.unlink(file);
	services.reload();
	return 0;
}

/** As systemd writes a transient unit, with what the file cannot leave out. */
function unitText(process: Process, { values, given }: Options, argv: readonly string[]): string {
	const command = argv.map(quoted).join(' ');
	const lines = [
		'# This is a transient unit file, created programmatically via the systemd API. Do not edit.',
		'[Unit]',
		`Description=${values.description ?? argv.join(' ')}`,
		'',
		'[Service]',
		`Type=${values.type ?? 'simple'}`,
		...(values.remain ? ['RemainAfterExit=yes'] : []),
		...(values.uid === undefined ? [] : [`User=${values.uid}`]),
		...(values.gid === undefined ? [] : [`Group=${values.gid}`]),
		...(values.nice === undefined ? [] : [`Nice=${values.nice}`]),
		...(values.slice === undefined ? [] : [`Slice=${values.slice}`]),
	];
	const folder = values.workingDirectory ?? (values.sameDir ? process.cwd : undefined);
	if (folder !== undefined) lines.push(`WorkingDirectory=${folder}`);
	for (const { key, value = '' } of given) {
		if (key === 'property') lines.push(value);
		if (key !== 'setenv') continue;
		lines.push(`Environment="${value.includes('=') ? value : `${value}=${process.env.get(value) ?? ''}`}"`);
	}
	return `${lines.join('\n')}\nExecStart=${command}\n`;
}

function quoted(word: string): string {
	const text = word.replace(/%/g, '%%').replace(/\$/g, '$$$$');
	if (/^[\w@%+=:,./$-]+$/.test(text)) return text;
	if (!/['\\\n]/.test(text)) return `'${text}'`;
	return `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
