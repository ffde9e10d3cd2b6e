import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Command } from '../command.ts';
import { launch, shellStatus, waitFor } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import {
	type AccountFiles,
	freeId,
	type GroupEntry,
	makeHome,
	readAccountFiles,
	type UserEntry,
	writeAccountFiles,
} from './account-files.ts';
import { type AdduserConfiguration, readConfiguration } from './adduser-configuration.ts';
import { ask } from './ask-password.ts';
import { adduserRelease, DebianVoice } from './debian-voice.ts';
import { SHADOW_FIELD } from './shadow-file.ts';
import { setMembers, shadowLine, today } from './shadow-options.ts';
import { addSubordinateIds } from './subordinate-ids.ts';

const USAGE = `adduser [--uid id] [--firstuid id] [--lastuid id]
        [--gid id] [--firstgid id] [--lastgid id] [--ingroup group]
        [--add-extra-groups] [--shell shell]
        [--comment comment] [--home dir] [--no-create-home]
        [--allow-all-names] [--allow-bad-names]
        [--disabled-password] [--disabled-login]
        [--conf file] [--quiet] [--verbose] [--debug]
        user
    Add a normal user

adduser --system
        [--uid id] [--group] [--ingroup group] [--gid id]
        [--shell shell] [--comment comment] [--home dir] [--no-create-home]
        [--conf file] [--quiet] [--verbose] [--debug]
        user
   Add a system user

adduser --group
        [--gid ID] [--firstgid id] [--lastgid id]
        [--conf file] [--quiet] [--verbose] [--debug]
        group
addgroup
        [--gid ID] [--firstgid id] [--lastgid id]
        [--conf file] [--quiet] [--verbose] [--debug]
        group
   Add a user group

addgroup --system
        [--gid id]
        [--conf file] [--quiet] [--verbose] [--debug]
        group
   Add a system group

adduser USER GROUP
   Add an existing user to an existing group
`;

const OPTIONS = {
	extra: flag('add-extra-groups', 'add_extra_groups'),
	allNames: flag('allow-all-names'),
	badNames: flag('allow-bad-names', 'allow-badname', 'force-badname'),
	comment: withValue('comment', 'gecos'),
	conf: withValue('conf', 'c'),
	debug: flag('debug'),
	disabledLogin: flag('disabled-login'),
	disabledPassword: flag('disabled-password'),
	firstUid: withValue('firstuid'),
	lastUid: withValue('lastuid'),
	firstGid: withValue('firstgid'),
	lastGid: withValue('lastgid'),
	gid: withValue('gid'),
	group: flag('group'),
	help: flag('help', 'h'),
	home: withValue('home'),
	inGroup: withValue('ingroup'),
	noHome: flag('no-create-home', 'H'),
	quiet: flag('quiet', 'q'),
	shell: withValue('shell'),
	system: flag('system'),
	uid: withValue('uid'),
	verbose: flag('verbose'),
	version: flag('version'),
} as const;

type Values = ReturnType<typeof parsed>['values'];

/** Since which release a system user has no home unless one is named, and others come into the group "users". */
const RELEASE_WITHOUT_SYSTEM_HOMES = 122;

interface Work {
	readonly run: UnixRun;
	readonly process: Process;
	readonly voice: DebianVoice;
	readonly values: Values;
	readonly configuration: AdduserConfiguration;
	readonly files: AccountFiles;
}

/** Models Debian's adduser 3.137 (Ubuntu 24.04), and 3.118 and 3.134 where images have them. Differs: no --encrypt-home, --conf. */
function adding(name: 'adduser' | 'addgroup'): Command {
	return unixCommand({ name, paths: [`/usr/sbin/${name}`], size: 55_191, main: (run) => add(run, name) });
}

function* add(run: UnixRun, name: 'adduser' | 'addgroup'): Task<number> {
	const { process } = run;
	const { values, operands } = parsed(run);
	if (values.help) {
		yield* run.out.write(USAGE);
		return 0;
	}
	const voice = new DebianVoice(run, values.quiet === true);
	if (values.version) {
		yield* run.out.write(`adduser version 3.${adduserRelease(process)}\n\nAdds a user or group to the system.\n`);
		return 0;
	}
	if (process.credentials.uid !== 0) throw voice.fatal(1, 'Only root may add a user or group to the system.');
	const [first, second] = operands;
	if (first === undefined || operands.length > 2) throw voice.fatal(1, 'Only one or two names allowed.');
	const files = yield* readAccountFiles(process);
	const configuration = yield* readConfiguration(process);
	const work: Work = { run, process, voice, values, configuration, files };
	if (second !== undefined) {
		if (name === 'addgroup') throw voice.fatal(1, 'addgroup with two arguments is an unspecified operation.');
		return yield* joinGroup(work, first, second);
	}
	const isGroup = name === 'addgroup' || (values.group === true && !values.system);
	requireName(work, first);
	if (isGroup) return yield* addGroup(work, first);
	return yield* values.system ? addSystemUser(work, first) : addUser(work, first);
}

