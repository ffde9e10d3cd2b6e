import { newRsaKey } from '../../../hosts/pki/new-rsa-key.ts';
import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import {
	ed25519Parts,
	type KeyProtection,
	type PrivateKeyFile,
	readPrivateKey,
	type SshKeyParts,
	sshKeyFiles,
} from '../../../machinery/ssh/ssh-key.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { DerReader } from '../../../machinery/x509/der-reader.ts';
import { decodePem } from '../../../machinery/x509/pem.ts';
import { ask as askHidden } from '../../accounts/ask-password.ts';
import { readAccounts } from '../../coreutils/accounts.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../../options.ts';
import { LineReader, readFile } from '../../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { ed25519PublicKey } from './ed25519.ts';
import { protectionComplaint } from './identities.ts';
import { findHost, hashHosts, removeHost } from './known-hosts-edit.ts';
import { type KeyLine, keyLineOf, keySummary, picture } from './public-key-line.ts';

const TABLE = {
	type: withValue('t'),
	file: withValue('f'),
	passphrase: withValue('N'),
	oldPassphrase: withValue('P'),
	change: flag('p'),
	changeComment: flag('c'),
	comment: withValue('C'),
	bits: withValue('b'),
	rounds: withValue('a'),
	hash: withValue('E'),
	fingerprint: flag('l'),
	print: flag('y'),
	find: withValue('F'),
	remove: withValue('R'),
	hashNames: flag('H'),
	quiet: flag('q'),
	verbose: flag('v'),
	format: flag('o'),
} as const;

/** Of the function that makes a passphrase into a key. */
const ROUNDS = 24;

type Options = ParsedOptions<typeof TABLE>;

const USAGE = `usage: ssh-keygen [-q] [-a rounds] [-b bits] [-C comment] [-f output_keyfile]
                  [-N new_passphrase] [-t ed25519 | rsa]
       ssh-keygen -y [-f input_keyfile]
       ssh-keygen -l [-v] [-E fingerprint_hash] [-f input_keyfile]
       ssh-keygen -F hostname [-lv] [-f known_hosts_file]
       ssh-keygen -R hostname [-f known_hosts_file]
`;

/** Makes keys, tells of them, edits lists of hosts. Models OpenSSH ssh-keygen.c. */
export const sshKeygen = unixCommand({
	name: 'ssh-keygen',
	paths: ['/usr/bin/ssh-keygen'],
	size: 473_240,
	*main(run) {
		let options: Options;
		try {
			options = parseOptions(run.args, TABLE);
		} catch (error) {
			if (!(error instanceof OptionError)) throw error;
			throw new Exit(1, `${error.message.replace(/^invalid option -- '(.)'$/, 'unknown option -- $1')}\n${USAGE}`);
		}
		const { values, operands } = options;
		if (operands.length > 0) throw new Exit(1, `Too many arguments.\n${USAGE}`);
		if (values.find !== undefined || values.remove !== undefined) {
			const file = values.file ?? `${home(run.process)}/.ssh/known_hosts`;
			return yield* values.find === undefined
				? removeHost(run, file, values.remove as string)
				: findHost(run, file, values.find, values.fingerprint === true);
		}
		if (values.hashNames) return yield* hashHosts(run, values.file ?? `${home(run.process)}/.ssh/known_hosts`);
		if (values.fingerprint) return yield* tellFingerprints(run, options);
		if (values.change || values.changeComment) return yield* rewrite(run, options);
		if (values.print) return yield* printPublic(run, options);
		return yield* generate(run, options);
	},
});

function home(process: Process): string {
	return process.env.get('HOME') ?? '/root';
}

function* ask(run: UnixRun, question: string): Task<string> {
	yield* run.out.write(question);
	yield* run.out.flush();
	return (yield* new LineReader(run.process, 0).next()) ?? '';
}

function* existingFile(run: UnixRun, { values }: Options): Task<string> {
	const usual = `${home(run.process)}/.ssh/id_ed25519`;
	const file = values.file ?? ((yield* ask(run, `Enter file in which the key is (${usual}): `)) || usual);
	if (!run.process.access(file, {})) throw new Exit(255, `ssh-keygen: ${file}: No such file or directory\r\n`);
	return file;
}

function* tellFingerprints(run: UnixRun, options: Options): Task<number> {
	const file = yield* existingFile(run, options);
	const hash = (options.values.hash ?? 'sha256').toLowerCase();
	if (hash !== 'sha256' && hash !== 'md5') throw new Exit(255, `Invalid hash algorithm "${options.values.hash}"\r\n`);
	const keys = yield* keysIn(run.process, file);
	if (keys.length === 0) throw new Exit(255, `${file} is not a public key file.\r\n`);
	for (const key of keys) {
		yield* run.out.write(`${keySummary(key, hash)}\n`);
		if (options.values.verbose) yield* run.out.write(picture(key));
	}
	return 0;
}

