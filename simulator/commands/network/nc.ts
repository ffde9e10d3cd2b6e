import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { resolveHost, textOf } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';
import { reasonOf } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type RelayOptions, relay } from './relay.ts';

const TABLE = {
	listen: flag('l'),
	local: flag('U'),
	verbose: flag('v'),
	zero: flag('z'),
	udp: flag('u'),
	wait: withValue('w'),
	port: withValue('p'),
	source: withValue('s'),
	keep: flag('k'),
	numeric: flag('n'),
	quitAfter: withValue('q'),
	shutdown: flag('N'),
	four: flag('4'),
	six: flag('6'),
	interval: withValue('i'),
	crlf: flag('C'),
	detach: flag('d'),
} as const;

const USAGE = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]
`;

const parse = (args: readonly string[]) => parseOptions(args, TABLE);
type Options = ReturnType<typeof parse>;

/** OpenBSD's nc, as Debian has it. */
export const nc = unixCommand({
	name: 'nc',
	paths: ['/usr/bin/nc', '/usr/bin/netcat', '/usr/bin/nc.openbsd'],
	size: 43_944,
	*main(run) {
		let options: Options;
		try {
			options = parse(run.args);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `nc: ${error.message}\n${USAGE}`);
		}
		if (options.values.local) return yield* talkLocally(run, options);
		if (options.values.listen) return yield* serve(run, options);
		const [host, ports] = options.operands;
		if (host === undefined || ports === undefined) throw new Exit(1, USAGE);
		let status = 1;
		for (const port of portRange(ports)) {
			if (yield* connectTo(run, options, host, port)) status = 0;
		}
		return status;
	},
});

function portRange(text: string): number[] {
	const match = /^(\d+)(?:-(\d+))?$/.exec(text);
	const [low, high] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
	if (match === null) throw new Exit(1, `nc: port number invalid: ${text}\n`);
	if (low > 65_535 || high > 65_535) throw new Exit(1, `nc: port number too large: ${text}\n`);
	return Array.from({ length: Math.max(0, high - low + 1) }, (_, at) => low + at);
}

function* serviceName(process: Process, port: number, protocol: string): Task<string> {
	for (const line of (yield* textOf(process, '/etc/services')).split('\n')) {
		const [name, where] = line.split(/\s+/);
		if (where === `${port}/${protocol}`) return name as string;
	}
	return '*';
}

function* connectTo(run: UnixRun, options: Options, host: string, port: number): Task<boolean> {
	const { process, say } = run;
	const { values } = options;
	const protocol = values.udp ? 'udp' : 'tcp';
	const found = yield* resolveHost(process, host);
	if (found.kind !== 'found') {
		const reason = found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution';
		throw new Exit(1, `nc: getaddrinfo for host "${host}" port ${port}: ${reason}\n`);
	}
	const [address = ''] = found.addresses;
	const service = yield* serviceName(process, port, protocol);
	const label = address === host ? `${host} ${port} port` : `${host} (${address}) ${port} port`;
	if (values.udp) {
		yield* talkUdp(run, options, address, port, `Connection to ${label} [udp/${service}] succeeded!`);
		return true;
	}
	let fd: number;
	try {
		fd = yield* process.connect(
			address,
			port,
			values.wait === undefined ? {} : { timeoutMs: Number(values.wait) * 1000 },
		);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		const timedOut = error.errno === 'ETIMEDOUT' && values.wait !== undefined;
		const where = address === host ? `${host} port ${port}` : `${host} (${address}) port ${port}`;
		const reason = timedOut ? 'Operation now in progress' : reasonOf(error);
		if (values.verbose) {
			yield* say(`nc: connect to ${where} (tcp) ${timedOut ? 'timed out' : 'failed'}: ${reason}\n`);
		}
		return false;
	}
	if (values.verbose) yield* say(`Connection to ${label} [tcp/${service}] succeeded!\n`);
	if (!values.zero) yield* relay(process, fd, relayOptions(options));
	process.close(fd);
	return true;
}

function relayOptions({ values }: Options): RelayOptions {
	return {
		input: !values.detach,
		shutdown: values.shutdown === true,
		...(values.quitAfter === undefined ? {} : { quitAfterMs: Number(values.quitAfter) * 1000 }),
		...(values.wait === undefined ? {} : { idleMs: Number(values.wait) * 1000 }),
	};
}

function* talkUdp(run: UnixRun, { values }: Options, address: string, port: number, success: string): Task<void> {
	const { process } = run;
	const fd = process.udp();
	if (values.zero) {
		for (let probe = 0; probe < 4; probe++) {
			process.sendTo(fd, address, port, new Uint8Array([88]));
			yield* process.sleep(1000);
		}
		if (values.verbose) yield* run.say(`${success}\n`);
		process.close(fd);
		return;
	}
	const limitMs = values.wait === undefined ? 3_600_000 : Number(values.wait) * 1000;
	let inputOpen = true;
	for (;;) {
		if (inputOpen) {
			const data = yield* process.read(0, 65_536);
			if (data.length === 0) inputOpen = false;
			else process.sendTo(fd, address, port, data);
		}
		const reply = yield* process.receiveFrom(fd, inputOpen ? 100 : limitMs);
		if (reply !== undefined) yield* process.write(1, reply.data);
		else if (!inputOpen) return;
	}
}

function* serve(run: UnixRun, options: Options): Task<number> {
	const { process, say } = run;
	const { values, operands } = options;
	const port = values.port ?? operands.at(-1);
	if (port === undefined) throw new Exit(1, USAGE);
	const [number = 0] = portRange(port);
	const address = operands.length > 1 ? (operands[0] as string) : (values.source ?? '0.0.0.0');
	if (values.udp) return yield* serveUdp(run, address, number);
	let listener: number;
	try {
		listener = process.listen(address, number);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `nc: ${reasonOf(error)}\n`);
	}
	if (values.verbose) yield* say(`Listening on ${address} ${number}\n`);
	do {
		const peer = yield* process.accept(listener);
		if (values.verbose) yield* say(`Connection received on ${peer.address} ${peer.port}\n`);
		if (!values.keep) process.close(listener);
		yield* relay(process, peer.fd, relayOptions(options));
		process.close(peer.fd);
	} while (values.keep);
	return 0;
}

/** -U: the destination is the name of a socket on this machine. What has the name when it listens is removed first. */
function* talkLocally(run: UnixRun, options: Options): Task<number> {
	const { process, say } = run;
	const { values, operands } = options;
	const [path, ...others] = operands;
	if (path === undefined) throw new Exit(1, USAGE);
	if (others.length > 0) throw new Exit(1, 'nc: cannot use port with -U\n');
	if (path.length > LOCAL_NAME_MAX) throw new Exit(1, 'nc: File name too long\n');
	if (!values.listen) {
		let fd: number;
		try {
			fd = yield* process.connectLocal(path);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			throw new Exit(1, `nc: ${path}: ${reasonOf(error)}\n`);
		}
		if (!values.zero) yield* relay(process, fd, relayOptions(options));
		process.close(fd);
		return 0;
	}
	let listener: number;
	try {
		if (process.access(path, {})) process.unlink(path);
		listener = process.listenLocal(path, NC_BACKLOG);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `nc: ${reasonOf(error)}\n`);
	}
	if (values.verbose) yield* say(`Bound on ${path}\nListening on ${path}\n`);
	do {
		const { fd } = yield* process.accept(listener);
		if (values.verbose) yield* say(`Connection received on ${path}\n`);
		yield* relay(process, fd, relayOptions(options));
		process.close(fd);
	} while (values.keep);
	return 0;
}

const NC_BACKLOG = 5;
const LOCAL_NAME_MAX = 107;

function* serveUdp({ process }: UnixRun, address: string, port: number): Task<number> {
	const fd = process.udp();
	try {
		process.bindUdp(fd, address, port);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `nc: ${reasonOf(error)}\n`);
	}
	for (;;) {
		const datagram = yield* process.receiveFrom(fd, 3_600_000);
		if (datagram !== undefined) yield* process.write(1, datagram.data);
	}
}
