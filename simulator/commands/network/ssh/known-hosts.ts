import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { textOf } from '../../../kernel/resolve-host.ts';
import {
	hashedHost,
	isAbout,
	isHashed,
	type KnownHostLine,
	knownHostLines,
	LINE_STEPS,
} from '../../../machinery/ssh/known-hosts-file.ts';
import { keyFingerprint } from '../../../machinery/ssh/ssh-key.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { LineReader } from '../../stdio.ts';
import { Exit } from '../../unix-command.ts';
import { keyTypeName } from './public-key-line.ts';
import type { SshTarget } from './ssh-options.ts';

interface Known extends KnownHostLine {
	/** As the configuration has it. */
	readonly file: string;
}

/**
 * Whether the server is the one that is known; asks about one that is not. Models sshconnect.c check_host_key.
 * @param keys those that the server has: one of a kind that is known goes before.
 */
export function* checkHostKey(
	process: Process,
	target: SshTarget,
	address: string | undefined,
	keys: readonly string[],
): Task<void> {
	const host = target.hostKeyAlias ?? target.host.toLowerCase();
	const name = target.port === 22 || target.hostKeyAlias !== undefined ? host : `[${host}]:${target.port}`;
	const all: Known[] = [];
	for (const path of [...target.knownHosts, ...target.globalKnownHosts]) {
		const file = inHome(process, path);
		for (const line of knownHostLines(yield* textOf(process, file))) all.push({ ...line, file });
	}
	const about: Known[] = [];
	for (const line of all) {
		yield* process.tick(LINE_STEPS);
		if (isAbout(line, name)) about.push(line);
	}
	const known = about.filter((line) => line.marker === undefined);
	const key = keys.find((each) => known.some((line) => typeOf(line.key) === typeOf(each))) ?? (keys[0] as string);
	const kind = keyTypeName({ key, comment: '' });
	const say = (text: string): Task<void> => process.write(2, encodeUtf8(text));
	if (about.some((line) => line.marker === 'revoked' && line.key === key)) {
		yield* say(revokedText(name, kind));
		throw new Exit(
			255,
			`${kind} host key for ${name} was revoked and you have requested strict checking.\r\nHost key verification failed.\r\n`,
		);
	}
	const match = known.find((line) => line.key === key);
	if (match !== undefined) {
		if (target.verbosity > 0) {
			yield* say(
				`debug1: Host '${name}' is known and matches the ${kind} host key.\r\ndebug1: Found key in ${match.file}:${match.line}\r\n`,
			);
		}
		return;
	}
	const other = known.find((line) => typeOf(line.key) === typeOf(key)) ?? known[0];
	if (other !== undefined) return yield* changed(process, target, { name, key, kind }, other);
	if (target.checkHostKey === 'yes') {
		throw new Exit(
			255,
			`No ${kind} host key is known for ${name} and you have requested strict checking.\r\nHost key verification failed.\r\n`,
		);
	}
	if (target.checkHostKey === 'ask') {
		const others = all.filter((line) => line.key === key && line.marker === undefined);
		yield* ask(process, target, { name, address, key, kind, others });
	}
	yield* remember(process, target, name, key, kind);
}

function typeOf(key: string): string {
	return key.split(' ')[0] as string;
}

interface Shown {
	readonly name: string;
	readonly key: string;
	readonly kind: string;
}

/** Another key than the known one: nobody goes on, or only by keys. */
function* changed(process: Process, target: SshTarget, { name, key, kind }: Shown, other: Known): Task<void> {
	yield* process.write(2, encodeUtf8(changedText(name, key, kind, other)));
	if (target.checkHostKey !== 'no') {
		throw new Exit(
			255,
			`Host key for ${name} has changed and you have requested strict checking.\r\nHost key verification failed.\r\n`,
		);
	}
	const without = (what: string): string =>
		`${what} authentication is disabled to avoid man-in-the-middle attacks.\r\n`;
	yield* process.write(
		2,
		encodeUtf8(
			`${without('Password')}${without('Keyboard-interactive')}UpdateHostkeys is disabled because the host key is not trusted.\r\n`,
		),
	);
}

interface Unknown extends Shown {
	readonly address: string | undefined;
	readonly others: readonly Known[];
}