export const adduser = adding('adduser');
export const addgroup = adding('addgroup');

function parsed(run: UnixRun) {
	try {
		return parseOptions(run.args, OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `${perlMessage(error.message)}\n${USAGE}`);
	}
}

/** As Perl's Getopt::Long says it. */
export function perlMessage(message: string): string {
	const [, unknown] = /^(?:unrecognized option '--|invalid option -- ')([^']*)'/.exec(message) ?? [];
	if (unknown !== undefined) return `Unknown option: ${unknown.replace(/=.*/, '')}`;
	const [, wanting] = /^option (?:'--([^']*)' requires|requires an argument)/.exec(message) ?? [];
	return wanting === undefined ? message : `Option ${wanting} requires an argument`;
}

/** Throws Exit. */
function requireName({ voice, values, files, configuration }: Work, name: string): void {
	if (/^[-+~]|[:,/\s]/.test(name)) {
		throw voice.fatal(
			1,
			`To avoid problems, the username must not start with a
            dash, plus sign, or tilde, and it must not contain any of the
            following: colon, comma, slash, or any whitespace characters
            including spaces, tabs, and newlines.`,
		);
	}
	const isKnown = files.users.some((user) => user.name === name) || files.groups.some((group) => group.name === name);
	const pattern = values.system ? configuration.systemNamePattern : configuration.namePattern;
	if (isKnown || pattern.test(name) || values.badNames || values.allNames) return;
	const variable = values.system ? 'SYS_NAME_REGEX' : 'NAME_REGEX';
	throw voice.fatal(
		1,
		`Please enter a username matching the regular expression
            configured via the ${variable} configuration variable.  Use the
            \`--allow-bad-names' option to relax this check or reconfigure
            ${variable} in configuration.`,
	);
}

function* joinGroup({ voice, process, files }: Work, user: string, group: string): Task<number> {
	if (!files.users.some((each) => each.name === user)) throw voice.fatal(1, `The user \`${user}' does not exist.`);
	const found = files.groups.find((each) => each.name === group);
	if (found === undefined) throw voice.fatal(1, `The group \`${group}' does not exist.`);
	if (found.members.includes(user) || files.users.some((each) => each.name === user && each.gid === found.gid)) {
		if (voice.hasLevels) yield* voice.info(`The user \`${user}' is already a member of \`${group}'.`);
		else yield* voice.warn(`The user \`${user}' is already a member of \`${group}'.`);
		return 0;
	}
	yield* voice.info(`Adding user \`${user}' to group \`${group}' ...`);
	setMembers(files, group, (members) => [...members, user]);
	yield* writeAccountFiles(process, files);
	yield* voice.plain('Done.');
	return 0;
}

function usedIds({ files }: Work, kind: 'user' | 'group' | 'both'): number[] {
	const uids = kind === 'group' ? [] : files.users.map(({ uid }) => uid);
	return kind === 'user' ? uids : [...uids, ...files.groups.map(({ gid }) => gid)];
}

function* addGroup(work: Work, name: string): Task<number> {
	const { voice, values, files, process, configuration } = work;
	const isSystem = values.system === true;
	const existing = files.groups.find((group) => group.name === name);
	if (existing !== undefined) {
		if (!isSystem) throw voice.fatal(1, `The group \`${name}' already exists.`);
		if (existing.gid > configuration.lastSystemId) {
			throw voice.fatal(1, `The group \`${name}' already exists and is not a system group. Exiting.`);
		}
		yield* voice.hasLevels
			? voice.info(`The group \`${name}' already exists as a system group. Exiting.`)
			: voice.warn(`The group \`${name}' already exists as a system group. Exiting.`);
		return 0;
	}
	const wanted = values.gid === undefined ? undefined : Number(values.gid);
	if (wanted !== undefined && files.groups.some(({ gid }) => gid === wanted)) {
		throw voice.fatal(1, `The GID \`${values.gid}' is already in use.`);
	}
	const [from, to] = rangeOf(work, 'GID');
	if (wanted === undefined) yield* voice.detail(`Selecting GID from range ${from} to ${to} ...`);
	const gid = wanted ?? freeId(usedIds(work, 'group'), from, to + 1);
	yield* voice.info(`Adding group \`${name}' (GID ${gid}) ...`);
	files.groups.push({ name, gid, members: [] });
	yield* writeAccountFiles(process, files);
	yield* voice.plain('Done.');
	return 0;
}

function rangeOf({ values, configuration }: Work, kind: 'UID' | 'GID'): [number, number] {
	const [first, last] = kind === 'UID' ? [values.firstUid, values.lastUid] : [values.firstGid, values.lastGid];
	const [from, to] = values.system
		? [configuration.firstSystemId, configuration.lastSystemId]
		: [configuration.firstId, configuration.lastId];
	return [first === undefined ? from : Number(first), last === undefined ? to : Number(last)];
}

/** Throws Exit. */
function groupWanted({ voice, values, files }: Work): GroupEntry | undefined {
	if (values.inGroup !== undefined) {
		const found = files.groups.find((group) => group.name === values.inGroup);
		if (found === undefined) throw voice.fatal(1, `The group \`${values.inGroup}' does not exist.`);
		return found;
	}
	if (values.gid === undefined) return undefined;
	const found = files.groups.find(({ gid }) => gid === Number(values.gid));
	if (found === undefined) throw voice.fatal(1, `The GID \`${values.gid}' does not exist.`);
	return found;
}

function requireFreeUid({ voice, values, files }: Work): void {
	if (values.uid !== undefined && files.users.some(({ uid }) => uid === Number(values.uid))) {
		throw voice.fatal(1, `The UID ${values.uid} is already in use.`);
	}
}

function* addSystemUser(work: Work, name: string): Task<number> {
	const { voice, values, files, process, configuration } = work;
	const existing = files.users.find((user) => user.name === name);
	if (existing !== undefined) {
		if (existing.uid > configuration.lastSystemId) {
			throw voice.fatal(1, `The user \`${name}' already exists, but is not a system user. Exiting.`);
		}
		yield* voice.info(`The system user \`${name}' already exists. Exiting.`);
		return 0;
	}
	requireFreeUid(work);
	let group = groupWanted(work);
	const [from, to] = rangeOf(work, 'UID');
	if (values.uid === undefined) yield* voice.detail(`Selecting UID from range ${from} to ${to} ...\n`);
	const uid = values.uid === undefined ? freeId(usedIds(work, 'user'), from, to + 1) : Number(values.uid);
	const isNewGroup = group === undefined && values.group === true && !files.groups.some((each) => each.name === name);
	if (group === undefined && values.group === true) {
		if (isNewGroup && values.uid === undefined) yield* voice.detail(`Selecting GID from range ${from} to ${to} ...`);
		const gid = values.uid === undefined ? freeId(usedIds(work, 'group'), from, to + 1) : uid;
		group = files.groups.find((each) => each.name === name) ?? { name, gid, members: [] };
	}
	group ??= { name: 'nogroup', gid: files.groups.find((each) => each.name === 'nogroup')?.gid ?? 65_534, members: [] };
	yield* voice.info(`Adding system user \`${name}' (UID ${uid}) ...`);
	if (isNewGroup) {
		yield* voice.info(`Adding new group \`${name}' (GID ${group.gid}) ...`);
		files.groups.push(group);
	}
	yield* voice.info(`Adding new user \`${name}' (UID ${uid}) with group \`${group.name}' ...`);
	const isBare = adduserRelease(process) >= RELEASE_WITHOUT_SYSTEM_HOMES;
	const home = values.home ?? (isBare ? '/nonexistent' : `${configuration.homes}/${name}`);
	const shell = values.shell ?? '/usr/sbin/nologin';
	const user = { name, uid, gid: group.gid, comment: values.comment ?? '', home, shell };
	files.users.push(user);
	if (files.shadow.length > 0) {
		const line = shadowLine(files, name, today(process));
		for (const at of [SHADOW_FIELD.minimumDays, SHADOW_FIELD.maximumDays, SHADOW_FIELD.warningDays]) line[at] = '';
	}
	yield* writeAccountFiles(process, files);
	if (uid > configuration.lastSystemId) {
		yield* work.run.say(
			`useradd warning: ${name}'s uid ${uid} is greater than SYS_UID_MAX ${configuration.lastSystemId}\n`,
		);
	}
	if (home === '/nonexistent') yield* voice.info(`Not creating \`${home}'.`);
	else yield* createHome(work, user, 0o755);
	return 0;
}

function* addUser(work: Work, name: string): Task<number> {
	const { voice, values, files, process, configuration } = work;
	if (files.users.some((user) => user.name === name)) throw voice.fatal(1, `The user \`${name}' already exists.`);
	requireFreeUid(work);
	let group = groupWanted(work);
	if (group === undefined && files.groups.some((each) => each.name === name)) {
		throw voice.fatal(1, `The group \`${name}' already exists.`);
	}
	if (values.badNames && !configuration.namePattern.test(name))
		yield* voice.info('Allowing use of questionable username.');
	yield* voice.info(`Adding user \`${name}' ...`);
	const [from, to] = rangeOf(work, 'UID');
	const hasOwn = group === undefined;
	if (values.uid === undefined)
		yield* voice.detail(`Selecting ${hasOwn ? 'UID/GID' : 'UID'} from range ${from} to ${to} ...`);
	const used = usedIds(work, hasOwn ? 'both' : 'user');
	const uid = values.uid === undefined ? freeId(used, from, to + 1) : Number(values.uid);
	if (group === undefined) {
		group = { name, gid: uid, members: [] };
		yield* voice.info(`Adding new group \`${name}' (${uid}) ...`);
		files.groups.push(group);
	}
	yield* voice.info(`Adding new user \`${name}' (${uid}) with group \`${group.name} (${group.gid})' ...`);
	const user: UserEntry = {
		name,
		uid,
		gid: group.gid,
		comment: values.comment === undefined ? '' : commentOf(values.comment),
		home: values.home ?? `${configuration.homes}/${name}`,
		shell: values.shell ?? (values.disabledLogin ? '/usr/sbin/nologin' : configuration.shell),
	};
	files.users.push(user);
	if (files.shadow.length > 0) shadowLine(files, name, today(process));
	yield* writeAccountFiles(process, files);
	yield* addSubordinateIds(process, name);
	yield* createHome(work, user, configuration.homeMode);
	if (!values.disabledPassword && !values.disabledLogin) yield* askForPassword(work, name);
	if (values.comment === undefined) yield* askForNames(work, name);
	if (adduserRelease(process) < RELEASE_WITHOUT_SYSTEM_HOMES && !values.extra) return 0;
	const extra = configuration.extraGroups.filter((each) => files.groups.some((found) => found.name === each));
	yield* voice.info(`Adding new user \`${name}' to supplemental / extra groups \`${extra.join(', ')}' ...`);
	const after = yield* readAccountFiles(process);
	for (const each of extra) {
		yield* voice.info(`Adding user \`${name}' to group \`${each}' ...`);
		setMembers(after, each, (members) => [...members, name]);
	}
	yield* writeAccountFiles(process, after);
	return 0;
}

/** Full name, room and telephones: chfn keeps the commas. */
function commentOf(text: string): string {
	return text.includes(',') ? text : `${text},,,`;
}

function* createHome({ voice, values, process }: Work, user: UserEntry, mode: number): Task<void> {
	const { home } = user;
	if (values.noHome) return yield* voice.info(`Not creating home directory \`${home}'.`);
	if (process.access(home, {})) {
		if (values.system && voice.hasLevels) return yield* voice.info(`Not creating home directory \`${home}'.`);
		yield* voice.warn(`The home directory \`${home}' already exists.  Not touching this directory.`);
		if (process.stat(home).uid === user.uid) return;
		const prefix = voice.hasLevels ? '' : 'Warning: ';
		return yield* voice.warn(
			`${prefix}The home directory \`${home}' does not belong to the user you are currently creating.`,
		);
	}
	yield* voice.info(`Creating home directory \`${home}' ...`);
	if (!values.system) yield* voice.info("Copying files from `/etc/skel' ...");
	yield* makeHome(process, user, mode, values.system ? '/nonexistent' : undefined);
}

function* ran(process: Process, argv: readonly string[]): Task<number> {
	return shellStatus(yield* waitFor(process, launch(process, argv)));
}

function* askForPassword({ process }: Work, name: string): Task<void> {
	while ((yield* ran(process, ['/usr/bin/passwd', name])) !== 0) {
		const answer = yield* ask(process, 'Try again? [y/N] ', true);
		if (!/^y/i.test(answer ?? '')) return;
	}
}

function* askForNames({ process }: Work, name: string): Task<void> {
	for (;;) {
		if ((yield* ran(process, ['/usr/bin/chfn', name])) !== 0) return;
		const answer = yield* ask(process, 'Is the information correct? [Y/n] ', true);
		if (!/^n/i.test(answer ?? '')) return;
	}
}
