import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { textOf } from '../../../kernel/resolve-host.ts';
import { keyFingerprint } from '../../../machinery/ssh/ssh-key.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { LineReader } from '../../stdio.ts';
import { Exit } from '../../unix-command.ts';
import type { SshTarget } from './ssh-options.ts';

/** Whether the server is the one that is known; asks about one that is not. Models sshconnect.c check_host_key. */
export function* checkHostKey(process: Process, target: SshTarget, address: string, key: string): Task<void> {
	const name = target.port === 22 ? target.host : `[${target.host}]:${target.port}`;
	const file = inHome(process, target.knownHosts);
	const known = knownKeys(yield* textOf(process, file), name);
	if (known.some((each) => each.key === key)) return;
	const say = (text: string): Task<void> => process.write(2, encodeUtf8(text));
	const [other] = known;
	if (other !== undefined) {
		yield* say(changedText(target.host, file, other.line, key));
		if (target.checkHostKey !== 'no') {
			throw new Exit(
				255,
				`Host key for ${target.host} has changed and you have requested strict checking.\r\nHost key verification failed.\r\n`,
			);
		}
		return;
	}
	if (target.checkHostKey === 'yes') {
		throw new Exit(
			255,
			`No ED25519 host key is known for ${name} and you have requested strict checking.\r\nHost key verification failed.\r\n`,
		);
	}
	if (target.checkHostKey === 'ask') yield* ask(process, target, address, key);
	const added = yield* remember(process, file, name, key);
	if (added && !target.quiet) {
		yield* say(`Warning: Permanently added '${name}' (ED25519) to the list of known hosts.\r\n`);
	}
}

function knownKeys(text: string, name: string): { readonly key: string; readonly line: number }[] {
	return text.split('\n').flatMap((line, index) => {
		const [names = '', type = '', body = ''] = line.trim().split(/\s+/);
		return names.split(',').includes(name) ? [{ key: `${type} ${body}`, line: index + 1 }] : [];
	});
}

function* ask(process: Process, target: SshTarget, address: string, key: string): Task<void> {
	const refused = new Exit(255, 'Host key verification failed.\r\n');
	// Without a terminal there is nobody to ask.
	const tty = process.isatty(0) ? 0 : process.isatty(2) ? 2 : undefined;
	if (target.batch || tty === undefined) throw refused;
	const say = (text: string): Task<void> => process.write(2, encodeUtf8(text));
	yield* say(
		`The authenticity of host '${target.host} (${address})' can't be established.\nED25519 key fingerprint is ${keyFingerprint(key)}.\nThis key is not known by any other names.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? `,
	);
	const lines = new LineReader(process, tty);
	for (;;) {
		const answer = (yield* lines.next())?.trim().toLowerCase();
		if (answer === 'yes' || answer === keyFingerprint(key).toLowerCase()) return;
		if (answer === undefined || answer === 'no') throw refused;
		yield* say("Please type 'yes', 'no' or the fingerprint: ");
	}
}

function* remember(process: Process, file: string, name: string, key: string): Task<boolean> {
	try {
		const folder = file.slice(0, file.lastIndexOf('/'));
		if (folder !== '' && !process.access(folder, {})) process.mkdir(folder, 0o700);
		const fd = yield* process.open(file, { write: true, append: true, create: true }, 0o600);
		yield* process.write(fd, encodeUtf8(`${name} ${key}\n`));
		process.close(fd);
		return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`Failed to add the host to the list of known hosts (${file}).\r\n`));
		return false;
	}
}

function changedText(host: string, file: string, line: number, key: string): string {
	const rule = '@'.repeat(59);
	return [
		rule,
		'@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
		rule,
		'IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!',
		'Someone could be eavesdropping on you right now (man-in-the-middle attack)!',
		'It is also possible that a host key has just been changed.',
		'The fingerprint for the ED25519 key sent by the remote host is',
		`${keyFingerprint(key)}.`,
		'Please contact your system administrator.',
		`Add correct host key in ${file} to get rid of this message.`,
		`Offending ED25519 key in ${file}:${line}`,
		'  remove with:',
		`  ssh-keygen -f '${file}' -R '${host}'`,
		'',
	].join('\r\n');
}

/** A path of the configuration: "~/" is the user's home. */
export function inHome(process: Process, path: string): string {
	return path.startsWith('~/') ? `${process.env.get('HOME') ?? '/'}${path.slice(1)}` : path;
}
