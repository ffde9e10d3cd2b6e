import { CRONTABS } from '../../hosts/cron/cron-program.ts';
import { CronSyntaxError, parseCronTable } from '../../hosts/cron/cron-table.ts';
import type { ServiceManager } from '../../hosts/systemd/service-manager.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { launch, reasonOf, shellStatus, waitFor } from '../launch.ts';
import { LineReader, readAll, readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const USAGE = `usage:	crontab [-u user] file
	crontab [ -u user ] [ -i ] { -e | -l | -r }
		(default operation is replace, per 1003.2)
	-e	(edit user's crontab)
	-l	(list user's crontab)
	-r	(delete user's crontab)
	-i	(prompt before deleting user's crontab)
`;

/** What an editor shows of a table that there is not yet. */
const EMPTY_TABLE = `# One job a line: minute, hour, day of month, month, day of week, command.
# m h  dom mon dow   command
`;

/**
 * Debian's crontab. The daemon starts with the first table.
 * Differs: until then cron.service does not run, so that hosts without jobs have no process for them.
 */
export const crontab = unixCommand({
	name: 'crontab',
	paths: ['/usr/bin/crontab'],
	size: 39_664,
	*main(run) {
		const request = requestOf(run.args);
		const user = yield* userOf(run, request.user);
		const table = new UserTable(run, user);
		switch (request.action) {
			case 'list':
				return yield* table.list();
			case 'remove':
				return yield* table.remove(request.asks);
			case 'edit':
				return yield* table.edit();
			default:
				return yield* table.replace(request.file);
		}
	},
});

interface CrontabRequest {
	readonly action: 'list' | 'remove' | 'edit' | 'replace';
	readonly user: string | undefined;
	readonly asks: boolean;
	readonly file: string;
}

function misused(text: string): never {
	throw new Exit(1, `crontab: usage error: ${text}\n${USAGE}`);
}

function requestOf(args: readonly string[]): CrontabRequest {
	let action: CrontabRequest['action'] | undefined;
	let user: string | undefined;
	let asks = false;
	const operands: string[] = [];
	const choose = (next: CrontabRequest['action']): void => {
		if (action !== undefined) misused('only one operation permitted');
		action = next;
	};
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (!word.startsWith('-') || word === '-') {
			operands.push(word);
			continue;
		}
		for (let index = 1; index < word.length; index++) {
			const letter = word[index] as string;
			if (letter === 'l') choose('list');
			else if (letter === 'r') choose('remove');
			else if (letter === 'e') choose('edit');
			else if (letter === 'i') asks = true;
			else if (letter === 'u') {
				user = word.slice(index + 1) === '' ? args[++at] : word.slice(index + 1);
				if (user === undefined)
					throw new Exit(
						1,
						`crontab: option requires an argument -- 'u'\ncrontab: usage error: unrecognized option\n${USAGE}`,
					);
				break;
			} else
				throw new Exit(
					1,
					`crontab: invalid option -- '${letter}'\ncrontab: usage error: unrecognized option\n${USAGE}`,
				);
		}
	}
	if (action !== undefined && operands.length > 0) misused('no arguments permitted after this option');
	if (action === undefined && operands.length > 1) misused('file name or - (for stdin) must be specified');
	return { action: action ?? 'replace', user, asks, file: operands[0] ?? '-' };
}

/** Only root may name another. */
function* userOf(run: UnixRun, asked: string | undefined): Task<string> {
	const accounts = yield* readAccounts(run.process);
	const { uid } = run.process.credentials;
	const own = accounts.users.get(uid) ?? String(uid);
	if (asked === undefined || asked === own) return own;
	if (!accounts.uids.has(asked)) throw new Exit(1, `crontab:  user \`${asked}' unknown\n`);
	if (uid !== 0) throw new Exit(1, 'must be privileged to use -u\n');
	return asked;
}

class UserTable {
	readonly #run: UnixRun;
	readonly #process: Process;
	readonly #user: string;
	readonly #path: string;

	constructor(run: UnixRun, user: string) {
		this.#run = run;
		this.#process = run.process;
		this.#user = user;
		this.#path = `${CRONTABS}/${user}`;
	}

