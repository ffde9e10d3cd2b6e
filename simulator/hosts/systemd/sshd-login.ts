import { type Process, SystemError } from '../../kernel/process-api.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../machinery/http/byte-reader.ts';
import { fitsPatterns } from '../../machinery/ssh/keyword-lines.ts';
import { keyFingerprint } from '../../machinery/ssh/ssh-key.ts';
import { encodeMessage, messageOf, readFrame, type SshMessage } from '../../machinery/ssh/ssh-wire.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Account } from '../sessions/accounts.ts';
import type { RemoteSessions } from '../sessions/remote-session.ts';
import { type AuthorizedKey, authorizedKeys, keyRefusal } from './authorized-keys.ts';
import type { SshdConfig } from './sshd-config.ts';
import { log } from './sshd-log.ts';
import { rightsOf, type SessionRights } from './sshd-rights.ts';
import type { Peer } from './sshd-session.ts';

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

/** Somebody who may come in, and what for. */
export interface Admitted {
	readonly account: Account;
	readonly rights: SessionRights;
}

/**
 * Undefined when the client gives up or has tried too often. Models auth2.c with PermitRootLogin, PubkeyAuthentication,
 * PasswordAuthentication, PermitEmptyPasswords, AllowUsers and its kin, AuthorizedKeysFile, StrictModes, MaxAuthTries and
 * Banner. Each key that is shown is a try.
 */
export function* authenticate(login: Login): Task<Admitted | undefined> {
	const { process, duplex, reader, peer, config } = login;
	const sessions = process.port<RemoteSessions>('remote-sessions');
	if (sessions?.reach !== undefined) yield* reached(process, (then) => sessions.reach?.(then));
	const from = `${peer.address} port ${peer.port}`;
	let who: string | undefined;
	for (let tries = 0; ; ) {
		const frame = yield* readFrame(reader);
		if (frame === undefined) {
			yield* log(process, `Connection closed by ${who === undefined ? '' : `${who} `}${from} [preauth]`);
			return undefined;
		}
		const message = messageOf(frame);
		if (message.is !== 'login') throw new ConnectionError('Bad packet');
		const account = sessions?.account(message.user);
		const groups = yield* groupsOf(process, message.user);
		const settings = config.settings({ user: message.user, groups, address: peer.address });
		const most = Number(settings.get('maxauthtries')?.[0] ?? 6);
		if (who === undefined) {
			yield* sendBanner(login, settings);
			if (account === undefined) yield* log(process, `Invalid user ${message.user} from ${from}`);
		}
		const mayLogIn = account !== undefined && !/\/(nologin|false)$/.test(account.shell);
		const refusal = account === undefined ? undefined : refusalOf(settings, account, groups, peer);
		const isKnown = mayLogIn && refusal === undefined;
		if (refusal !== undefined && who === undefined) {
			yield* log(process, `User ${message.user} from ${peer.address} not allowed ${refusal}`);
		}
		who = `${isKnown ? 'authenticating' : 'invalid'} user ${message.user}`;
		const shown = { ...message, keys: message.keys.slice(0, most - tries) };
		const proof = isKnown ? yield* proofOf(login, settings, account, shown) : undefined;
		if (proof?.key !== undefined && message.asks) {
			yield* duplex.write(encodeMessage({ is: 'acceptable', key: proof.key.key }));
			continue;
		}
		if (isKnown && proof !== undefined) {
			const key = proof.key === undefined ? '' : `: ${keyName(proof.key.key)} ${keyFingerprint(proof.key.key)}`;
			yield* log(process, `Accepted ${proof.method} for ${message.user} from ${from} ssh2${key}`);
			yield* duplex.write(encodeMessage({ is: 'welcome', ...(proof.key === undefined ? {} : { key: proof.key.key }) }));
			return { account, rights: rightsOf(settings, proof.key?.options, account) };
		}
		if (message.password !== undefined) yield* tellFailure(login, message.user, isKnown);
		tries += message.password === undefined ? shown.keys.length : 1;
		if (tries >= most) {
			yield* log(
				process,
				`error: maximum authentication attempts exceeded for ${isKnown ? '' : 'invalid user '}${message.user} from ${from} ssh2 [preauth]`,
			);
			yield* log(process, `Disconnecting ${who} ${from}: Too many authentication failures [preauth]`);
			yield* duplex.write(encodeMessage({ is: 'disconnect', reason: 'Too many authentication failures' }));
			return undefined;
		}
		yield* duplex.write(encodeMessage({ is: 'denied', methods: methodsOf(settings) }));
	}
}

