import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { type AccountFiles, readAccountFiles, writeAccountFiles } from './account-files.ts';
import { perlMessage } from './adduser.ts';
import { readConfiguration } from './adduser-configuration.ts';
import { ask } from './ask-password.ts';
import { DebianVoice } from './debian-voice.ts';
import { removeTree } from './home-tree.ts';
import { setMembers } from './shadow-options.ts';
import { renameSubordinateIds } from './subordinate-ids.ts';
import { processOf } from './user-processes.ts';

const USAGE = `deluser [--system] [--remove-home] [--remove-all-files] [--backup]
        [--backup-to dir] [--backup-suffix str] [--conf file]
        [--quiet] [--verbose] [--debug] user

  remove a normal user from the system

deluser --group [--system] [--only-if-empty] [--conf file] [--quiet]
        [--verbose] [--debug] group
delgroup [--system] [--only-if-empty] [--conf file] [--quiet]
         [--verbose] [--debug] group
  remove a group from the system

deluser [--conf file] [--quiet] [--verbose] [--debug] user group
  remove the user from a group
`;

const OPTIONS = {
	backup: flag('backup'),
	backupTo: withValue('backup-to'),
	backupSuffix: withValue('backup-suffix'),
	conf: withValue('conf', 'c'),
	debug: flag('debug'),
	force: flag('force'),
	group: flag('group'),
	help: flag('help', 'h'),
	noPreserve: flag('no-preserve-root'),
	onlyEmpty: flag('only-if-empty'),
	quiet: flag('quiet', 'q'),
	removeAll: flag('remove-all-files'),
	removeHome: flag('remove-home'),
	system: flag('system'),
	verbose: flag('verbose'),
	version: flag('version'),
} as const;

interface Work {
	readonly run: UnixRun;
	readonly voice: DebianVoice;
	readonly values: ReturnType<typeof parsed>['values'];
	readonly files: AccountFiles;
	readonly lastSystemId: number;
}

/** Models Debian's deluser. Differs: no backups; files are removed below the home only; crontabs stay. */
function removing(name: 'deluser' | 'delgroup'): Command {
	return unixCommand({ name, paths: [`/usr/sbin/${name}`], size: 19_648, main: (run) => remove(run, name) });
}

function* remove(run: UnixRun, name: 'deluser' | 'delgroup'): Task<number> {
	const { process } = run;
	const { values, operands } = parsed(run);
	if (values.help) {
		yield* run.out.write(USAGE);
		return 0;
	}
	const voice = new DebianVoice(run, values.quiet === true);
	if (process.credentials.uid !== 0) throw voice.fatal(1, 'Only root may remove a user or group from the system.');
	const isGroup = name === 'delgroup' || values.group === true;
	let [first] = operands;
	if (first === undefined) first = yield* ask(process, `Enter a ${isGroup ? 'group' : 'user'} name to remove: `, true);
	if (first === undefined || first === '' || operands.length > 2)
		throw voice.fatal(1, 'Only one or two names allowed.');
	const files = yield* readAccountFiles(process);
	const { lastSystemId } = yield* readConfiguration(process);
	const work: Work = { run, voice, values, files, lastSystemId };
	if (operands[1] !== undefined) return yield* leaveGroup(work, first, operands[1]);
	return yield* isGroup ? deleteGroup(work, first) : deleteUser(work, first);
}

export const deluser = removing('deluser');
export const delgroup = removing('delgroup');

function parsed(run: UnixRun) {
	try {
		return parseOptions(run.args, OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `${perlMessage(error.message)}\n${USAGE}`);
	}
}

function* leaveGroup({ voice, files, run }: Work, user: string, group: string): Task<number> {
	if (!files.users.some((each) => each.name === user)) throw voice.fatal(2, `The user \`${user}' does not exist.`);
	const found = files.groups.find((each) => each.name === group);
	if (found === undefined) throw voice.fatal(3, `The group \`${group}' does not exist.`);
	if (files.users.some((each) => each.name === user && each.gid === found.gid)) {
		throw voice.fatal(7, 'You may not remove the user from their primary group.');
	}
	if (!found.members.includes(user)) {
		throw voice.fatal(6, `The user \`${user}' is not a member of group \`${group}'.`);
	}
	yield* voice.info(`Removing user \`${user}' from group \`${group}' ...`);
	setMembers(files, group, (members) => members.filter((each) => each !== user));
	yield* writeAccountFiles(run.process, files);
	yield* voice.plain('Done.');
	return 0;
}

