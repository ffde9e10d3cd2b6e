import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { textOf } from '../../../kernel/resolve-host.ts';
import { AGENT, AGENT_LIFETIME, agentMessage } from '../../../machinery/ssh/agent-wire.ts';
import type { SftpWriter as PacketWriter } from '../../../machinery/ssh/sftp-wire.ts';
import { readPrivateKey } from '../../../machinery/ssh/ssh-key.ts';
import type { Task } from '../../../machinery/task.ts';
import { ask } from '../../accounts/ask-password.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../../options.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { type AgentKey, agentKeys, askAgent, keyBlob } from './agent-client.ts';
import { DEFAULT_IDENTITIES, protectionComplaint } from './identities.ts';
import { inHome } from './known-hosts.ts';
import { keyLineOf, keySummary, keyTypeName } from './public-key-line.ts';
import { secondsOf } from './time-words.ts';

const TABLE = {
	list: flag('l'),
	keys: flag('L'),
	remove: flag('d'),
	removeAll: flag('D'),
	life: withValue('t'),
	confirm: flag('c'),
	lock: flag('x'),
	unlock: flag('X'),
	test: flag('T'),
	quiet: flag('q'),
	hash: withValue('E'),
	ignored: flag('k', 'K', 'v'),
	ignoredValue: withValue('H', 'h', 'S', 's', 'e'),
} as const;

const USAGE = `usage: ssh-add [-cDdKkLlqvXx] [-E fingerprint_hash] [-H hostkey_file]
               [-h destination_constraint] [-S provider] [-t life]
               [file ...]
       ssh-add -s pkcs11
       ssh-add -e pkcs11
       ssh-add -T pubkey ...
`;

const NOTHING_THERE = 2;

/** Gives keys to an agent and takes them away. Models OpenSSH ssh-add.c. */
export const sshAdd = unixCommand({
	name: 'ssh-add',
	paths: ['/usr/bin/ssh-add'],
	size: 162_072,
	*main(run) {
		const options = parsed(run.args);
		const { values } = options;
		const client = yield* connected(run.process);
		if (values.list || values.keys) return yield* list(run, options, client);
		if (values.lock || values.unlock) return yield* lock(run, client, values.lock === true);
		if (values.removeAll) {
			const isDone = yield* told(run.process, client, agentMessage(AGENT.removeAll));
			yield* say(run, options, isDone ? 'All identities removed.\n' : 'Failed to remove all identities.\n');
			return isDone ? 0 : 1;
		}
		if (values.test) return yield* testKeys(run, options, client);
		return yield* eachFile(run, options, client);
	},
});

function parsed(args: readonly string[]): ParsedOptions<typeof TABLE> {
	try {
		return parseOptions(args, TABLE);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `${error.message.replace(/^invalid option -- '(.)'$/, 'unknown option -- $1')}\r\n${USAGE}`);
	}
}

/** The agent's socket, where somebody answers. Throws Exit. */
function* connected(process: Process): Task<string> {
	const path = process.env.get('SSH_AUTH_SOCK') ?? '';
	if (path === '') {
		throw new Exit(NOTHING_THERE, 'Could not open a connection to your authentication agent.\n');
	}
	try {
		process.close(yield* process.connectLocal(path));
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		throw new Exit(NOTHING_THERE, `Error connecting to agent: ${errorMessage(error.errno)}\n`);
	}
	return path;
}

function* told(process: Process, client: string, message: PacketWriter): Task<boolean> {
	return (yield* askAgent(process, client, message))?.[0] === AGENT.success;
}

function* say(run: UnixRun, { values }: ParsedOptions<typeof TABLE>, text: string): Task<void> {
	if (!values.quiet) yield* run.say(text);
}

function* list(run: UnixRun, { values }: ParsedOptions<typeof TABLE>, client: string): Task<number> {
	const keys = (yield* agentKeys(run.process, client)) ?? [];
	if (keys.length === 0) {
		yield* run.out.write('The agent has no identities.\n');
		return 1;
	}
	const hash = (values.hash ?? 'sha256').toLowerCase();
	if (hash !== 'sha256' && hash !== 'md5') throw new Exit(255, `Invalid hash algorithm "${values.hash}"\r\n`);
	for (const line of keys) {
		yield* run.out.write(values.keys ? `${line.key} ${line.comment}\n` : `${keySummary(line, hash)}\n`);
	}
	return 0;
}

