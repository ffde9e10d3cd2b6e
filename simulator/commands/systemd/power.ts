import type { PowerSwitch, ShutdownDelay } from '../../kernel/machine-api.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { exists } from '../coreutils/copy-tree.ts';
import { flag, OptionError, parseOptions } from '../options.ts';
import { readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';

type PowerAction = 'reboot' | 'poweroff' | 'halt';

/** What logind calls them. */
const CALLS: Readonly<Record<PowerAction, string>> = { reboot: 'Reboot', poweroff: 'PowerOff', halt: 'Halt' };

const SCHEDULE = '/run/systemd/shutdown/scheduled';
/** What systemd needs to stop sessions, at least. */
const STOPPING_MS = 100;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** How often systemd-logind looks whether those who want to be waited for are ready. */
const DELAY_LOOK_MS = 100;

/**
 * Hands the machine's end to its switch: what runs there ends a moment later, or when those are ready who want to be
 * waited for.
 */
export function endMachine(process: Process, action: PowerAction, isForced = false): number {
	requireRoot(process, action);
	const power = process.port<PowerSwitch>('power');
	if (power === undefined)
		throw new Exit(
			1,
			"System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down\n",
		);
	process.spawn({
		argv: ['/usr/lib/systemd/systemd-shutdown', action],
		env: process.env,
		program: (child) => goDown(child, action, { power, isForced }),
		newSession: true,
		fds: new Map(),
	});
	return 0;
}

/** Who is logged in over the network hears the connection end; then the power goes. */
function* goDown(process: Process, action: PowerAction, how: { power: PowerSwitch; isForced: boolean }): Task<number> {
	const { power, isForced } = how;
	process.onSignal('HUP', 'ignore');
	const delay = process.port<ShutdownDelay>('shutdown-delay');
	if (delay !== undefined && !isForced) yield* waitFor(process, delay);
	yield* process.sleep(STOPPING_MS);
	for (const { pid, argv } of process.machine.processes()) {
		if (/^sshd: .*@/.test(argv.join(' '))) process.kill(pid, 'TERM');
	}
	yield* process.sleep(STOPPING_MS);
	if (action === 'reboot') power.restart();
	else power.off();
	return 0;
}

function* waitFor(process: Process, delay: ShutdownDelay): Task<void> {
	let isReady = false;
	delay.prepare(() => {
		isReady = true;
	});
	while (!isReady) yield* process.sleep(DELAY_LOOK_MS);
}

/** Models systemctl-logind.c logind_reboot. */
function requireRoot(process: Process, action: PowerAction): void {
	if (process.credentials.uid === 0) return;
	const why = 'Interactive authentication required.';
	throw new Exit(1, `Failed to set wall message, ignoring: ${why}\nCall to ${CALLS[action]} failed: ${why}\n`);
}

const HALT_TABLE = {
	help: flag('help'),
	halt: flag('halt'),
	poweroff: flag('p', 'poweroff'),
	reboot: flag('reboot'),
	force: flag('f', 'force'),
	record: flag('w', 'wtmp-only'),
	noRecord: flag('d', 'no-wtmp'),
	noSync: flag('n', 'no-sync'),
	noWall: flag('no-wall'),
} as const;

function haltHelp(name: PowerAction): string {
	const what = { reboot: 'Reboot', poweroff: 'Power off', halt: 'Halt' }[name];
	return `${name} [OPTIONS...]${name === 'reboot' ? ' [ARG]' : ''}

${what} the system.

Options:
     --help      Show this help
     --halt      Halt the machine
  -p --poweroff  Switch off the machine
     --reboot    Reboot the machine
  -f --force     Force immediate halt/power-off/reboot
  -w --wtmp-only Don't halt/power-off/reboot, just write wtmp record
  -d --no-wtmp   Don't write wtmp record
  -n --no-sync   Don't sync before halt/power-off/reboot
     --no-wall   Don't send wall message before halt/power-off/reboot

See the halt(8) man page for details.
`;
}

function* haltMain(run: UnixRun, name: PowerAction): Task<number> {
	const { values } = parsed(run, HALT_TABLE);
	if (values.help) {
		yield* run.out.write(haltHelp(name));
		return 0;
	}
	if (values.record) return 0;
	const action = values.halt ? 'halt' : values.poweroff ? 'poweroff' : values.reboot ? 'reboot' : name;
	return endMachine(run.process, action, values.force);
}

const powerCommand = (name: PowerAction) =>
	unixCommand({ name, paths: [`/usr/sbin/${name}`], size: 1_501_936, main: (run) => haltMain(run, name) });

/** Differs: users are not told by wall messages. */
export const reboot = powerCommand('reboot');
export const poweroff = powerCommand('poweroff');
export const halt = powerCommand('halt');

const SHUTDOWN_TABLE = {
	help: flag('help'),
	halt: flag('H', 'halt'),
	poweroff: flag('P', 'poweroff'),
	reboot: flag('r', 'reboot'),
	plain: flag('h'),
	warnOnly: flag('k'),
	noWall: flag('no-wall'),
	cancel: flag('c'),
	show: flag('show'),
} as const;

/** Differs: who waits for the time to come is a process of this command's name, not logind. */
export const shutdown = unixCommand({
	name: 'shutdown',
	paths: ['/usr/sbin/shutdown'],
	size: 1_501_936,
	*main(run) {
		const { values, operands } = parsed(run, SHUTDOWN_TABLE);
		const { process } = run;
		if (values.help) {
			yield* run.out.write(SHUTDOWN_HELP);
			return 0;
		}
		const action: PowerAction = values.reboot ? 'reboot' : values.halt ? 'halt' : 'poweroff';
		if (values.show) return yield* show(run);
		if (values.cancel) {
			requireRoot(process, 'poweroff');
			if (exists(process, SCHEDULE)) process.unlink(SCHEDULE);
			return 0;
		}
		const atMs = timeOf(operands[0] ?? '+1', process.now());
		if (atMs === undefined) throw new Exit(1, `Failed to parse time specification: ${operands[0]}\n`);
		if (values.warnOnly) return 0;
		if (atMs <= process.now()) return endMachine(process, action);
		requireRoot(process, action);
		yield* schedule(process, action, atMs);
		yield* run.say(`${noun(action)} scheduled for ${dateText(atMs)}, use 'shutdown -c' to cancel.\n`);
		return 0;
	},
});

function parsed<T extends Parameters<typeof parseOptions>[1]>(run: UnixRun, table: T) {
	try {
		return parseOptions(run.args, table);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(1, `${run.name}: ${error.message}\n`);
		throw error;
	}
}

/** "now", "+5", "23:15". Undefined when it is none of them. Models systemctl-compat-shutdown.c parse_shutdown_time_spec. */
function timeOf(text: string, nowMs: number): number | undefined {
	if (text === 'now') return nowMs;
	if (/^\+?\d+$/.test(text)) return nowMs + Number(text) * MINUTE_MS;
	const [, hours, minutes] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? [];
	if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
	const today = Math.floor(nowMs / (DAY_MINUTES * MINUTE_MS)) * DAY_MINUTES * MINUTE_MS;
	const atMs = today + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
	return atMs <= nowMs ? atMs + DAY_MINUTES * MINUTE_MS : atMs;
}

function* schedule(process: Process, action: PowerAction, atMs: number): Task<void> {
	for (const folder of ['/run', '/run/systemd', '/run/systemd/shutdown'])
		if (!exists(process, folder)) process.mkdir(folder, 0o755);
	const fd = yield* process.open(SCHEDULE, { write: true, create: true, truncate: true });
	yield* process.write(fd, encodeUtf8(scheduleText(action, atMs)));
	process.close(fd);
	process.spawn({
		argv: ['shutdown'],
		env: process.env,
		program: (child) => waitForTime(child, action, atMs),
		newSession: true,
		fds: new Map(),
	});
}

function scheduleText(action: PowerAction, atMs: number): string {
	return `USEC=${atMs * 1000}\nWARN_WALL=1\nMODE=${action}\n`;
}

/** Ends the machine at its time, unless that has been called off or changed. */
function* waitForTime(process: Process, action: PowerAction, atMs: number): Task<number> {
	process.onSignal('HUP', 'ignore');
	yield* process.sleep(Math.max(0, atMs - process.now()));
	if ((yield* scheduled(process)) !== scheduleText(action, atMs)) return 0;
	process.unlink(SCHEDULE);
	return endMachine(process, action);
}

function* scheduled(process: Process): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readFile(process, SCHEDULE));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* show(run: UnixRun): Task<number> {
	const [, atMicros, mode] = /^USEC=(\d+)\n(?:.*\n)*MODE=(\w+)$/m.exec((yield* scheduled(run.process)) ?? '') ?? [];
	if (atMicros === undefined) throw new Exit(1, 'No scheduled shutdown.\n');
	yield* run.out.write(
		`${noun(mode as PowerAction)} scheduled for ${dateText(Number(atMicros) / 1000)}, use 'shutdown -c' to cancel.\n`,
	);
	return 0;
}

function noun(action: PowerAction): string {
	return action === 'reboot' ? 'Reboot' : 'Shutdown';
}

function dateText(atMs: number): string {
	return strftime('%a %Y-%m-%d %H:%M:%S UTC', atMs);
}

const SHUTDOWN_HELP = `shutdown [OPTIONS...] [TIME] [WALL...]

Shut down the system.

Options:
     --help      Show this help
  -H --halt      Halt the machine
  -P --poweroff  Power-off the machine
  -r --reboot    Reboot the machine
  -h             Equivalent to --poweroff, overridden by --halt
  -k             Don't halt/power-off/reboot, just send warnings
     --no-wall   Don't send wall message before halt/power-off/reboot
  -c             Cancel a pending shutdown
     --show      Show pending shutdown

See the shutdown(8) man page for details.
`;