function* deleteGroup({ voice, files, values, run, lastSystemId }: Work, name: string): Task<number> {
	const group = files.groups.find((each) => each.name === name);
	if (group === undefined) {
		if (!values.system) throw voice.fatal(3, `The group \`${name}' does not exist.`);
		yield* voice.warn(`The group \`${name}' does not exist.`);
		return 0;
	}
	if (values.system && group.gid > lastSystemId) {
		throw voice.fatal(3, `The group \`${name}' is not a system group. Exiting.`);
	}
	if (values.onlyEmpty && group.members.length > 0) throw voice.fatal(5, `The group \`${name}' is not empty!`);
	yield* voice.info(`Removing group \`${name}' ...`);
	const user = files.users.find(({ gid }) => gid === group.gid);
	if (user !== undefined) {
		yield* run.say(`groupdel: cannot remove the primary group of user '${user.name}'\n`);
		const path = voice.hasLevels ? '/usr/sbin' : '/sbin';
		throw voice.fatal(1, `\`${path}/groupdel ${name}' returned error code 8. Exiting.`);
	}
	yield* writeAccountFiles(run.process, { ...files, groups: files.groups.filter((each) => each !== group) });
	yield* voice.plain('Done.');
	return 0;
}

function* deleteUser(work: Work, name: string): Task<number> {
	const { voice, files, values, run, lastSystemId } = work;
	const { process } = run;
	const user = files.users.find((each) => each.name === name);
	if (user === undefined) {
		if (!values.system) throw voice.fatal(2, `The user \`${name}' does not exist.`);
		yield* voice.info(`The system user \`${name}' does not exist. Exiting.`);
		return 0;
	}
	if (values.system && user.uid > lastSystemId) {
		throw voice.fatal(1, `The user \`${name}' is not a system user. Exiting.`);
	}
	if (user.uid === 0 && !values.noPreserve) {
		const lines = [
			'WARNING: You are just about to delete the root account (uid 0)',
			'Usually this is never required as it may render the whole system unusable',
			'If you really want this, call deluser with parameter --no-preserve-root',
			'Stopping now without having performed any action',
		];
		if (!voice.hasLevels) throw new Exit(9, `${lines.join('\n')}\n`);
		for (const line of lines.slice(0, 3)) yield* voice.warn(line);
		throw voice.fatal(9, lines[3] as string);
	}
	const hasHome = process.access(user.home, {}) && process.lstat(user.home).uid === user.uid;
	if (values.removeHome || values.removeAll) {
		yield* voice.info('Looking for files to backup/remove ...');
		if (hasHome) yield* voice.info('Removing files ...');
		if (hasHome) removeTree(process, user.home);
	}
	yield* removeCrontab(work);
	yield* voice.info(`Removing user \`${name}' ...`);
	const used = processOf(process, user.uid);
	if (used !== undefined) {
		yield* run.say(`userdel: user ${name} is currently used by process ${used}\n`);
		throw voice.fatal(1, `\`/usr/sbin/userdel ${name}' returned error code 8. Exiting.`);
	}
	const users = files.users.filter((each) => each !== user);
	const groups = files.groups
		.filter((group) => group.name !== name || users.some(({ gid }) => gid === group.gid))
		.map((group) => ({ ...group, members: group.members.filter((member) => member !== name) }));
	yield* writeAccountFiles(process, { ...files, users, groups });
	yield* renameSubordinateIds(process, name, undefined);
	yield* voice.plain('Done.');
	return 0;
}

function* removeCrontab({ voice, run: { process } }: Work): Task<void> {
	if (process.access('/usr/bin/crontab', {})) return yield* voice.info('Removing crontab ...');
	yield* voice.warn("`/usr/bin/crontab' not executed. Skipping crontab removal. Package `cron' required.");
}
