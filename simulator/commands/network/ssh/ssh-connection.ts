import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { resolveHost, textOf } from '../../../kernel/resolve-host.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { publicKeyIn } from '../../../machinery/ssh/ssh-key.ts';
import { encodeMessage, messageOf, readFrame, type SshMessage, VERSION_LINE } from '../../../machinery/ssh/ssh-wire.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { ask } from '../../accounts/ask-password.ts';
import { readAccounts } from '../../coreutils/accounts.ts';
import { Exit } from '../../unix-command.ts';
import { checkHostKey, inHome } from './known-hosts.ts';
import { SshSettings } from './ssh-config.ts';
import { forwarded, Refused } from './ssh-forward.ts';
import { type SshTarget, targetOf } from './ssh-options.ts';

/** A connection on which the user is logged in. */
export interface SshConnection {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly user: string;
}

const DEFAULT_IDENTITIES = ['~/.ssh/id_rsa', '~/.ssh/id_ecdsa', '~/.ssh/id_ed25519'];
const VERSION_BYTES_MAX = 8192;

/** Connects, checks the server's key and logs in. Throws Exit with the client's words. */
export function* connectSsh(process: Process, target: SshTarget): Task<SshConnection> {
	const { port } = target;
	const { duplex, address } = yield* reach(process, target);
	const reader = new ByteReader(duplex);
	try {
		yield* duplex.write(encodeUtf8(`${VERSION_LINE}\r\n`));
		const version = yield* reader.line(VERSION_BYTES_MAX);
		if (version === undefined) throw new Exit(255, 'kex_exchange_identification: Connection closed by remote host\r\n');
		if (!version.startsWith('SSH-')) {
			throw new Exit(255, `kex_exchange_identification: read: banner line contains invalid characters\r\n`);
		}
		const greeting = messageOf(yield* readFrame(reader));
		if (greeting.is !== 'host-key') throw new ConnectionError('Bad packet');
		yield* checkHostKey(process, target, address, greeting.key);
		const user = yield* logIn(process, duplex, reader, target);
		return { duplex, reader, user };
	} catch (error) {
		duplex.close();
		if (error instanceof ConnectionError) throw new Exit(255, `Connection closed by ${address} port ${port}\r\n`);
		throw error;
	}
}

/** A way to the server: a connection, or through others. */
function* reach(process: Process, target: SshTarget): Task<{ duplex: ByteDuplex; address: string }> {
	const last = target.jumps.at(-1);
	if (last !== undefined) {
		const settings = new SshSettings();
		if (target.jumps.length > 1) settings.set('proxyjump', target.jumps.slice(0, -1).join(','));
		const [, name = last, port] = /^(.*?)(?::(\d+))?$/.exec(last.replace(/^ssh:\/\//, '')) ?? [];
		if (port !== undefined) settings.set('port', port);
		const jump = yield* targetOf(process, name, settings, target.configFile);
		const through = yield* connectSsh(process, jump);
		try {
			return { duplex: yield* forwarded(through, target.host, target.port), address: target.host };
		} catch (error) {
			through.duplex.close();
			if (!(error instanceof Refused)) throw error;
			throw new Exit(
				255,
				`channel 0: open failed: ${error.message}\r\nstdio forwarding failed\r\nConnection closed by UNKNOWN port 65535\r\n`,
			);
		}
	}
	const found = yield* resolveHost(process, target.host);
	if (found.kind !== 'found') {
		const reason = found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution';
		throw new Exit(255, `ssh: Could not resolve hostname ${target.host}: ${reason}\r\n`);
	}
	const address = found.addresses[0] as string;
	return { duplex: yield* dial(process, target, address), address };
}

function* dial(process: Process, { host, port, timeoutSeconds }: SshTarget, address: string): Task<ByteDuplex> {
	try {
		const options = timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 };
		return processDuplex(process, yield* process.connect(address, port, options));
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		throw new Exit(255, `ssh: connect to host ${host} port ${port}: ${errorMessage(error.errno)}\r\n`);
	}
}

/** Shows the keys that the user has, or asks for the password where that would do. */
function* logIn(process: Process, duplex: ByteDuplex, reader: ByteReader, target: SshTarget): Task<string> {
	const accounts = yield* readAccounts(process);
	const user = target.user ?? accounts.users.get(process.credentials.uid) ?? 'root';
	const keys = target.usesKeys ? yield* ownKeys(process, target) : [];
	let answer = yield* attempt(process, duplex, reader, { is: 'login', user, keys });
	for (let asked = 0; answer.is === 'denied'; asked++) {
		const { methods } = answer;
		const asks = methods.includes('password') && target.usesPasswords && !target.batch && asked < target.prompts;
		const typed = asks && process.isatty(0) ? yield* ask(process, `${user}@${target.host}'s password: `) : undefined;
		if (typed === undefined) {
			throw new Exit(255, `${user}@${target.host}: Permission denied (${methods.join(',')}).\r\n`);
		}
		answer = yield* attempt(process, duplex, reader, { is: 'login', user, keys: [], password: typed });
		if (answer.is === 'denied' && asked + 1 < target.prompts) {
			yield* process.write(2, encodeUtf8('Permission denied, please try again.\r\n'));
		}
	}
	if (answer.is !== 'welcome') throw new ConnectionError('Bad packet');
	return user;
}

function* attempt(
	process: Process,
	duplex: ByteDuplex,
	reader: ByteReader,
	login: Extract<SshMessage, { is: 'login' }>,
): Task<SshMessage> {
	yield* duplex.write(encodeMessage(login));
	for (;;) {
		const answer = messageOf(yield* readFrame(reader));
		if (answer.is !== 'banner') return answer;
		yield* process.write(2, encodeUtf8(answer.text.replaceAll(/\r?\n/g, '\r\n')));
	}
}

function* ownKeys(process: Process, target: SshTarget): Task<string[]> {
	const keys: string[] = [];
	for (const path of target.identities.length > 0 ? target.identities : DEFAULT_IDENTITIES) {
		const file = inHome(process, path);
		if (target.identities.includes(path) && !process.access(file, {})) {
			yield* process.write(
				2,
				encodeUtf8(`Warning: Identity file ${path} not accessible: No such file or directory.\n`),
			);
		}
		const key = publicKeyIn(yield* textOf(process, file));
		if (key !== undefined) keys.push(key);
	}
	return keys;
}
