import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { resolveHost } from '../../../kernel/resolve-host.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader, LineTooLongError } from '../../../machinery/http/byte-reader.ts';
import { keyFingerprint } from '../../../machinery/ssh/ssh-key.ts';
import { encodeMessage, messageOf, readFrame, type SshMessage, VERSION_LINE } from '../../../machinery/ssh/ssh-wire.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { ask } from '../../accounts/ask-password.ts';
import { readAccounts } from '../../coreutils/accounts.ts';
import { launch } from '../../launch.ts';
import { Exit } from '../../unix-command.ts';
import { type Identity, identitiesOf, unlock } from './identities.ts';
import { checkHostKey } from './known-hosts.ts';
import { keyTypeName } from './public-key-line.ts';
import { expandTokens, type SshTarget } from './ssh-options.ts';
import { StreamPair } from './stream-pair.ts';

/** A connection on which the user is logged in. */
export interface SshConnection {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly user: string;
	/** Its descriptor; undefined of what a program carries. */
	readonly fd: number | undefined;
}

const VERSION_BYTES_MAX = 8192;

/** Connects, checks the server's key and logs in. Throws Exit with the client's words. */
export function* connectSsh(process: Process, target: SshTarget): Task<SshConnection> {
	const { port } = target;
	const { duplex, address, fd } = yield* reach(process, target);
	const reader = new ByteReader(duplex);
	try {
		yield* duplex.write(encodeUtf8(`${VERSION_LINE}\r\n`));
		const version = yield* versionLine(reader, `${address ?? 'UNKNOWN'} port ${port}`);
		if (version === undefined) {
			const from = address === undefined ? 'UNKNOWN port 65535' : `${address} port ${port}`;
			throw new Exit(
				255,
				`kex_exchange_identification: Connection closed by remote host\r\nConnection closed by ${from}\r\n`,
			);
		}
		yield* debug(process, target, `Local version string ${VERSION_LINE}`);
		yield* debug(
			process,
			target,
			`Remote protocol version 2.0, remote software version ${version.replace(/^SSH-2\.0-/, '')}`,
		);
		if (!version.startsWith('SSH-')) {
			throw new Exit(255, `kex_exchange_identification: read: banner line contains invalid characters\r\n`);
		}
		yield* debug(
			process,
			target,
			`Authenticating to ${target.host}:${target.port} as '${yield* userOf(process, target)}'`,
		);
		const greeting = messageOf(yield* readFrame(reader));
		if (greeting.is !== 'host-key') throw new ConnectionError('Bad packet');
		yield* debug(process, target, `Server host key: ${greeting.key.split(' ')[0]} ${keyFingerprint(greeting.key)}`);
		yield* checkHostKey(process, target, address, [greeting.key, ...(greeting.others ?? [])]);
		const user = yield* logIn(process, { duplex, reader, address, port }, target);
		return { duplex, reader, user, fd };
	} catch (error) {
		duplex.close();
		if (error instanceof ConnectionError) {
			const from = address === undefined ? 'UNKNOWN port 65535' : `${address} port ${port}`;
			throw new Exit(255, `Connection closed by ${from}\r\n`);
		}
		throw error;
	}
}

function* versionLine(reader: ByteReader, from: string): Task<string | undefined> {
	try {
		return yield* reader.line(VERSION_BYTES_MAX);
	} catch (error) {
		if (!(error instanceof LineTooLongError)) throw error;
		const text = 'kex_exchange_identification: banner line too long';
		throw new Exit(255, `${text}\r\nbanner exchange: Connection to ${from}: invalid format\r\n`);
	}
}

/** A way to the server: a connection, or what a program carries. */
function* reach(process: Process, target: SshTarget): Task<{ duplex: ByteDuplex; address?: string; fd?: number }> {
	const through = proxyWords(process, target);
	if (through !== undefined) return { duplex: startProxy(process, through) };
	const found = yield* resolveHost(process, target.host);
	if (found.kind !== 'found') {
		const reason = found.kind === 'not-found' ? 'Name or service not known' : 'Temporary failure in name resolution';
		throw new Exit(255, `ssh: Could not resolve hostname ${target.host}: ${reason}\r\n`);
	}
	const address = found.addresses[0] as string;
	yield* debug(process, target, `Connecting to ${target.host} [${address}] port ${target.port}.`);
	const fd = yield* dial(process, target, address);
	yield* debug(process, target, 'Connection established.');
	return { duplex: processDuplex(process, fd), address, fd };
}

/** What carries the connection: ProxyCommand, or ssh with -W to the last of the jumps. Models ssh.c, ProxyJump. */
function proxyWords(process: Process, target: SshTarget): readonly string[] | undefined {
	const last = target.jumps.at(-1);
	if (last === undefined) {
		if (target.proxyCommand === undefined) return undefined;
		return [
			process.env.get('SHELL') ?? '/bin/sh',
			'-c',
			`exec ${expandTokens(process, target.proxyCommand, target, target.host)}`,
		];
	}
	const [, user, name = last, port] = /^(?:ssh:\/\/)?(?:(.*)@)?\[?(.*?)\]?(?::(\d+))?\/?$/.exec(last) ?? [];
	return [
		'ssh',
		...(user === undefined ? [] : ['-l', user]),
		...(port === undefined ? [] : ['-p', port]),
		...(target.jumps.length > 1 ? ['-J', target.jumps.slice(0, -1).join(',')] : []),
		...(target.verbosity > 0 ? [`-${'v'.repeat(target.verbosity)}`] : []),
		...(target.configFile === undefined ? [] : ['-F', target.configFile]),
		'-W',
		`[${target.host}]:${target.port}`,
		name,
	];
}

