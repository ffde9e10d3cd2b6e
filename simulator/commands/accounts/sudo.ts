import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import { become, findExecutable, reasonOf } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import type { UnixRun } from '../unix-command.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import type { TargetUser } from './identity.ts';
import { targetUser } from './identity.ts';
import { authenticate, forget, remember } from './sudo-authentication.ts';
import { commandsFor, type Policy, permitted, readPolicy, shownCommands } from './sudo-policy.ts';
import type { CommandSpec } from './sudoers.ts';
import { problemText } from './visudo.ts';

const TABLE = {
	user: withValue('u', 'user'),
	group: withValue('g', 'group'),
	login: flag('i', 'login'),
	shell: flag('s', 'shell'),
	preserve: flag('E'),
	preserveList: withValue('preserve-env'),
	home: flag('H', 'set-home'),
	nonInteractive: flag('n', 'non-interactive'),
	list: flag('l', 'list'),
	validate: flag('v', 'validate'),
	forget: flag('k', 'reset-timestamp'),
	forgetAll: flag('K', 'remove-timestamp'),
	stdin: flag('S', 'stdin'),
	prompt: withValue('p', 'prompt'),
	background: flag('b', 'background'),
	version: flag('V', 'version'),
	chdir: withValue('D', 'chdir'),
} as const;

const USAGE = `usage: sudo -h | -K | -k | -V
usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]
usage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user]
            [-u user] [command [arg ...]]
usage: sudo [-ABbEHkNnPS] [-C num] [-D directory]
            [-g group] [-h host] [-p prompt] [-R directory] [-T timeout]
            [-u user] [VAR=value] [-i | -s] [command [arg ...]]
usage: sudo -e [-ABkNnS] [-C num] [-D directory]
            [-g group] [-h host] [-p prompt] [-R directory] [-T timeout]
            [-u user] file ...
`;

const SECURE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin';

/** Models sudo 1.9.15 with sudoers(5) and pam_unix. Differs: no -e, -A, -h, -T, -R, -C; plugins and logs of what was typed. */
export const sudo = unixCommand({
	name: 'sudo',
	paths: ['/usr/bin/sudo'],
	size: 277_936,
	*main(run) {
		const { process } = run;
		const options = parsed(run.args);
		const { values, operands } = options;
		if (values.version) {
			yield* run.out.write(
				'Sudo version 1.9.15p5\nSudoers policy plugin version 1.9.15p5\nSudoers file grammar version 50\n',
			);
			return 0;
		}
		const accounts = yield* readAccounts(process);
		const { uid, realUid = uid } = process.credentials;
		const own = accounts.users.get(realUid) ?? String(realUid);
		if (values.forget || values.forgetAll) forget(process, own);
		if ((values.forget && operands.length === 0 && !values.validate && !values.list) || values.forgetAll) return 0;
		const target = targetUser(accounts, values.user ?? 'root');
		if (target === undefined)
			throw new Exit(1, `sudo: unknown user ${values.user}\nsudo: error initializing audit plugin sudoers_audit\n`);
		if (process.credentials.uid !== 0) {
			throw new Exit(1, 'sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set\n');
		}
		const asker = { name: own, accounts, host: process.hostname };
		const policy = yield* readPolicy(process);
		for (const file of policy.files)
			for (const problem of file.problems) yield* run.say(problemText(file.path, problem));
		const commands = commandsFor(policy, asker);
		if (realUid !== 0) {
			const entry = entryFor(process, { own, options, target, policy, commands });
			const asks = needsPassword(values, commands, entry);
			if (asks) yield* authenticate(run, own, values);
			requireAllowed(process, { own, options, target, policy, commands }, entry);
			if (asks && commands.length > 0) yield* remember(process, own);
		}
		if (values.list && options.operands.length === 0) {
			const columns = process.isatty(1) ? process.terminalSize(1).columns : 80;
			const shown = shownCommands(commands, policy).replace(/^.+$/gm, (line) => wrapped(line, columns, 8));
			if (commands.length === 0) throw new Exit(1, `Sorry, user ${own} may not run sudo on ${process.hostname}.\n`);
			yield* run.out.write(
				`Matching Defaults entries for ${own} on ${process.hostname}:\n${wrapped(`    env_reset, mail_badpass, secure_path=${SECURE_PATH.replaceAll(':', '\\:')}, use_pty`, columns, 4)}\n\nUser ${own} may run the following commands on ${process.hostname}:\n${shown}`,
			);
			return 0;
		}
		if (values.list) {
			const [word = '', ...rest] = options.operands;
			yield* run.out.write(`${[pathOf(process, word) ?? word, ...rest].join(' ')}\n`);
			return 0;
		}
		if (values.validate) return 0;
		return yield* execute(run, options, target, own, realUid);
	},
});

function parsed(args: readonly string[]) {
	try {
		const options = parseOptions(args, { ...TABLE }, true);
		const { values, operands } = options;
		const idle =
			values.list ??
			values.validate ??
			values.forget ??
			values.forgetAll ??
			values.version ??
			values.login ??
			values.shell;
		if (operands.length === 0 && !idle) throw new Exit(1, USAGE);
		return options;
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `sudo: ${error.message}\n${USAGE}`);
	}
}

interface Asked {
	readonly own: string;
	readonly options: ReturnType<typeof parsed>;
	readonly target: TargetUser;
	readonly policy: Policy;
	readonly commands: readonly CommandSpec[];
}

