import type { Process, SignalName } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost, textOf } from '../../kernel/resolve-host.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import { anyOf, nothing, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, type Run } from '../gnu-command.ts';
import { become, launchFailureStatus, reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { applet } from './applet.ts';
import { type Connection, connectedStream, connectedUdp } from './nc-connection.ts';
import { hexDump } from './nc-hex-dump.ts';

const options = {
	listen: flag('l'),
	keep: flag('k'),
	port: withValue('p'),
	local: withValue('s'),
	wait: withValue('w'),
	interval: withValue('i'),
	numeric: flag('n'),
	udp: flag('u'),
	broadcast: flag('b'),
	verbose: flag('v'),
	dump: withValue('o'),
	zero: flag('z'),
};

const USAGE = `nc [OPTIONS] HOST PORT  - connect
nc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen

	-e PROG	Run PROG after connect (must be last)
	-l	Listen mode, for inbound connects
	-lk	With -e, provides persistent server
	-p PORT	Local port
	-s ADDR	Local address
	-w SEC	Timeout for connects and final net reads
	-i SEC	Delay interval for lines sent
	-n	Don't do DNS resolution
	-u	UDP mode
	-b	Allow broadcasts
	-v	Verbose
	-o FILE	Hex dump traffic
	-z	Zero-I/O mode (scanning)
`;

/** Signals that it says farewell to. */
const CAUGHT: readonly SignalName[] = ['INT', 'QUIT', 'TERM'];

interface Talk {
	readonly run: Run<typeof options>;
	readonly verbosity: number;
	/** What a connection becomes, behind -e. */
	readonly program: readonly string[] | undefined;
	readonly waitMs: number | undefined;
	/** Bytes so far. */
	readonly passed: { sent: number; received: number };
}

/** The one of official builds (NC_110_COMPAT). Models busybox networking/nc_bloaty.c nc_main. */
export const nc = applet({
	name: 'nc',
	usage: USAGE,
	options,
	rewrite: (argv) => beforeProgram(argv).own,
	*main(run) {
		const { process, values, given } = run;
		if (run.operands.length > 2) throw new Fatal('', 1, true);
		const wait = values.wait === undefined ? 0 : number(values.wait, 0);
		const talk: Talk = {
			run,
			verbosity: given.filter(({ key }) => key === 'verbose').length,
			program: beforeProgram(process.argv.slice(1)).program,
			waitMs: wait === 0 ? undefined : wait * 1000,
			passed: { sent: 0, received: 0 },
		};
		for (const signal of CAUGHT) process.onSignal(signal, 'catch');
		try {
			const status = values.listen ? yield* listen(talk) : yield* connect(talk);
			yield* account(talk);
			return status;
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			return yield* farewell(talk);
		}
	},
});

/** "-e PROG ARGS…", also at the end of a cluster of flags: everything behind is the program's. */
function beforeProgram(argv: readonly string[]): { own: readonly string[]; program: readonly string[] | undefined } {
	const at = argv.findIndex((word) => /^-[nuvlkz]*e$/.test(word));
	if (at < 0) return { own: argv, program: undefined };
	const letters = (argv[at] as string).slice(0, -1);
	return { own: [...argv.slice(0, at), ...(letters === '-' ? [] : [letters])], program: argv.slice(at + 1) };
}

function number(text: string, least: number): number {
	if (!/^\d+$/.test(text)) throw new Fatal(`invalid number '${text}'`);
	if (Number(text) < least || Number(text) > 0xffff_ffff) throw new Fatal(`number ${text} is not in range`);
	return Number(text);
}

/** A port by its number or its service's name; 0 of an unknown one. Models bb_lookup_port. */
function* portOf(run: Run<typeof options>, text: string): Task<number> {
	if (/^\d{1,5}$/.test(text)) return Number(text) % 65_536;
	const wanted = `/${run.values.udp ? 'udp' : 'tcp'}`;
	for (const line of (yield* textOf(run.process, '/etc/services')).split('\n')) {
		const [name, where = ''] = line.split(/\s+/);
		if (name === text && where.endsWith(wanted)) return Number(where.slice(0, -wanted.length));
	}
	return 0;
}

function* addressOf(run: Run<typeof options>, host: string): Task<string> {
	const found = yield* resolveHost(run.process, host);
	if (found.kind !== 'found') throw new Fatal(`bad address '${host}'`);
	return found.addresses[0] as string;
}

function account(talk: Talk): Task<void> {
	const { sent, received } = talk.passed;
	return talk.verbosity > 1 ? note(talk, `sent ${sent}, rcvd ${received}\n`) : nothing();
}

function* farewell(talk: Talk): Task<number> {
	const { process } = talk.run;
	yield* account(talk);
	yield* process.write(2, encodeUtf8('punt!\n'));
	const signal = process.takeSignals()[0] ?? 'TERM';
	process.onSignal(signal, 'default');
	process.kill(process.pid, signal);
	return 128 + SIGNAL_NUMBERS[signal];
}

function note({ run, verbosity }: Talk, text: string): Task<void> {
	return run.process.write(2, encodeUtf8(verbosity > 0 ? text : ''));
}

function* connect(talk: Talk): Task<number> {
	const { run, verbosity, program, waitMs } = talk;
	const { process, values } = run;
	const [host, portText] = run.operands;
	if (host === undefined) throw new Fatal('', 1, true);
	const port = portText === undefined ? 0 : yield* portOf(run, portText);
	const address = yield* addressOf(run, host);
	const label = `${host} (${address}:${port})`;
	let connection: Connection;
	try {
		connection = values.udp
			? connectedUdp(process, process.udp(), address, port)
			: connectedStream(
					process,
					yield* process.connect(address, port, waitMs === undefined ? {} : { timeoutMs: waitMs }),
				);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		// A port that is closed is only told of to those who ask twice.
		if (verbosity > 1 || (verbosity > 0 && error.errno !== 'ECONNREFUSED')) {
			yield* run.complain(`${label}: ${reasonOf(error)}`);
		}
		return 1;
	}
	if (values.zero && values.udp) {
		yield* connection.write(new Uint8Array(1));
		yield* process.sleep(waitMs ?? 1);
	}
	yield* note(talk, `${label} open\n`);
	if (program !== undefined) return yield* becomeProgram(process, connection.fd, program);
	return values.zero ? 0 : yield* exchange(talk, connection);
}

function* listen(talk: Talk): Task<number> {
	const { run, program } = talk;
	const { process, values } = run;
	const port = values.port === undefined ? 0 : yield* portOf(run, values.port);
	if (values.port !== undefined && port === 0) throw new Fatal(`bad local port '${values.port}'`);
	const local = values.local === undefined ? '0.0.0.0' : yield* addressOf(run, values.local);
	const shown = values.local === undefined ? '[::]' : local;
	const only = run.operands[0] === undefined ? undefined : yield* addressOf(run, run.operands[0]);
	if (values.udp) return yield* listenUdp(talk, local, port, shown);
	let listener: number;
	try {
		listener = process.listen(local, port);
	} catch (error) {
		throw new Fatal(`bind: ${reasonOf(error)}`);
	}
	yield* note(talk, `listening on ${shown}:${process.sockName(listener).port} ...\n`);
	for (;;) {
		const peer = yield* process.accept(listener);
		const from = `[::ffff:${peer.address}]:${peer.port}`;
		if (only !== undefined && peer.address !== only) {
			yield* note(talk, `nc: connect from wrong ip/port ${from} ignored\n`);
			process.close(peer.fd);
			continue;
		}
		const { address: to } = process.sockName(peer.fd);
		yield* note(talk, `connect to [::ffff:${to}]:${process.sockName(peer.fd).port} from ${from} (${from})\n`);
		if (program !== undefined && values.keep) {
			serveInChild(process, peer.fd, listener, program);
			process.close(peer.fd);
			continue;
		}
		process.close(listener);
		if (program !== undefined) return yield* becomeProgram(process, peer.fd, program);
		return yield* exchange(talk, connectedStream(process, peer.fd));
	}
}

/** Talks to whoever sends first. */
function* listenUdp(talk: Talk, local: string, port: number, shown: string): Task<number> {
	const { process } = talk.run;
	const fd = process.udp();
	try {
		process.bindUdp(fd, local, port);
	} catch (error) {
		throw new Fatal(`bind: ${reasonOf(error)}`);
	}
	yield* note(talk, `listening on ${shown}:${port} ...\n`);
	const untilMs = talk.waitMs === undefined ? undefined : process.now() + talk.waitMs;
	yield* something(process, false, { fd, readable: () => process.readable(fd) }, untilMs);
	const first = yield* process.receiveFrom(fd, 0);
	if (first === undefined) throw new Fatal('timeout');
	const from = `[::ffff:${first.address}]:${first.port}`;
	yield* note(talk, `connect to ${shown}:${port} from ${from} (${from})\n`);
	if (talk.program !== undefined) return yield* becomeProgram(process, fd, talk.program);
	return yield* exchange(talk, connectedUdp(process, fd, first.address, first.port, first.data));
}

function serveInChild(process: Process, fd: number, listener: number, program: readonly string[]): void {
	process.spawn({
		argv: process.argv,
		env: process.env,
		fds: new Map([
			[1, 1],
			[2, 2],
			[fd, fd],
			[listener, listener],
		]),
		program: (child) => childOf(child, fd, listener, program),
	});
}

function* childOf(child: Process, fd: number, listener: number, program: readonly string[]): Task<number> {
	child.close(listener);
	try {
		return yield* becomeProgram(child, fd, program);
	} catch (error) {
		if (!(error instanceof Fatal)) throw error;
		yield* child.write(2, encodeUtf8(`nc: ${error.message}\n`));
		return error.status;
	}
}

/** The program reads from the connection and writes to it; its complaints stay here. */
function* becomeProgram(process: Process, fd: number, program: readonly string[]): Task<number> {
	if (program.length === 0) throw new Fatal('', 1, true);
	process.dup2(fd, 0);
	process.dup2(fd, 1);
	process.close(fd);
	for (const signal of CAUGHT) process.onSignal(signal, 'default');
	try {
		return yield* become(process, program, process.env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`can't execute '${program[0]}': ${reasonOf(error)}`, launchFailureStatus(error));
	}
}

/** Copies both ways until both sides have ended, or nothing has come for twice the time of -w. Models readwrite. */
function* exchange(talk: Talk, connection: Connection): Task<number> {
	const { run, waitMs, passed } = talk;
	const { process, values } = run;
	const intervalMs = values.interval === undefined ? 0 : number(values.interval, 1) * 1000;
	const dump =
		values.dump === undefined
			? undefined
			: yield* process.open(values.dump, { write: true, create: true, truncate: true }, 0o666);
	let [inputOpen, netOpen, patience] = [true, true, 2];
	if (intervalMs > 0) yield* process.sleep(intervalMs);
	while (inputOpen || netOpen) {
		const untilMs = waitMs === undefined ? undefined : process.now() + waitMs;
		if (!(yield* something(process, inputOpen, netOpen ? connection : undefined, untilMs))) {
			if (--patience > 0) continue;
			if (talk.verbosity > 1) yield* note(talk, 'net timeout\n');
			break;
		}
		if (netOpen && connection.readable()) {
			const data = yield* connection.read();
			netOpen = data.length > 0;
			yield* process.write(1, data);
			if (dump !== undefined) yield* process.write(dump, hexDump('<', passed.received, data));
			passed.received += data.length;
		}
		if (inputOpen && process.readable(0)) {
			const data = yield* process.read(0, 8192);
			inputOpen = data.length > 0;
			// A side that has ended may still listen.
			if (!inputOpen) connection.finish();
			for (const piece of intervalMs > 0 ? linesOf(data) : [data]) {
				yield* connection.write(piece);
				if (dump !== undefined) yield* process.write(dump, hexDump('>', passed.sent, piece));
				passed.sent += piece.length;
				if (intervalMs > 0) yield* process.sleep(intervalMs);
			}
		}
	}
	return 0;
}

/** Waits until there is something to read; false when the time is over before. */
function* something(
	process: Process,
	input: boolean,
	connection: Pick<Connection, 'fd' | 'readable'> | undefined,
	untilMs: number | undefined,
): Task<boolean> {
	const ready = (): boolean => connection?.readable() === true || (input && process.readable(0));
	while (!ready()) {
		if (untilMs !== undefined && process.now() >= untilMs) return false;
		const waits = connection === undefined ? [] : [process.whenReadable(connection.fd)];
		if (input) waits.push(process.whenReadable(0));
		if (untilMs !== undefined) waits.push(process.timer(untilMs));
		yield* process.block(anyOf(waits), ready);
	}
	return true;
}

function linesOf(data: Uint8Array): readonly Uint8Array[] {
	const lines: Uint8Array[] = [];
	for (let start = 0; start < data.length; ) {
		const end = data.indexOf(10, start);
		lines.push(data.subarray(start, end < 0 ? data.length : end + 1));
		start = end < 0 ? data.length : end + 1;
	}
	return lines;
}
