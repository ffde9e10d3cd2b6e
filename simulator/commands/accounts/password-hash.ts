import type { Process } from '../../kernel/process-api.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { isBcryptOf } from '../../machinery/bcrypt/bcrypt.ts';
import { sha256 } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { md5Crypt } from '../checksums/apr1.ts';
import { shaCrypt } from '../checksums/sha-crypt.ts';

const SALT_LENGTH = 22;
/** No password has as many bytes. Models libxcrypt's CRYPT_MAX_PASSPHRASE_SIZE. */
const PASSWORD_BYTES_MAX = 512;

/** What /etc/shadow keeps of a password. Differs: it has yescrypt's form, not its arithmetic (16 MB and 30 ms a password). */
export function hashPassword(process: Process, password: string): string {
	return hashed(password, form(String(process.randomUint32())).slice(0, SALT_LENGTH));
}

/** Whether this is the password: of its own kind, of md5crypt, sha256crypt, sha512crypt and bcrypt. */
export function* isPassword(process: Process, password: string, hash: string): Task<boolean> {
	const [, kind = '', rest = ''] = /^\$(\w+)\$(.*)$/.exec(hash) ?? [];
	const tick = (steps?: number): Task<void> => process.tick(steps);
	if (password.length >= PASSWORD_BYTES_MAX || encodeUtf8(password).length >= PASSWORD_BYTES_MAX) return false;
	if (kind === 'y') return hashed(password, /^j9T\$([^$]*)\$/.exec(rest)?.[1] ?? '') === hash;
	if (kind === '1') return md5Crypt(password, rest.split('$')[0] ?? '', '$1$') === hash;
	if (kind === '5' || kind === '6') {
		const [, rounds, salt = ''] = /^(?:rounds=(\d+)\$)?([^$]*)/.exec(rest) ?? [];
		const work = { password, salt, kind, ...(rounds === undefined ? {} : { rounds: Number(rounds) }) } as const;
		return (yield* shaCrypt(work, tick)) === hash;
	}
	return /^2[aby]$/.test(kind) && (yield* isBcryptOf(password, hash, tick));
}

function hashed(password: string, salt: string): string {
	return `$y$j9T$${salt}$${form(`${salt}${password}`)}`;
}

function form(text: string): string {
	return encodeBase64(sha256(encodeUtf8(text))).replace(/[+/=]/g, (c) => (c === '+' ? '.' : c === '=' ? '' : '/'));
}