/** A private key's own, by its .pub if there is one, or those of a list. */
function* keysIn(process: Process, file: string): Task<KeyLine[]> {
	const text = decodeUtf8(yield* readFile(process, file));
	const own = readPrivateKey(text);
	if (own === undefined) return text.split('\n').flatMap((line) => keyLineOf(line) ?? []);
	const beside = `${file}.pub`;
	const line = process.access(beside, { read: true })
		? decodeUtf8(yield* readFile(process, beside))
		: `${own.publicKey} ${own.secret?.comment ?? ''}`;
	const key = keyLineOf(line.trim());
	return key === undefined ? [] : [key];
}

function* printPublic(run: UnixRun, options: Options): Task<number> {
	const file = yield* existingFile(run, options);
	const key = yield* opened(run, options, file);
	const { comment } = key.secret;
	yield* run.out.write(`${key.publicKey}${comment === '' ? '' : ` ${comment}`}\n`);
	return 0;
}

type Opened = PrivateKeyFile & { readonly secret: NonNullable<PrivateKeyFile['secret']> };

/** A private key, with its passphrase if it has one: of -P, or asked for. Throws Exit. */
function* opened({ process }: UnixRun, { values }: Options, file: string, prompt?: string): Task<Opened> {
	const complaint = protectionComplaint(process, file);
	if (complaint !== undefined) throw new Exit(255, complaint);
	const text = decodeUtf8(yield* readFile(process, file));
	const key = readPrivateKey(text);
	const failed = (reason: string): Exit =>
		new Exit(
			255,
			prompt === undefined ? `Load key "${file}": ${reason}\r\n` : `Failed to load key ${file}: ${reason}\r\n`,
		);
	if (key === undefined) throw failed('error in libcrypto');
	if (key.secret !== undefined) return { ...key, secret: key.secret };
	const given = values.oldPassphrase ?? (yield* askHidden(process, prompt ?? 'Enter passphrase: ')) ?? '';
	const read = readPrivateKey(text, given);
	if (read?.secret === undefined) throw failed('incorrect passphrase supplied to decrypt private key');
	return { ...read, secret: read.secret };
}

/** `-p`: another passphrase; `-c`: another comment. */
function* rewrite(run: UnixRun, options: Options): Task<number> {
	const { process, out } = run;
	const { values } = options;
	const file = yield* existingFile(run, options);
	const key = yield* opened(run, options, file, values.change ? 'Enter old passphrase: ' : 'Enter passphrase: ');
	const { parts, comment: old } = key.secret;
	let passphrase = values.oldPassphrase ?? '';
	let comment = old;
	if (values.change) {
		yield* out.write(old === '' ? '' : `Key has comment '${old}'\n`);
		passphrase = values.passphrase ?? (yield* askPassphrase(run, 'Enter new passphrase (empty for no passphrase): '));
	} else {
		yield* out.write(`Old comment: ${old}\n`);
		comment = values.comment ?? (yield* ask(run, 'New comment: '));
	}
	const pair = sshKeyFiles(parts, comment, randomBytes(process, 4), protectionOf(process, passphrase, values.rounds));
	yield* save(process, file, pair.privateKey, 0o600);
	if (values.change) yield* out.write('Your identification has been saved with the new passphrase.\n');
	else {
		yield* save(process, `${file}.pub`, `${pair.publicKey} ${comment}\n`, 0o644);
		yield* out.write(comment === '' ? 'Comment was removed from key.\n' : `Comment '${comment}' applied\n`);
	}
	return 0;
}

function protectionOf(process: Process, passphrase: string, rounds: string | undefined): KeyProtection | undefined {
	if (passphrase === '') return undefined;
	return { passphrase, salt: randomBytes(process, 16), rounds: Number(rounds ?? ROUNDS) };
}