const OTHERS_SHOWN = 8;

function* ask(process: Process, target: SshTarget, { name, address, key, kind, others }: Unknown): Task<void> {
	const refused = new Exit(255, 'Host key verification failed.\r\n');
	// Without a terminal there is nobody to ask.
	const tty = process.isatty(0) ? 0 : process.isatty(2) ? 2 : undefined;
	if (target.batch || tty === undefined) throw refused;
	const say = (text: string): Task<void> => process.write(2, encodeUtf8(text));
	const home = process.env.get('HOME') ?? '/';
	const lines = others.slice(0, OTHERS_SHOWN).map(({ file, line, hosts }) => {
		const place = file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
		return `    ${place}:${line}: ${isHashed(hosts) ? '[hashed name]' : hosts}\n`;
	});
	if (others.length > OTHERS_SHOWN) lines.push(`    (${others.length - OTHERS_SHOWN} additional names omitted)\n`);
	const known =
		lines.length === 0
			? 'This key is not known by any other names.\n'
			: `This host key is known by the following other names/addresses:\n${lines.join('')}`;
	yield* say(
		`The authenticity of host '${name} (${address ?? '<no hostip for proxy command>'})' can't be established.\n${kind} key fingerprint is ${keyFingerprint(key)}.\n${known}Are you sure you want to continue connecting (yes/no/[fingerprint])? `,
	);
	const answers = new LineReader(process, tty);
	for (;;) {
		const answer = (yield* answers.next())?.trim();
		if (answer?.toLowerCase() === 'yes' || answer === keyFingerprint(key)) return;
		if (answer === undefined || answer === '' || answer.toLowerCase() === 'no') throw refused;
		yield* say("Please type 'yes', 'no' or the fingerprint: ");
	}
}

function* remember(process: Process, target: SshTarget, name: string, key: string, kind: string): Task<void> {
	const file = inHome(process, target.knownHosts[0] ?? '~/.ssh/known_hosts');
	const say = (text: string): Task<void> => process.write(2, encodeUtf8(text));
	try {
		const folder = file.slice(0, file.lastIndexOf('/'));
		if (folder !== '' && !process.access(folder, {})) process.mkdir(folder, 0o700);
		const fd = yield* process.open(file, { read: true, write: true, append: true, create: true }, 0o600);
		const salt = Uint8Array.from({ length: 20 }, () => (target.hashKnownHosts ? process.randomUint32() & 0xff : 0));
		const shown = target.hashKnownHosts ? hashedHost(name, salt) : name;
		yield* process.write(fd, encodeUtf8(`${shown} ${key}\n`));
		process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* say(`Failed to add the host to the list of known hosts (${file}).\r\n`);
		return;
	}
	if (!target.quiet) yield* say(`Warning: Permanently added '${name}' (${kind}) to the list of known hosts.\r\n`);
}

const RULE = '@'.repeat(59);

function changedText(name: string, key: string, kind: string, other: Known): string {
	return [
		RULE,
		'@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
		RULE,
		'IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!',
		'Someone could be eavesdropping on you right now (man-in-the-middle attack)!',
		'It is also possible that a host key has just been changed.',
		`The fingerprint for the ${kind} key sent by the remote host is`,
		`${keyFingerprint(key)}.`,
		'Please contact your system administrator.',
		`Add correct host key in ${other.file} to get rid of this message.`,
		`Offending ${keyTypeName({ key: other.key, comment: '' })} key in ${other.file}:${other.line}`,
		'  remove with:',
		`  ssh-keygen -f '${other.file}' -R '${name}'`,
		'',
	].join('\r\n');
}

function revokedText(name: string, kind: string): string {
	return [
		RULE,
		'@       WARNING: REVOKED HOST KEY DETECTED!               @',
		RULE,
		`The ${kind} host key for ${name} is marked as revoked.`,
		'This could mean that a stolen key is being used to impersonate this host.',
		'',
	].join('\r\n');
}

/** A path of the configuration: "~/" is the user's home. */
export function inHome(process: Process, path: string): string {
	return path.startsWith('~/') ? `${process.env.get('HOME') ?? '/'}${path.slice(1)}` : path;
}
