import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { textOf } from '../../../kernel/resolve-host.ts';
import { readPrivateKey } from '../../../machinery/ssh/ssh-key.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { ask } from '../../accounts/ask-password.ts';
import { agentKeys } from './agent-client.ts';
import { inHome } from './known-hosts.ts';
import { keyLineOf } from './public-key-line.ts';
import type { SshTarget } from './ssh-options.ts';

export const DEFAULT_IDENTITIES = [
	'~/.ssh/id_rsa',
	'~/.ssh/id_ecdsa',
	'~/.ssh/id_ecdsa_sk',
	'~/.ssh/id_ed25519',
	'~/.ssh/id_ed25519_sk',
	'~/.ssh/id_xmss',
	'~/.ssh/id_dsa',
];

/** A key that the user may have. */
export interface Identity {
	/** "ssh-ed25519 AAAA…". */
	readonly key: string;
	/** Of its file; the agent's comment where there is none. */
	readonly name: string;
	/** Its private half's file; undefined: only the agent has it. */
	readonly file: string | undefined;
	readonly isAgents: boolean;
	/** It was asked for by name. */
	readonly isExplicit: boolean;
}

/** In the order in which they are offered. Models sshconnect2.c pubkey_prepare. */
export function* identitiesOf(process: Process, target: SshTarget): Task<Identity[]> {
	const files: Identity[] = [];
	const isExplicit = target.identities.length > 0;
	for (const path of isExplicit ? target.identities : DEFAULT_IDENTITIES) {
		const file = inHome(process, path);
		if (isExplicit && !process.access(file, {}) && !process.access(`${file}.pub`, {})) {
			yield* say(process, `Warning: Identity file ${path} not accessible: No such file or directory.\n`);
		}
		const key = yield* publicHalf(process, file);
		if (key !== undefined) files.push({ key, name: file, file, isAgents: false, isExplicit });
	}
	const agents = target.agentSocket === undefined ? [] : ((yield* agentKeys(process, target.agentSocket)) ?? []);
	const held = new Map(agents.map(({ key, comment }) => [key, comment]));
	const known = files.filter(({ key }) => held.has(key)).map((each) => ({ ...each, isAgents: true }));
	const others = agents
		.filter(({ key }) => !target.identitiesOnly && !files.some((each) => each.key === key))
		.map(({ key, comment }) => ({ key, name: comment, file: undefined, isAgents: true, isExplicit: false }));
	const rest = files.filter(({ key }) => !held.has(key));
	return isExplicit ? [...known, ...others, ...rest] : [...known, ...others, ...rest];
}

/** By the file beside it, or by what the private half tells without its passphrase. */
function* publicHalf(process: Process, file: string): Task<string | undefined> {
	const own = readPrivateKey(yield* textOf(process, file))?.publicKey;
	return (
		own ??
		keyLineOf((yield* textOf(process, `${file}.pub`)).trim())?.key ??
		keyLineOf((yield* textOf(process, file)).trim())?.key
	);
}

/** Whether the private half can be used: its file is nobody else's, and its passphrase is known. Says why not. */
export function* unlock(process: Process, target: SshTarget, file: string): Task<boolean> {
	const complaint = protectionComplaint(process, file);
	if (complaint !== undefined) {
		yield* say(process, complaint);
		return false;
	}
	const text = yield* textOf(process, file);
	const own = readPrivateKey(text);
	if (own === undefined) {
		if (process.access(file, {}))
			yield* say(process, `Load key "${file}": ${text === '' ? 'Permission denied' : 'error in libcrypto'}\r\n`);
		return false;
	}
	if (!own.isProtected) return true;
	if (target.batch || !process.isatty(0)) return false;
	for (let tried = 0; tried < target.prompts; tried++) {
		const passphrase = yield* ask(process, `Enter passphrase for key '${file}': `);
		if (passphrase === undefined || passphrase === '') return false;
		if (readPrivateKey(text, passphrase)?.secret !== undefined) return true;
	}
	return false;
}

/** Undefined: nobody else can read it. Models authfile.c sshkey_perm_ok. */
export function protectionComplaint(process: Process, file: string): string | undefined {
	let stat: ReturnType<Process['stat']>;
	try {
		stat = process.stat(file);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
	if (stat.uid !== process.credentials.uid || (stat.mode & 0o077) === 0) return undefined;
	const rule = '@'.repeat(59);
	const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
	return `${rule}\r\n@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\r\n${rule}\r\nPermissions ${mode} for '${file}' are too open.\r\nIt is required that your private key files are NOT accessible by others.\r\nThis private key will be ignored.\r\nLoad key "${file}": bad permissions\r\n`;
}

function* say(process: Process, text: string): Task<void> {
	yield* process.write(2, encodeUtf8(text));
}
