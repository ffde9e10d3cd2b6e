import { type Process, SystemError } from '../../kernel/process-api.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { BCRYPT_COST_MIN, bcrypt, isBcryptOf } from '../../machinery/bcrypt/bcrypt.ts';
import { sha1 } from '../../machinery/sha1.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { apr1 } from '../checksums/apr1.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const USAGE = `Usage:
	htpasswd [-cimBdpsDv] [-C cost] passwordfile username
	htpasswd -b[cmBdpsDv] [-C cost] passwordfile username password

	htpasswd -n[imBdps] [-C cost] username
	htpasswd -nb[mBdps] [-C cost] username password
`;
const SALT_DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The manual's: fast, and what servers expect. */
const USUAL_COST = 5;

interface Wish {
	readonly flags: ReadonlySet<string>;
	readonly cost: number;
	readonly words: readonly string[];
}

/** Apache's passwords in files. Models support/htpasswd.c. Differs: crypt() is not there, and nobody is asked for a password. */
export const htpasswd = unixCommand({
	name: 'htpasswd',
	paths: [],
	size: 39_032,
	*main(run) {
		const { flags, cost, words } = wishOf(run.args);
		const isShown = flags.has('n');
		const [path = '', user = '', given] = isShown ? ['', ...words] : words;
		const wanted = (isShown ? 1 : 2) + (flags.has('b') ? 1 : 0);
		if (words.length !== wanted) throw new Exit(2, USAGE);
		if (user.includes(':')) throw new Exit(6, "htpasswd: username contains illegal character ':'\n");
		const lines = isShown || flags.has('c') ? [] : yield* linesOf(run.process, path);
		const at = lines.findIndex((line) => line.startsWith(`${user}:`));
		if (flags.has('D')) {
			if (at < 0) yield* run.say(`User ${user} not found\n`);
			else {
				yield* write(run, path, lines.toSpliced(at, 1));
				yield* run.say(`Deleting password for user ${user}\n`);
			}
			return 0;
		}
		const password = given ?? decodeUtf8(yield* run.process.read(0, 256)).replace(/\n.*/s, '');
		if (flags.has('v')) return yield* verify(run, lines[at], user, password);
		const line = `${user}:${yield* digestOf(run.process, password, flags, cost)}`;
		if (isShown) {
			yield* run.out.write(`${line}\n\n`);
			return 0;
		}
		yield* write(run, path, at < 0 ? [...lines, line] : lines.with(at, line));
		yield* run.say(`${at < 0 ? 'Adding' : 'Updating'} password for user ${user}\n`);
		return 0;
	},
});

function wishOf(args: readonly string[]): Wish {
	const flags = new Set<string>();
	const words: string[] = [];
	let cost = USUAL_COST;
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (!word.startsWith('-') || word === '-' || words.length > 0) words.push(word);
		else if (word.startsWith('-C')) cost = Number(word.slice(2) || args[++at]);
		else for (const letter of word.slice(1)) flags.add(letter);
	}
	if ([...flags].some((letter) => !'bcinmBdpsDv5'.includes(letter))) throw new Exit(2, USAGE);
	if (!Number.isInteger(cost) || cost < BCRYPT_COST_MIN || cost > 17)
		throw new Exit(2, 'htpasswd: argument to -C must be a positive integer\n');
	return { flags, cost, words };
}

function* linesOf(process: Process, path: string): Task<string[]> {
	try {
		return decodeUtf8(yield* readFile(process, path))
			.split('\n')
			.filter((line) => line !== '');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(
			1,
			error.errno === 'ENOENT'
				? `htpasswd: cannot modify file ${path}; use '-c' to create it\n`
				: `htpasswd: cannot open file ${path} for read/write access\n`,
		);
	}
}

function* write({ process }: UnixRun, path: string, lines: readonly string[]): Task<void> {
	try {
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(lines.map((line) => `${line}\n`).join('')));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `htpasswd: cannot create file ${path}\n`);
	}
}

function* digestOf(process: Process, password: string, flags: ReadonlySet<string>, cost: number): Task<string> {
	if (flags.has('p')) return password;
	if (flags.has('s')) return `{SHA}${encodeBase64(sha1(encodeUtf8(password)))}`;
	if (!flags.has('B')) return apr1(password, saltOf(process));
	const salt = Uint8Array.from({ length: 16 }, () => process.randomUint32() & 0xff);
	return yield* bcrypt({ password, salt, cost, version: '2y' }, () => process.tick(1_000));
}

function saltOf(process: Process): string {
	return Array.from({ length: 8 }, () => SALT_DIGITS.charAt(process.randomUint32() % 64)).join('');
}

function* verify(run: UnixRun, line: string | undefined, user: string, password: string): Task<number> {
	if (line === undefined) throw new Exit(6, `User ${user} not found\n`);
	if (!(yield* isPassword(run.process, password, line.slice(user.length + 1))))
		throw new Exit(3, 'password verification failed\n');
	yield* run.say(`Password for user ${user} correct.\n`);
	return 0;
}

function* isPassword(process: Process, password: string, digest: string): Task<boolean> {
	const salt = /^\$apr1\$([^$]*)\$/.exec(digest)?.[1];
	if (salt !== undefined) return apr1(password, salt) === digest;
	if (digest.startsWith('{SHA}')) return digest === `{SHA}${encodeBase64(sha1(encodeUtf8(password)))}`;
	return digest.startsWith('$2') ? yield* isBcryptOf(password, digest, () => process.tick(1_000)) : digest === password;
}
