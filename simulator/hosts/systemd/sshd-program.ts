import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import { encodeMessage, VERSION_LINE } from '../../machinery/ssh/ssh-wire.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { readSshdConfig, type SshdConfig, SshdConfigError } from './sshd-config.ts';
import { SSHD_KEYWORDS, SSHD_MULTIPLE } from './sshd-keywords.ts';
import { authenticate, fileText } from './sshd-login.ts';
import { type Peer, serveLoggedIn } from './sshd-session.ts';

const PORT = 22;
const HOST_KEYS = ['rsa', 'ecdsa', 'ed25519'].map((kind) => `/etc/ssh/ssh_host_${kind}_key`);
const VERSION_BYTES_MAX = 255;

const CONFIG = '/etc/ssh/sshd_config';

/**
 * The OpenSSH server: listens on the host, and a process of its own serves each client. Who holds a key that the
 * user's authorized_keys lists gets in, or who knows the password where that counts. Differs: of sshd_config the
 * keywords of `sshd-login.ts` and `sshd-rights.ts` have an effect, and Port.
 */
export const sshdProgram: Program = function* (process) {
	const args = process.argv.slice(1);
	const path = args[args.indexOf('-f') + 1];
	let config: SshdConfig;
	try {
		config = yield* readSshdConfig(process, args.includes('-f') && path !== undefined ? path : CONFIG);
	} catch (error) {
		if (!(error instanceof SshdConfigError)) throw error;
		yield* process.write(2, encodeUtf8(error.message));
		return error.message.includes('No such file') ? 1 : 255;
	}
	// Only whether its configuration is one, and what it is.
	if (args.includes('-t')) return 0;
	if (args.some((word) => word === '-T')) {
		yield* process.write(1, encodeUtf8(shownConfig(config)));
		return 0;
	}
	const [first = PORT, ...others] = (config.settings().get('port') ?? []).map(Number);
	// Children are buried by the kernel.
	process.onSignal('CHLD', 'ignore');
	for (const port of others) {
		const standard = [0, 1, 2].map((fd) => [fd, fd] as const);
		const fds = new Map(standard);
		process.spawn({ argv: process.argv, env: process.env, fds, program: (child) => listenOn(child, port, config) });
	}
	return yield* listenOn(process, first, config);
};

function* listenOn(process: Process, port: number, config: SshdConfig): Task<number> {
	let listening: number;
	try {
		listening = process.listen('0.0.0.0', port);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const reason = `error: Bind to port ${port} on 0.0.0.0 failed: Address already in use.\nfatal: Cannot bind any address.\n`;
		yield* process.write(2, encodeUtf8(reason));
		return 255;
	}
	process.setTitle('sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups');
	yield* process.write(2, encodeUtf8(`Server listening on 0.0.0.0 port ${port}.\n`));
	process.onSignal('CHLD', 'ignore');
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	for (;;) {
		try {
			const { fd, address, port: from } = yield* process.accept(listening);
			serveClient(process, fd, { address, port: from }, config);
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			yield* process.write(2, encodeUtf8('Received signal 15; terminating.\n'));
			return 0;
		}
	}
}

/** `sshd -T`. */
function shownConfig(config: SshdConfig): string {
	const settings = config.settings();
	const lines: string[] = [];
	for (const [keyword, words] of settings) {
		if (keyword === 'listenaddress' || keyword === 'port') continue;
		if (SSHD_MULTIPLE.has(keyword) && keyword !== 'subsystem') {
			lines.push(...words.map((word) => `${keyword} ${word}\n`));
		} else lines.push(`${keyword} ${words.join(' ').replace(/^prohibit-password$/, 'without-password')}\n`);
	}
	const ports = (settings.get('port') ?? []).map((port) => `port ${port}\n`);
	const order = [...SSHD_KEYWORDS.keys()];
	const rank = (line: string): number => order.indexOf(line.split(' ')[0] as string);
	return [...ports, ...lines.sort((a, b) => rank(a) - rank(b))].join('');
}

/** A child goes on when the server is stopped, as KillMode=process has it. */
function serveClient(server: Process, fd: number, peer: Peer, config: SshdConfig): void {
	const standard = [0, 1, 2].map((each) => [each, each] as const);
	server.spawn({
		argv: ['/usr/sbin/sshd', '-D', '-R'],
		env: server.env,
		fds: new Map([...standard, [3, fd]]),
		newSession: true,
		program: (process) => serveAccepted(process, peer, config),
	});
}

function* serveAccepted(process: Process, peer: Peer, config: SshdConfig): Task<number> {
	process.onSignal('CHLD', 'default');
	process.setTitle('sshd: [accepted]');
	const duplex = processDuplex(process, 3);
	try {
		yield* serve(process, duplex, peer, config);
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	}
	duplex.close();
	return 0;
}

function* serve(process: Process, duplex: ByteDuplex, peer: Peer, config: SshdConfig): Task<void> {
	yield* duplex.write(encodeUtf8(`${VERSION_LINE}\r\n`));
	const reader = new ByteReader(duplex);
	const version = yield* reader.line(VERSION_BYTES_MAX);
	if (version === undefined) return;
	if (!version.startsWith('SSH-2.0-')) {
		yield* duplex.write(encodeUtf8('Invalid SSH identification string.\r\n'));
		return;
	}
	const keys: string[] = [];
	for (const path of hostKeys(config)) {
		const [type, body] = (yield* fileText(process, `${path}.pub`)).split(' ');
		if (body !== undefined && process.access(path, {})) keys.push(`${type} ${body}`.trim());
	}
	const [key, ...others] = keys.sort((a, b) => rankOfKey(a) - rankOfKey(b));
	if (key === undefined) return;
	yield* duplex.write(encodeMessage({ is: 'host-key', key, ...(others.length === 0 ? {} : { others }) }));
	const admitted = yield* authenticate({ process, duplex, reader, peer, config });
	if (admitted === undefined) return;
	yield* serveLoggedIn(process, { duplex, reader, peer, ...admitted });
}

/** Of HostKey; those that everybody has without it. */
function hostKeys(config: SshdConfig): readonly string[] {
	const said = config.settings().get('hostkey') ?? [];
	return said.length === 0 ? HOST_KEYS : said;
}

/** Which key a client would have: in the order of HostKeyAlgorithms. */
function rankOfKey(key: string): number {
	return key.startsWith('ssh-ed25519') ? 0 : key.startsWith('ecdsa') ? 1 : 2;
}