function startProxy(process: Process, words: readonly string[]): ByteDuplex {
	const [theirInput, output] = process.pipe();
	const [input, theirOutput] = process.pipe();
	process.onSignal('CHLD', 'ignore');
	try {
		launch(process, words, {
			fds: new Map([
				[0, theirInput],
				[1, theirOutput],
				[2, 2],
			]),
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
	process.close(theirInput);
	process.close(theirOutput);
	return new StreamPair(process, input, output);
}

function* dial(process: Process, { host, port, timeoutSeconds }: SshTarget, address: string): Task<number> {
	try {
		const options = timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 };
		return yield* process.connect(address, port, options);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		throw new Exit(255, `ssh: connect to host ${host} port ${port}: ${errorMessage(error.errno)}\r\n`);
	}
}

/** Who wants in: as it was said, or who runs it. */
function* userOf(process: Process, target: SshTarget): Task<string> {
	return target.user ?? (yield* readAccounts(process)).users.get(process.credentials.uid) ?? 'root';
}

/** Offers the keys that the user has one by one, then asks for the password where that would do. */
function* logIn(process: Process, wire: Wire, target: SshTarget): Task<string> {
	const user = yield* userOf(process, target);
	let answer = yield* attempt(process, wire, { is: 'login', user, keys: [] });
	let methods = answer.is === 'denied' ? answer.methods : [];
	yield* debug(process, target, `Authentications that can continue: ${methods.join(',')}`);
	const byKey = target.usesKeys && methods.includes('publickey');
	const identities = byKey ? yield* identitiesOf(process, target) : [];
	if (byKey) yield* debug(process, target, 'Next authentication method: publickey');
	for (const identity of identities) {
		const shown = shownIdentity(identity);
		yield* debug(process, target, `Offering public key: ${shown}`);
		answer = yield* attempt(process, wire, { is: 'login', user, keys: [identity.key], asks: true });
		if (answer.is === 'acceptable') {
			yield* debug(process, target, `Server accepts key: ${shown}`);
			const { file, isAgents } = identity;
			if (!isAgents && (file === undefined || !(yield* unlock(process, target, file)))) continue;
			answer = yield* attempt(process, wire, { is: 'login', user, keys: [identity.key] });
		}
		if (answer.is === 'welcome') return yield* welcomed(process, target, wire, user, 'publickey');
		if (answer.is === 'denied') methods = answer.methods;
		yield* debug(process, target, `Authentications that can continue: ${methods.join(',')}`);
	}
	const asks = methods.includes('password') && target.usesPasswords && !target.batch;
	if (asks) yield* debug(process, target, 'Next authentication method: password');
	for (let asked = 0; asks && asked < target.prompts && process.isatty(0); asked++) {
		if (asked > 0) yield* process.write(2, encodeUtf8('Permission denied, please try again.\r\n'));
		const password = yield* ask(process, `${user}@${target.host}'s password: `);
		if (password === undefined) break;
		answer = yield* attempt(process, wire, { is: 'login', user, keys: [], password });
		if (answer.is === 'welcome') return yield* welcomed(process, target, wire, user, 'password');
		if (answer.is === 'denied') methods = answer.methods;
	}
	yield* debug(process, target, 'No more authentication methods to try.');
	throw new Exit(255, `${user}@${target.host}: Permission denied (${methods.join(',')}).\r\n`);
}

function* welcomed(process: Process, target: SshTarget, { address }: Wire, user: string, method: string): Task<string> {
	if (target.verbosity > 0) {
		yield* process.write(
			2,
			encodeUtf8(
				`Authenticated to ${target.host} ([${address ?? '<unknown>'}]:${address === undefined ? 65535 : target.port}) using "${method}".\r\n`,
			),
		);
	}
	return user;
}

/** "/root/.ssh/id_ed25519 ED25519 SHA256:… explicit". */
function shownIdentity({ key, name, isAgents, isExplicit }: Identity): string {
	const marks = `${isExplicit ? ' explicit' : ''}${isAgents ? ' agent' : ''}`;
	return `${name} ${keyTypeName({ key, comment: '' })} ${keyFingerprint(key)}${marks}`;
}

interface Wire {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly address: string | undefined;
	readonly port: number;
}

function* attempt(
	process: Process,
	{ duplex, reader, address, port }: Wire,
	login: Extract<SshMessage, { is: 'login' }>,
): Task<SshMessage> {
	yield* duplex.write(encodeMessage(login));
	for (;;) {
		const answer = messageOf(yield* readFrame(reader));
		if (answer.is === 'disconnect') {
			const from = address === undefined ? 'UNKNOWN port 65535' : `${address} port ${port}`;
			throw new Exit(255, `Received disconnect from ${from}:2: ${answer.reason}\r\nDisconnected from ${from}\r\n`);
		}
		if (answer.is !== 'banner') return answer;
		yield* process.write(2, encodeUtf8(answer.text.replaceAll(/\r?\n/g, '\r\n')));
	}
}

/** A line of -v. */
function* debug(process: Process, { verbosity }: SshTarget, text: string): Task<void> {
	if (verbosity > 0) yield* process.write(2, encodeUtf8(`debug1: ${text}\r\n`));
}