function* tellFailure({ process, peer }: Login, user: string, isKnown: boolean): Task<void> {
	const rest = `logname= uid=0 euid=0 tty=ssh ruser= rhost=${peer.address}`;
	if (!isKnown) yield* log(process, 'pam_unix(sshd:auth): check pass; user unknown');
	yield* log(
		process,
		`pam_unix(sshd:auth): authentication failure; ${rest} ${isKnown ? ` user=${user}` : ''}`.trimEnd(),
	);
	const who = isKnown ? user : `invalid user ${user}`;
	yield* log(process, `Failed password for ${who} from ${peer.address} port ${peer.port} ssh2`);
}

/** "ED25519" of "ssh-ed25519 AAAA…". */
function keyName(key: string): string {
	const [type = ''] = key.split(' ');
	return type.startsWith('ecdsa') ? 'ECDSA' : type.replace(/^ssh-/, '').toUpperCase();
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

/** How a client has proven who it is; undefined: it has not. */
function* proofOf(
	login: Login,
	settings: Settings,
	account: Account,
	message: Extract<SshMessage, { is: 'login' }>,
): Task<{ readonly method: string; readonly key?: AuthorizedKey } | undefined> {
	const { process, peer } = login;
	const isRoot = account.credentials.uid === 0;
	const root = isRoot ? (settings.get('permitrootlogin')?.[0]?.toLowerCase() ?? 'yes') : 'yes';
	const { password } = message;
	if (password !== undefined) {
		if (root !== 'yes' || !isOn(settings, 'passwordauthentication')) return undefined;
		if (password === '' && !isOn(settings, 'permitemptypasswords')) return undefined;
		return (yield* knowsPassword(process, account.name, password)) ? { method: 'password' } : undefined;
	}
	if (!isOn(settings, 'pubkeyauthentication')) return undefined;
	const key = yield* listedKey(login, settings, account, message.keys);
	if (key === undefined) return undefined;
	if (root === 'no' || (root === 'forced-commands-only' && key.options.command === undefined)) {
		yield* log(process, `ROOT LOGIN REFUSED FROM ${peer.address} port ${peer.port} [preauth]`);
		return undefined;
	}
	return { method: 'publickey', key };
}

/** The first of the keys that the user's files list, if it counts from there and now. */
function* listedKey(
	{ process, peer }: Login,
	settings: Settings,
	account: Account,
	keys: readonly string[],
): Task<AuthorizedKey | undefined> {
	for (const each of settings.get('authorizedkeysfile') ?? []) {
		const file = each.replaceAll('%u', account.name).replaceAll('%h', account.home);
		const path = file.startsWith('/') ? file : `${account.home}/${file}`;
		if (!process.access(path, {})) continue;
		const bad = isOn(settings, 'strictmodes') ? tooOpen(process, path, account) : undefined;
		if (bad !== undefined) {
			yield* log(process, `Authentication refused: bad ownership or modes for ${bad}`);
			continue;
		}
		const listed = authorizedKeys(yield* fileText(process, path));
		for (const key of keys) {
			const found = listed.find((line) => line.key === key);
			const refusal = found === undefined ? 'unlisted' : keyRefusal(found, peer.address, process.now());
			if (found !== undefined && refusal === undefined) return found;
			if (refusal === 'from') {
				const place = `(host=${peer.address}, ip=${peer.address})`;
				yield* log(
					process,
					`Authentication tried for ${account.name} with correct key but not from a permitted host ${place}.`,
				);
			}
		}
	}
	return undefined;
}

/** "file /home/x/.ssh/authorized_keys": what others could change. Models misc.c safe_path. */
function tooOpen(process: Process, path: string, { home, credentials }: Account): string | undefined {
	let place = path;
	for (let what = 'file'; ; what = 'directory') {
		const { uid, mode } = process.stat(place);
		if ((uid !== 0 && uid !== credentials.uid) || (mode & 0o022) !== 0) return `${what} ${place}`;
		if (place === '/' || place === home) return undefined;
		place = place.slice(0, place.lastIndexOf('/')) || '/';
	}
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