function* lock(run: UnixRun, client: string, isLock: boolean): Task<number> {
	const { process } = run;
	const first = (yield* ask(process, 'Enter lock password: ')) ?? '';
	if (isLock) {
		const again = (yield* ask(process, 'Again: ')) ?? '';
		if (again !== first) throw new Exit(1, 'Passwords do not match.\n');
	}
	const isDone = yield* told(process, client, agentMessage(isLock ? AGENT.lock : AGENT.unlock).text(first));
	if (!isDone) throw new Exit(1, `Failed to ${isLock ? 'lock' : 'unlock'} agent: agent refused operation\n`);
	yield* run.say(`Agent ${isLock ? 'locked' : 'unlocked'}.\n`);
	return 0;
}

function* testKeys(run: UnixRun, { operands }: ParsedOptions<typeof TABLE>, client: string): Task<number> {
	const held = (yield* agentKeys(run.process, client)) ?? [];
	let status = 0;
	for (const file of operands) {
		const key = keyLineOf((yield* textOf(run.process, file)).trim());
		if (key !== undefined && held.some((each) => each.key === key.key)) continue;
		status = 1;
		yield* run.say(
			key === undefined
				? `Couldn't read public key ${file}: No such file or directory\r\n`
				: `Agent signature failed for ${file}: agent refused operation\r\n`,
		);
	}
	return status;
}

function* eachFile(run: UnixRun, options: ParsedOptions<typeof TABLE>, client: string): Task<number> {
	const { process } = run;
	const { values, operands } = options;
	const usual = DEFAULT_IDENTITIES.map((path) => inHome(process, path)).filter((path) => process.access(path, {}));
	if (operands.length === 0 && usual.length === 0) return 1;
	let status = operands.length === 0 ? 1 : 0;
	for (const file of operands.length > 0 ? operands : usual) {
		const isDone = values.remove
			? yield* removeKey(run, options, client, file)
			: yield* addKey(run, options, client, file);
		if (operands.length === 0) status = isDone ? 0 : status;
		else if (!isDone) status = 1;
	}
	return status;
}

function* removeKey(run: UnixRun, options: ParsedOptions<typeof TABLE>, client: string, file: string): Task<boolean> {
	const { process } = run;
	const beside = file.endsWith('.pub') ? file : `${file}.pub`;
	const path = process.access(beside, { read: true }) ? beside : file;
	if (!process.access(path, {})) {
		yield* run.say(`Bad key file ${file}: No such file or directory\n`);
		return false;
	}
	const line = keyLineOf((yield* textOf(process, path)).trim()) ?? (yield* ownLine(process, path));
	const isDone =
		line !== undefined && (yield* told(process, client, agentMessage(AGENT.remove).text(keyBlob(line.key))));
	if (isDone) yield* say(run, options, `Identity removed: ${file} ${keyTypeName(line)} (${line.comment || path})\n`);
	else yield* run.say(`Could not remove identity "${file}": agent refused operation\n`);
	return isDone;
}

function* ownLine(process: Process, file: string): Task<AgentKey | undefined> {
	const own = readPrivateKey(yield* textOf(process, file));
	return own === undefined ? undefined : { key: own.publicKey, comment: own.secret?.comment ?? '' };
}

function* addKey(run: UnixRun, options: ParsedOptions<typeof TABLE>, client: string, file: string): Task<boolean> {
	const { process } = run;
	const { values } = options;
	if (!process.access(file, {})) {
		yield* run.say(`${file}: No such file or directory\n`);
		return false;
	}
	const complaint = protectionComplaint(process, file);
	if (complaint !== undefined) {
		yield* run.say(complaint.replace(/Load key .*\r\n$/, ''));
		return false;
	}
	const text = yield* textOf(process, file);
	let key = readPrivateKey(text);
	if (key === undefined) {
		yield* run.say(`Error loading key "${file}": error in libcrypto\r\n`);
		return false;
	}
	for (let question = 'Enter passphrase for'; key.secret === undefined; question = 'Bad passphrase, try again for') {
		const typed = yield* ask(process, `${question} ${file}: `);
		if (typed === undefined || typed === '') return false;
		key = readPrivateKey(text, typed) ?? key;
	}
	const seconds = values.life === undefined ? undefined : secondsOf(values.life);
	if (values.life !== undefined && seconds === undefined) throw new Exit(1, 'Invalid lifetime\n');
	const comment = key.secret.comment || file;
	const kind = seconds === undefined ? AGENT.add : AGENT.addConstrained;
	const message = agentMessage(kind).text(keyBlob(key.publicKey)).text(comment);
	if (seconds !== undefined) message.byte(AGENT_LIFETIME).number(seconds);
	if (!(yield* told(process, client, message))) {
		yield* run.say(`Could not add identity "${file}": agent refused operation\n`);
		return false;
	}
	yield* say(run, options, `Identity added: ${file} (${comment})\n`);
	if (seconds !== undefined) yield* say(run, options, `Lifetime set to ${seconds} seconds\n`);
	if (values.confirm) yield* say(run, options, 'The user must confirm each use of the key\n');
	return true;
}
