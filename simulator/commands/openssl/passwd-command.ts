import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { md5Crypt } from '../checksums/apr1.ts';
import { shaCrypt } from '../checksums/sha-crypt.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { parseArguments } from './arguments.ts';

const SALT_CHARACTERS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** How many characters of salt each kind takes. */
const SALT_LENGTHS = { '1': 8, apr1: 8, '5': 16, '6': 16 } as const;

/** Bytes of a password that count. */
const PASSWORD_BYTES_MAX = 256;

type Kind = keyof typeof SALT_LENGTHS;

const USAGE = `Usage: passwd [options] [password]

General options:
 -help               Display this summary

Input options:
 -in infile          Read passwords from file
 -noverify           Never verify when reading password from terminal
 -stdin              Read passwords from stdin

Output options:
 -quiet              No warnings
 -table              Format output as table
 -reverse            Switch table columns

Cryptographic options:
 -salt val           Use provided salt
 -6                  SHA512-based password algorithm
 -5                  SHA256-based password algorithm
 -apr1               MD5-based password algorithm, Apache variant
 -1                  MD5-based password algorithm
 -aixmd5             AIX MD5-based password algorithm
`;

/** Hashes of passwords. Models OpenSSL 3.0, apps/passwd.c. Differs: no -aixmd5, and no question at a terminal. */
export function* passwd(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments(
		'passwd',
		{ flags: 'help noverify stdin quiet table reverse 6 5 apr1 1', values: 'in salt' },
		words,
	);
	if (args.has('help')) {
		yield* run.out.write(USAGE);
		return 0;
	}
	const kinds = args.given.map(([name]) => name).filter((name): name is Kind => Object.hasOwn(SALT_LENGTHS, name));
	if (kinds.length > 1) throw new Exit(1, 'passwd: Use -help for summary.\n');
	const kind = kinds[0] ?? '1';
	for (const given of yield* passwordsOf(run, args)) {
		const password = truncated(given);
		if (password !== given && args.operands.length > 0 && !args.has('quiet'))
			yield* run.say(`Warning: truncating password to ${PASSWORD_BYTES_MAX} characters\n`);
		const hash = yield* hashed(run, password, kind, args.value('salt'));
		const [first, second] = args.has('reverse') ? [hash, password] : [password, hash];
		yield* run.out.write(args.has('table') ? `${first}\t${second}\n` : `${hash}\n`);
	}
	return 0;
}

function truncated(password: string): string {
	const bytes = encodeUtf8(password);
	return bytes.length <= PASSWORD_BYTES_MAX ? password : decodeUtf8(bytes.subarray(0, PASSWORD_BYTES_MAX));
}

/** Throws Exit. */
function* passwordsOf({ process }: UnixRun, args: ReturnType<typeof parseArguments>): Task<readonly string[]> {
	if (args.operands.length > 0) return args.operands;
	const path = args.value('in');
	try {
		const bytes = path === undefined ? yield* readAll(process, 0) : yield* readFile(process, path);
		const lines = decodeUtf8(bytes).split('\n');
		return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `Can't open "${path}" for reading, No such file or directory\n`);
	}
}

function* hashed({ process }: UnixRun, password: string, kind: Kind, given: string | undefined): Task<string> {
	const length = SALT_LENGTHS[kind];
	const made = Array.from({ length }, () => SALT_CHARACTERS[process.randomUint32() & 63]).join('');
	const salt = given ?? made;
	if (kind === '1' || kind === 'apr1') return md5Crypt(password, salt.slice(0, length), `$${kind}$`);
	const [, rounds, rest = salt] = /^rounds=(\d+)\$(.*)$/.exec(salt) ?? [];
	const work = { password, salt: rest, kind, ...(rounds === undefined ? {} : { rounds: Number(rounds) }) } as const;
	return yield* shaCrypt(work, (steps) => process.tick(steps));
}