	*#read(): Task<string | undefined> {
		try {
			return decodeUtf8(yield* readFile(this.#process, this.#path));
		} catch (error) {
			if (error instanceof SystemError && (error.errno === 'ENOENT' || error.errno === 'ENOTDIR')) return undefined;
			throw error;
		}
	}

	*list(): Task<number> {
		const text = yield* this.#read();
		if (text === undefined) throw new Exit(1, `no crontab for ${this.#user}\n`);
		yield* this.#run.out.write(text);
		return 0;
	}

	*remove(asks: boolean): Task<number> {
		if (asks && !(yield* this.#confirmed(`crontab: really delete ${this.#user}'s crontab? (y/n) `))) return 0;
		if ((yield* this.#read()) === undefined) throw new Exit(1, `no crontab for ${this.#user}\n`);
		this.#process.unlink(this.#path);
		return 0;
	}

	*#confirmed(question: string): Task<boolean> {
		yield* this.#run.out.write(question);
		yield* this.#run.out.flush();
		const answer = yield* new LineReader(this.#process, 0).next();
		return /^[yY]/.test(answer ?? '');
	}

	*replace(file: string): Task<number> {
		let text: string;
		try {
			text = decodeUtf8(file === '-' ? yield* readAll(this.#process, 0) : yield* readFile(this.#process, file));
		} catch (error) {
			throw new Exit(1, `${file}: ${reasonOf(error)}\n`);
		}
		if (!(yield* this.#install(text, file))) throw new Exit(1, "errors in crontab file, can't install.\n");
		return 0;
	}

	/** Whether nothing was wrong with it. */
	*#install(text: string, name: string): Task<boolean> {
		if (text !== '' && !text.endsWith('\n')) {
			yield* this.#run.say("new crontab file is missing newline before EOF, can't install.\n");
			throw new Exit(1);
		}
		try {
			parseCronTable(text, false);
		} catch (error) {
			if (!(error instanceof CronSyntaxError)) throw error;
			// It counts the ends of lines that it has read.
			yield* this.#run.say(`"${name}":${error.line - 1}: ${error.message}\n`);
			return false;
		}
		this.#makeFolder();
		const fresh = `${this.#path}.new`;
		const fd = yield* this.#process.open(fresh, { write: true, create: true, truncate: true }, 0o600);
		yield* this.#process.write(fd, encodeUtf8(text));
		this.#process.close(fd);
		this.#process.rename(fresh, this.#path);
		this.#wakeDaemon();
		return true;
	}

	#makeFolder(): void {
		const process = this.#process;
		for (const folder of ['/var/spool', '/var/spool/cron'])
			if (!process.access(folder, {})) process.mkdir(folder, 0o755);
		if (!process.access(CRONTABS, {})) process.mkdir(CRONTABS, 0o1730);
	}

	/** It looks at once, and is started by the first table. */
	#wakeDaemon(): void {
		const services = this.#process.port<ServiceManager>('systemd');
		const daemon = this.#process.machine.processes().find(({ argv }) => argv[0] === '/usr/sbin/cron');
		if (daemon === undefined) services?.start('cron');
		else if (this.#process.credentials.uid === 0) this.#process.kill(daemon.pid, 'HUP');
	}

	*edit(): Task<number> {
		const before = yield* this.#read();
		if (before === undefined) yield* this.#run.say(`no crontab for ${this.#user} - using an empty one\n`);
		const folder = `/tmp/crontab.${this.#process.randomUint32().toString(36).slice(0, 6)}`;
		this.#process.mkdir(folder, 0o700);
		const file = `${folder}/crontab`;
		const text = before ?? EMPTY_TABLE;
		const fd = yield* this.#process.open(file, { write: true, create: true }, 0o600);
		yield* this.#process.write(fd, encodeUtf8(text));
		this.#process.close(fd);
		try {
			return yield* this.#editUntilRight(file, before);
		} finally {
			this.#process.unlink(file);
			this.#process.rmdir(folder);
		}
	}

	*#editUntilRight(file: string, before: string | undefined): Task<number> {
		const { env } = this.#process;
		const editor = env.get('VISUAL') ?? env.get('EDITOR') ?? 'nano';
		for (;;) {
			yield* this.#run.out.flush();
			const pid = launch(this.#process, ['/bin/sh', '-c', `${editor} ${file}`]);
			const status = shellStatus(yield* waitFor(this.#process, pid));
			if (status !== 0) throw new Exit(1, `crontab: "${editor}" exited with status ${status}\n`);
			const text = decodeUtf8(yield* readFile(this.#process, file));
			if (text === (before ?? EMPTY_TABLE)) {
				yield* this.#run.say('No modification made\n');
				return 0;
			}
			yield* this.#run.say('crontab: installing new crontab\n');
			if (yield* this.#install(text, file)) return 0;
			yield* this.#run.say("errors in crontab file, can't install.\n");
			if (!(yield* this.#confirmed('Do you want to retry the same edit? (y/n) '))) {
				throw new Exit(1, `crontab: edits left in ${file}\n`);
			}
		}
	}
}