function* generate(run: UnixRun, { values }: Options): Task<number> {
	const { process, out } = run;
	const type = (values.type ?? 'ed25519').toLowerCase();
	if (type !== 'rsa' && type !== 'ed25519') throw new Exit(255, `unknown key type ${values.type}\r\n`);
	checkBits(type, values.bits);
	const tell = (text: string): Task<void> => (values.quiet ? out.flush() : out.write(text));
	yield* tell(`Generating public/private ${type} key pair.\n`);
	const usual = `${home(process)}/.ssh/id_${type}`;
	const file = values.file ?? ((yield* ask(run, `Enter file in which to save the key (${usual}): `)) || usual);
	yield* makeFolder(run, file, tell);
	if (process.access(file, {})) {
		const answer = yield* ask(run, `${file} already exists.\nOverwrite (y/n)? `);
		if (!/^y/i.test(answer)) return 1;
	}
	const passphrase = values.passphrase ?? (yield* askPassphrase(run));
	const comment = values.comment ?? `${(yield* userName(process)) ?? 'root'}@${process.hostname}`;
	const check = randomBytes(process, 4);
	const pair = sshKeyFiles(
		type === 'rsa' ? rsaParts(process) : newEd25519(process),
		comment,
		check,
		protectionOf(process, passphrase, values.rounds),
	);
	yield* save(process, file, pair.privateKey, 0o600);
	yield* tell(`Your identification has been saved in ${file}\n`);
	const line = `${pair.publicKey}${comment === '' ? '' : ` ${comment}`}`;
	yield* save(process, `${file}.pub`, `${line}\n`, 0o644);
	const key = keyLineOf(line) as KeyLine;
	const fingerprint = keySummary(key, 'sha256').split(' ')[1];
	yield* tell(`Your public key has been saved in ${file}.pub\nThe key fingerprint is:\n${fingerprint} ${comment}\n`);
	yield* tell(`The key's randomart image is:\n${picture(key)}`);
	return 0;
}

function checkBits(type: string, text: string | undefined): void {
	if (text === undefined) return;
	const bits = Number(text);
	if (!/^\d+$/.test(text) || bits === 0) throw new Exit(255, `Invalid number of bits: ${text}\r\n`);
	if (type === 'rsa' && bits < 1024) throw new Exit(255, 'Invalid RSA key length: minimum is 1024 bits\r\n');
	if (type === 'rsa' && bits > 16_384) throw new Exit(255, 'Invalid RSA key length: maximum is 16384 bits\r\n');
}

function* makeFolder({ process }: UnixRun, file: string, tell: (text: string) => Task<void>): Task<void> {
	const folder = `${home(process)}/.ssh`;
	if (!file.startsWith(`${folder}/`) || process.access(folder, {})) return;
	try {
		process.mkdir(folder, 0o700);
		yield* tell(`Created directory '${folder}'.\n`);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`Could not create directory '${folder}': ${errorMessage(error.errno)}\n`));
	}
}

function* askPassphrase(run: UnixRun, question = 'Enter passphrase (empty for no passphrase): '): Task<string> {
	const { process } = run;
	const mode = process.isatty(0) ? process.getTerminalMode(0) : undefined;
	if (mode !== undefined) process.setTerminalMode(0, { ...mode, echo: false });
	const lines = new LineReader(process, 0);
	// What was printed shows first where somebody looks on; elsewhere it waits for its buffer.
	const say = (text: string): Task<void> => (mode === undefined ? process.write(2, encodeUtf8(text)) : run.say(text));
	try {
		for (;;) {
			yield* say(question);
			const first = (yield* lines.next()) ?? '';
			if (mode !== undefined) yield* say('\n');
			yield* say('Enter same passphrase again: ');
			const second = (yield* lines.next()) ?? '';
			if (mode !== undefined) yield* say('\n');
			if (first === second) return first;
			yield* run.out.write('Passphrases do not match.  Try again.\n');
		}
	} finally {
		if (mode !== undefined) process.setTerminalMode(0, mode);
	}
}

function* userName(process: Process): Task<string | undefined> {
	return (yield* readAccounts(process)).users.get(process.credentials.uid);
}

function* save(process: Process, file: string, text: string, mode: number): Task<void> {
	try {
		const fd = yield* process.open(file, { write: true, create: true, truncate: true }, mode);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `Saving key "${file}" failed: ${errorMessage(error.errno)}\n`);
	}
}

function randomBytes(process: Process, count: number): Uint8Array {
	return Uint8Array.from({ length: count }, () => process.randomUint32() & 0xff);
}

function newEd25519(process: Process): SshKeyParts {
	const seed = randomBytes(process, 32);
	return ed25519Parts(seed, ed25519PublicKey(seed));
}

/** Differs: of 2048 bits whatever was asked for. */
function rsaParts(process: Process): SshKeyParts {
	const { privateKeyPem } = newRsaKey(() => process.randomUint32());
	const reader = new DerReader(decodePem(privateKeyPem)[0]?.bytes ?? new Uint8Array(0)).enter(0x30);
	// PKCS #1: version, n, e, d, p, q, d mod p−1, d mod q−1, 1/q mod p; as numbers of the wire they are the same bytes.
	const [, n, e, d, p, q, , , inverse] = Array.from({ length: 9 }, () => reader.next(0x02).contents);
	const fields = [n, e, d, inverse, p, q] as readonly Uint8Array[];
	return { type: 'ssh-rsa', publicFields: [e, n] as readonly Uint8Array[], privateFields: fields };
}
