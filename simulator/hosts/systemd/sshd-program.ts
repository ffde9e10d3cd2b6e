import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import { listsKey } from '../../machinery/ssh/ssh-key.ts';
import { encodeMessage, messageOf, readFrame, VERSION_LINE } from '../../machinery/ssh/ssh-wire.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Account } from '../sessions/accounts.ts';
import type { RemoteSessions } from '../sessions/remote-session.ts';
import { log, type Peer, serveSession } from './sshd-session.ts';

const PORT = 22;
const HOST_KEY = '/etc/ssh/ssh_host_ed25519_key.pub';
const FILE_BYTES_MAX = 65_536;
const VERSION_BYTES_MAX = 255;
/** How often a client may try to log in. Models sshd_config's MaxAuthTries. */
const LOGINS_MAX = 6;

/**
 * The OpenSSH server: listens on the host, and a process of its own serves each client. Who holds a key that the
 * user's authorized_keys lists gets in. Differs: passwords are not asked for; of sshd_config nothing is read.
 */
export const sshdProgram: Program = function* (process) {
	// Only whether its configuration is one.
	if (process.argv.slice(1).some((word) => word === '-t')) return 0;
	let listening: number;
	try {
		listening = process.listen('0.0.0.0', PORT);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const reason = `error: Bind to port ${PORT} on 0.0.0.0 failed: Address already in use.\nfatal: Cannot bind any address.\n`;
		yield* process.write(2, encodeUtf8(reason));
		return 255;
	}
	process.setTitle('sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups');
	yield* process.write(2, encodeUtf8(`Server listening on 0.0.0.0 port ${PORT}.\n`));
	// Children are buried by the kernel.
	process.onSignal('CHLD', 'ignore');
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	for (;;) {
		try {
			const { fd, address, port } = yield* process.accept(listening);
			serveClient(process, fd, { address, port });
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			yield* process.write(2, encodeUtf8('Received signal 15; terminating.\n'));
			return 0;
		}
	}
};

/** A child goes on when the server is stopped, as KillMode=process has it. */
function serveClient(server: Process, fd: number, peer: Peer): void {
	const standard = [0, 1, 2].map((each) => [each, each] as const);
	server.spawn({
		argv: ['/usr/sbin/sshd', '-D', '-R'],
		env: server.env,
		fds: new Map([...standard, [3, fd]]),
		newSession: true,
		program: (process) => serveAccepted(process, peer),
	});
}

function* serveAccepted(process: Process, peer: Peer): Task<number> {
	process.setTitle('sshd: [accepted]');
	const duplex = processDuplex(process, 3);
	try {
		yield* serve(process, duplex, peer);
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	}
	duplex.close();
	return 0;
}

function* serve(process: Process, duplex: ByteDuplex, peer: Peer): Task<void> {
	yield* duplex.write(encodeUtf8(`${VERSION_LINE}\r\n`));
	const reader = new ByteReader(duplex);
	const version = yield* reader.line(VERSION_BYTES_MAX);
	if (version === undefined) return;
	if (!version.startsWith('SSH-2.0-')) {
		yield* duplex.write(encodeUtf8('Invalid SSH identification string.\r\n'));
		return;
	}
	const key = (yield* fileText(process, HOST_KEY)).split(' ').slice(0, 2).join(' ');
	yield* duplex.write(encodeMessage({ is: 'host-key', key }));
	const account = yield* authenticate(process, duplex, reader, peer);
	if (account === undefined) return;
	const open = messageOf(yield* readFrame(reader));
	if (open.is !== 'open') throw new ConnectionError('Bad packet');
	yield* serveSession(process, { duplex, reader, peer, account, open });
}

/** Undefined when the client gives up or has tried too often. */
function* authenticate(
	process: Process,
	duplex: ByteDuplex,
	reader: ByteReader,
	peer: Peer,
): Task<Account | undefined> {
	const sessions = process.port<RemoteSessions>('remote-sessions');
	if (sessions?.reach !== undefined) yield* reached(process, (then) => sessions.reach?.(then));
	for (let tries = 0; tries < LOGINS_MAX; tries++) {
		const frame = yield* readFrame(reader);
		if (frame === undefined) return undefined;
		const login = messageOf(frame);
		if (login.is !== 'login') throw new ConnectionError('Bad packet');
		const account = sessions?.account(login.user);
		const authorized = account === undefined ? '' : yield* fileText(process, `${account.home}/.ssh/authorized_keys`);
		const mayLogIn = account !== undefined && !/\/(nologin|false)$/.test(account.shell);
		if (mayLogIn && login.keys.some((key) => listsKey(authorized, key))) {
			yield* log(process, `Accepted publickey for ${login.user} from ${peer.address} port ${peer.port} ssh2`);
			yield* duplex.write(encodeMessage({ is: 'welcome' }));
			return account;
		}
		yield* duplex.write(encodeMessage({ is: 'denied', methods: ['publickey'] }));
	}
	return undefined;
}

/** Waits until `reach` has told that it is. */
function* reached(process: Process, reach: (then: () => void) => void): Task<void> {
	let isThere = false;
	const signal = new Signal((callback) => process.timer(process.now()).arm(callback));
	reach(() => {
		isThere = true;
		signal.wakeAll();
	});
	while (!isThere) yield* process.block(signal, () => isThere);
}

/** '' when it cannot be read. */
function* fileText(process: Process, path: string): Task<string> {
	try {
		const fd = yield* process.open(path, { read: true });
		const bytes = yield* process.read(fd, FILE_BYTES_MAX);
		process.close(fd);
		return decodeUtf8(bytes);
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}
