import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { type Accounts, readAccounts } from '../coreutils/accounts.ts';
import { reasonOf } from '../launch.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { type TargetUser, targetUser } from './identity.ts';

/** What su and runuser have in common. */
export const SWITCH_OPTIONS = {
	command: withValue('c', 'command', 'session-command'),
	login: flag('l', 'login'),
	preserve: flag('m', 'p', 'preserve-environment'),
	keep: withValue('w', 'whitelist-environment'),
	group: withValue('g', 'group'),
	otherGroup: withValue('G', 'supp-group'),
	shell: withValue('s', 'shell'),
	fast: flag('f', 'fast'),
	pty: flag('P', 'pty'),
	user: withValue('u', 'user'),
} as const;

export type SwitchOptions = ParsedOptions<typeof SWITCH_OPTIONS>;

const LOGIN_PATH = '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games';
const ROOT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Throws Exit. @param name of the program: su has no -u. @param stopAtOperand what follows is a command's. */
export function switchOptions(run: UnixRun, name: 'su' | 'runuser', stopAtOperand = false): SwitchOptions {
	try {
		const parsed = parseOptions(run.args, SWITCH_OPTIONS, stopAtOperand);
		if (name === 'su' && parsed.values.user !== undefined) throw new OptionError("invalid option -- 'u'");
		return parsed;
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `${run.name}: ${error.message}\nTry '${name} --help' for more information.\n`);
	}
}

/** The user whom the operands name, root without any. */
export function userOf({ operands }: SwitchOptions): string {
	return (operands[0] === '-' ? operands[1] : operands[0]) ?? 'root';
}

/** Becomes the user whom the operands name, root without any: a shell, with the rest of the operands. Throws Exit. */
export function* becomeByShell(run: UnixRun, name: string, options: SwitchOptions): Task<number> {
	const { process, say } = run;
	const { values, operands } = options;
	const dash = operands[0] === '-';
	const words = dash ? operands.slice(1) : operands;
	const login = dash || values.login === true;
	const target = yield* targetOf(run, name, words[0] ?? 'root', options);
	const shell = values.shell ?? target.shell;
	const kept = new Set(['TERM', ...(values.keep ?? '').split(',')]);
	const env = new Map(login && !values.preserve ? [...process.env].filter(([key]) => kept.has(key)) : process.env);
	if (!values.preserve) {
		setIdentity(env, target, shell, login);
		if (login) env.set('PATH', target.credentials.uid === 0 ? ROOT_PATH : LOGIN_PATH);
		if (login) env.set('MAIL', `/var/mail/${target.name}`);
	}
	if (login && process.access(target.home, {})) process.chdir(target.home);
	else if (login) {
		yield* say(`${name}: warning: cannot change directory to ${target.home}: No such file or directory\n`);
	}
	process.setCredentials(target.credentials);
	const base = shell.slice(shell.lastIndexOf('/') + 1);
	const command = values.command === undefined ? [] : ['-c', values.command];
	const argv = [login ? `-${base}` : base, ...(values.fast ? ['-f'] : []), ...command, ...words.slice(1)];
	try {
		return yield* process.exec(shell, argv, env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(error.errno === 'ENOENT' ? 127 : 126, `${name}: failed to execute ${shell}: ${reasonOf(error)}\n`);
	}
}

export function setIdentity(env: Map<string, string>, target: TargetUser, shell: string, login: boolean): void {
	env.set('HOME', target.home);
	env.set('SHELL', shell);
	if (!login && target.credentials.uid === 0) return;
	env.set('USER', target.name);
	env.set('LOGNAME', target.name);
}

/** The user, in the groups that -g and -G say. Throws Exit. */
export function* targetOf(
	{ process }: UnixRun,
	name: string,
	user: string,
	{ values, given }: SwitchOptions,
): Task<TargetUser> {
	const accounts = yield* readAccounts(process);
	const target = targetUser(accounts, user);
	if (target === undefined) {
		const what = 'does not exist or the user entry does not contain all the required fields';
		throw new Exit(1, `${name}: user ${user} ${what}\n`);
	}
	const others = given.flatMap(({ key, value }) =>
		key === 'otherGroup' ? [groupOf(accounts, name, value as string)] : [],
	);
	if (values.group === undefined && others.length === 0) return target;
	const gid = values.group === undefined ? (others[0] as number) : groupOf(accounts, name, values.group);
	const groups = [...new Set([gid, ...others])].sort((a, b) => a - b);
	return { ...target, credentials: { ...target.credentials, gid, groups } };
}

function groupOf(accounts: Accounts, name: string, group: string): number {
	const gid = accounts.gids.get(group);
	if (gid === undefined) throw new Exit(1, `${name}: group ${group} does not exist\n`);
	return gid;
}