/** The entry of sudoers that what is asked for falls under; who asks for nothing in particular has to be somebody. */
function entryFor(process: Process, { options, target, policy, commands }: Asked): CommandSpec | undefined {
	const { values, operands } = options;
	const words = wordsOf(operands);
	const [first = ''] = words;
	const path = values.login || values.shell ? target.shell : pathOf(process, first);
	if (values.validate || (values.list && first === ''))
		return commands.find(({ withoutPassword }) => withoutPassword) ?? commands[0];
	return permitted(commands, policy, {
		target,
		group: values.user === undefined ? values.group : undefined,
		path: path ?? first,
		args: values.login || values.shell ? [] : words.slice(1),
		realOf: (file) => realPath(process, file),
	});
}

/** Broken at spaces, as sudo's lbuf does. @param indent of what is continued. */
function wrapped(text: string, columns: number, indent: number): string {
	const lines: string[] = [];
	let rest = text;
	let room = columns;
	while (rest.length > room) {
		const before = rest.lastIndexOf(' ', room - 1);
		const at = before < 0 || rest.slice(0, before).trim() === '' ? rest.indexOf(' ', room) : before;
		if (at < 0) break;
		lines.push(rest.slice(0, at));
		rest = ' '.repeat(indent) + rest.slice(at).trimStart();
		room = columns;
	}
	return [...lines, rest].join('\n');
}

/** By sudoers' listpw (any entry without a password will do) and verifypw (all of them). */
function needsPassword(
	{ list, validate }: Asked['options']['values'],
	commands: readonly CommandSpec[],
	entry: CommandSpec | undefined,
): boolean {
	if (list) return !commands.some(({ withoutPassword }) => withoutPassword);
	if (validate) return commands.length === 0 || !commands.every(({ withoutPassword }) => withoutPassword);
	return !entry?.withoutPassword;
}

/** Throws Exit unless there is such an entry. */
function requireAllowed(
	process: Process,
	{ own, options, target, commands }: Asked,
	entry: CommandSpec | undefined,
): void {
	const { values, operands } = options;
	if (values.list && operands.length === 0) return;
	if (commands.length === 0) throw new Exit(1, `${own} is not in the sudoers file.\n`);
	if (entry !== undefined) return;
	if (values.list) throw new Exit(1);
	const words = wordsOf(operands);
	const path = values.login || values.shell ? target.shell : pathOf(process, words[0] ?? '');
	// What does not exist is told when it cannot be executed.
	if (path === undefined) return;
	const line = [path, ...words.slice(1)].join(' ');
	const text = `Sorry, user ${own} is not allowed to execute '${line}' as ${target.name} on ${process.hostname}.\n`;
	throw new Exit(1, text);
}

/** Without what is set for the command. */
function wordsOf(operands: readonly string[]): readonly string[] {
	return operands.filter((_word, at) => !operands.slice(0, at + 1).every((each) => ASSIGNMENT.test(each)));
}

const ASSIGNMENT = /^[A-Za-z_]\w*=/;

function pathOf(process: Process, word: string): string | undefined {
	try {
		return findExecutable(process, word, SECURE_PATH);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return undefined;
	}
}

function realPath(process: Process, path: string): string {
	try {
		return process.realpath(path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return path;
	}
}

const KEPT = new Set(['TERM', 'COLORS', 'DISPLAY', 'HOSTNAME', 'KRB5CCNAME', 'LS_COLORS', 'LANG', 'LANGUAGE', 'TZ']);

function environment(
	process: Process,
	target: TargetUser,
	own: string,
	realUid: number,
	options: ReturnType<typeof parsed>,
): Map<string, string> {
	const { values } = options;
	const listed = new Set((values.preserveList ?? '').split(','));
	const env = new Map<string, string>();
	for (const [name, value] of process.env) {
		if (values.preserve || KEPT.has(name) || name.startsWith('LC_') || listed.has(name)) env.set(name, value);
	}
	env.set('MAIL', `/var/mail/${target.name}`);
	env.set('PATH', SECURE_PATH);
	env.set('LOGNAME', target.name);
	env.set('USER', target.name);
	if (!values.preserve || values.home || values.login) env.set('HOME', target.home);
	env.set('SHELL', target.shell);
	env.set('SUDO_COMMAND', options.operands.join(' ') || target.shell);
	env.set('SUDO_USER', own);
	env.set('SUDO_UID', String(realUid));
	env.set('SUDO_GID', String(process.credentials.gid));
	return env;
}

function* execute(
	run: UnixRun,
	options: ReturnType<typeof parsed>,
	target: TargetUser,
	own: string,
	realUid: number,
): Task<number> {
	const { process } = run;
	const { values } = options;
	const env = environment(process, target, own, realUid, options);
	let words = [...options.operands];
	while (words[0] !== undefined && /^[A-Za-z_]\w*=/.test(words[0])) {
		const [word = ''] = words;
		env.set(word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
		words = words.slice(1);
	}
	let path: string | undefined;
	if (values.login || values.shell) {
		const shell = values.login ? target.shell : (process.env.get('SHELL') ?? target.shell);
		const base = shell.slice(shell.lastIndexOf('/') + 1);
		const quoted = words.map((word) => word.replace(/[^\w@%+=:,./-]/g, '\\$&')).join(' ');
		path = shell;
		words = [values.login ? `-${base}` : shell, ...(words.length === 0 ? [] : ['-c', quoted])];
	}
	if (words.length === 0) throw new Exit(1, USAGE);
	try {
		path ??= findExecutable(process, words[0] as string, env.get('PATH'));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `sudo: ${words[0]}: command not found\n`);
	}
	if (values.login && process.access(target.home, {})) process.chdir(target.home);
	if (values.chdir !== undefined) process.chdir(values.chdir);
	process.setCredentials(target.credentials);
	try {
		if (values.login || values.shell) return yield* process.exec(path, words, env);
		return yield* become(process, words, env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `sudo: ${words[0]}: ${error.errno === 'ENOENT' ? 'command not found' : reasonOf(error)}\n`);
	}
}
