import { type Process, SystemError } from '../../kernel/process-api.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../machinery/http/byte-reader.ts';
import { fitsPatterns } from '../../machinery/ssh/keyword-lines.ts';
import { listsKey } from '../../machinery/ssh/ssh-key.ts';
import { encodeMessage, messageOf, readFrame, type SshMessage } from '../../machinery/ssh/ssh-wire.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Account } from '../sessions/accounts.ts';
import type { RemoteSessions } from '../sessions/remote-session.ts';
import type { SshdConfig } from './sshd-config.ts';
import { log, type Peer } from './sshd-session.ts';

const FILE_BYTES_MAX = 65_536;
const CHECK_PASSWORD = '/usr/sbin/unix_chkpwd';

interface Login {
	readonly process: Process;
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly peer: Peer;
	readonly config: SshdConfig;
}

type Settings = ReadonlyMap<string, readonly string[]>;

/**
 * Undefined when the client gives up or has tried too often. Models auth2.c with PermitRootLogin, PubkeyAuthentication,
 * PasswordAuthentication, PermitEmptyPasswords, AllowUsers and its kin, AuthorizedKeysFile, MaxAuthTries and Banner.
 */
export function* authenticate(login: Login): Task<Account | undefined> {
	const { process, duplex, reader, peer, config } = login;
	const sessions = process.port<RemoteSessions>('remote-sessions');
	if (sessions?.reach !== undefined) yield* reached(process, (then) => sessions.reach?.(then));
	let told = false;
	for (let tries = 0; tries < Number(config.settings().get('maxauthtries')?.[0] ?? 6); tries++) {
		const frame = yield* readFrame(reader);
		if (frame === undefined) return undefined;
		const message = messageOf(frame);
		if (message.is !== 'login') throw new ConnectionError('Bad packet');
		const groups = yield* groupsOf(process, message.user);
		const settings = config.settings({ user: message.user, groups, address: peer.address });
		if (!told) yield* sendBanner(login, settings);
		told = true;
		const account = sessions?.account(message.user);
		const mayLogIn = account !== undefined && !/\/(nologin|false)$/.test(account.shell);
		const refusal = account === undefined ? undefined : refusalOf(settings, account, groups, peer);
		if (refusal !== undefined) yield* log(process, `User ${message.user} from ${peer.address} not allowed ${refusal}`);
		if (mayLogIn && refusal === undefined) {
			const method = yield* methodOf(process, settings, account, message);
			if (method !== undefined) {
				yield* log(process, `Accepted ${method} for ${message.user} from ${peer.address} port ${peer.port} ssh2`);
				yield* duplex.write(encodeMessage({ is: 'welcome' }));
				return account;
			}
		}
		if (message.password !== undefined) {
			const who = account === undefined ? `invalid user ${message.user}` : message.user;
			yield* log(process, `Failed password for ${who} from ${peer.address} port ${peer.port} ssh2`);
		}
		yield* duplex.write(encodeMessage({ is: 'denied', methods: methodsOf(settings) }));
	}
	return undefined;
}

function isOn(settings: Settings, keyword: string): boolean {
	return settings.get(keyword)?.[0]?.toLowerCase() === 'yes';
}

/** Ways in that there are at all. */
function methodsOf(settings: Settings): string[] {
	return [
		...(isOn(settings, 'pubkeyauthentication') ? ['publickey'] : []),
		...(isOn(settings, 'passwordauthentication') ? ['password'] : []),
	];
}

/** The way in which a client that may come in has proven who it is; undefined: in none. */
function* methodOf(
	process: Process,
	settings: Settings,
	account: Account,
	message: Extract<SshMessage, { is: 'login' }>,
): Task<string | undefined> {
	const isRoot = account.credentials.uid === 0;
	const root = isRoot ? (settings.get('permitrootlogin')?.[0]?.toLowerCase() ?? 'yes') : 'yes';
	if (root === 'no' || root === 'forced-commands-only') return undefined;
	if (message.password !== undefined) {
		if (root !== 'yes' || !isOn(settings, 'passwordauthentication')) return undefined;
		const isEmpty = message.password === '';
		if (isEmpty && !isOn(settings, 'permitemptypasswords')) return undefined;
		return (yield* knowsPassword(process, account.name, message.password)) ? 'password' : undefined;
	}
	if (!isOn(settings, 'pubkeyauthentication')) return undefined;
	for (const each of settings.get('authorizedkeysfile') ?? []) {
		const file = each.replaceAll('%u', account.name).replaceAll('%h', account.home);
		const path = file.startsWith('/') ? file : `${account.home}/${file}`;
		const authorized = yield* fileText(process, path);
		if (message.keys.some((key) => listsKey(authorized, key))) return 'publickey';
	}
	return undefined;
}

/** As PAM asks. */
function* knowsPassword(process: Process, user: string, password: string): Task<boolean> {
	const [read, write] = process.pipe();
	try {
		const fds = new Map([
			[0, read],
			[1, 1],
			[2, 2],
		]);
		const argv = ['unix_chkpwd', user, 'nullok'];
		const pid = process.spawn({ argv, env: process.env, fds, path: CHECK_PASSWORD });
		process.close(read);
		yield* process.write(write, encodeUtf8(password));
		process.close(write);
		const ended = yield* process.wait(pid);
		return ended?.kind === 'exited' && ended.status === 0;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return false;
	}
}

/** Why AllowUsers and its kin keep a user out; undefined: they do not. Models auth.c allowed_user. */
function refusalOf(settings: Settings, account: Account, groups: readonly string[], peer: Peer): string | undefined {
	const fitsUser = (pattern: string): boolean => {
		const [user = '', host] = pattern.split('@');
		return fitsPatterns(account.name, [user]) && (host === undefined || fitsPatterns(peer.address, [host]));
	};
	const list = (keyword: string): readonly string[] => settings.get(keyword) ?? [];
	const inGroup = (keyword: string): boolean => groups.some((group) => fitsPatterns(group, list(keyword)));
	if (list('denyusers').some(fitsUser)) return 'because listed in DenyUsers';
	if (list('allowusers').length > 0 && !list('allowusers').some(fitsUser)) return 'because not listed in AllowUsers';
	if (inGroup('denygroups')) return 'because a group is listed in DenyGroups';
	if (list('allowgroups').length > 0 && !inGroup('allowgroups')) {
		return "because none of user's groups are listed in AllowGroups";
	}
	return undefined;
}

function* groupsOf(process: Process, user: string): Task<string[]> {
	const own = (yield* fileText(process, '/etc/passwd')).split('\n').find((line) => line.startsWith(`${user}:`));
	const gid = own?.split(':')[3];
	return (yield* fileText(process, '/etc/group')).split('\n').flatMap((line) => {
		const [name = '', , number, members = ''] = line.split(':');
		return number === gid || members.split(',').includes(user) ? [name] : [];
	});
}

function* sendBanner({ process, duplex }: Login, settings: Settings): Task<void> {
	const path = settings.get('banner')?.[0] ?? 'none';
	if (path.toLowerCase() === 'none') return;
	const text = yield* fileText(process, path);
	if (text !== '') yield* duplex.write(encodeMessage({ is: 'banner', text }));
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
export function* fileText(process: Process, path: string): Task<string> {
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
