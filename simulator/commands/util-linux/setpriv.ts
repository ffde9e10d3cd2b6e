import { ALL_CAPABILITIES, CAPABILITY_NAMES } from '../../kernel/capabilities.ts';
import { type Credentials, type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { type Accounts, readAccounts } from '../coreutils/accounts.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { become, reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

const HELP = `
Usage:
 setpriv [options] <program> [<argument>...]

Run a program with different privilege settings.

Options:
 -d, --dump                  show current state (and do not exec)
 --nnp, --no-new-privs       disallow granting new privileges
 --ambient-caps <caps,...>   set ambient capabilities
 --inh-caps <caps,...>       set inheritable capabilities
 --bounding-set <caps>       set capability bounding set
 --ruid <uid|user>           set real uid
 --euid <uid|user>           set effective uid
 --rgid <gid|user>           set real gid
 --egid <gid|group>          set effective gid
 --reuid <uid|user>          set real and effective uid
 --regid <gid|group>         set real and effective gid
 --clear-groups              clear supplementary groups
 --keep-groups               keep supplementary groups
 --init-groups               initialize supplementary groups
 --groups <group,...>        set supplementary groups by UID or name
 --securebits <bits>         set securebits
 --pdeathsig keep|clear|<signame>
                             set or clear parent death signal
 --selinux-label <label>     set SELinux label
 --apparmor-profile <pr>     set AppArmor profile
 --reset-env                 clear all environment and initialize
                               HOME, SHELL, USER, LOGNAME and PATH

 -h, --help                  display this help
 -V, --version               display version

 This tool can be dangerous.  Read the manpage, and be careful.

For more details see setpriv(1).
`;
const OPTIONS = {
	dump: flag('d', 'dump'),
	noNewPrivileges: flag('nnp', 'no-new-privs'),
	ambient: withValue('ambient-caps'),
	inheritable: withValue('inh-caps'),
	bounding: withValue('bounding-set'),
	listCaps: flag('list-caps'),
	ruid: withValue('ruid'),
	euid: withValue('euid'),
	rgid: withValue('rgid'),
	egid: withValue('egid'),
	reuid: withValue('reuid'),
	regid: withValue('regid'),
	clearGroups: flag('clear-groups'),
	keepGroups: flag('keep-groups'),
	initGroups: flag('init-groups'),
	groups: withValue('groups'),
	securebits: withValue('securebits'),
	pdeathsig: withValue('pdeathsig'),
	selinux: withValue('selinux-label'),
	apparmor: withValue('apparmor-profile'),
	resetEnv: flag('reset-env'),
} as const;

type SetprivRun = Run<typeof OPTIONS>;

/**
 * util-linux's. Differs: of capabilities there are the bounding set and what follows from the user; real and effective ids
 * are one; securebits, signals at a parent's death and labels are read, and change nothing.
 */
export const setpriv = gnuCommand({
	name: 'setpriv',
	paths: ['/usr/bin/setpriv'],
	size: 39_216,
	help: HELP,
	version: `setpriv from ${UTIL_LINUX}`,
	options: OPTIONS,
	stopAtOperand: true,
	*main(run) {
		const { values, operands, given, process, out } = run;
		if (values.listCaps) {
			yield* out.write(CAPABILITY_NAMES.map((name) => `${name.toLowerCase()}\n`).join(''));
			return 0;
		}
		if (values.dump) {
			if (given.some(({ key }) => key !== 'dump') || operands.length > 0) {
				throw new Fatal('--dump is incompatible with all other options');
			}
			yield* out.write(dumpText(process));
			return 0;
		}
		if (operands.length === 0) throw new Fatal('No program specified');
		const accounts = yield* readAccounts(process);
		const change = wantedCredentials(run, accounts);
		try {
			process.setCredentials(change);
		} catch (error) {
			throw new Fatal(
				`${change.groups === undefined ? 'setresuid failed' : 'setgroups failed'}: ${reasonOf(error)}`,
				127,
			);
		}
		return yield* execute(run, values.resetEnv ? plainEnvironment(process, accounts) : process.env);
	},
});

function* execute({ process, operands }: SetprivRun, env: ReadonlyMap<string, string>): Task<number> {
	try {
		return yield* become(process, operands, env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Fatal(`failed to execute ${operands[0]}: ${reasonOf(error)}`, 127);
	}
}

function plainEnvironment(process: Process, accounts: Accounts): ReadonlyMap<string, string> {
	const { uid } = process.credentials;
	const name = accounts.users.get(uid) ?? '';
	const { home = '/', shell = '/bin/sh' } = accounts.homes.get(name) ?? {};
	const term = process.env.get('TERM');
	const path = `/usr/local/bin:/bin:/usr/bin${uid === 0 ? ':/usr/local/sbin:/sbin:/usr/sbin' : ''}`;
	return new Map([
		...(term === undefined ? [] : [['TERM', term] as const]),
		['SHELL', shell === '' ? '/bin/sh' : shell],
		['HOME', home],
		['USER', name],
		['LOGNAME', name],
		['PATH', path],
	]);
}

function wantedCredentials({ values, process }: SetprivRun, accounts: Accounts): Partial<Credentials> {
	const { credentials } = process;
	const userOf = (text: string, what: string): number => idOf(accounts.uids, text, `failed to parse ${what}`);
	const groupOf = (text: string, what: string): number => idOf(accounts.gids, text, `failed to parse ${what}`);
	const user = values.reuid ?? values.euid;
	const group = values.regid ?? values.egid;
	const uid = user === undefined ? undefined : userOf(user, values.reuid === undefined ? 'euid' : 'reuid');
	const gid = group === undefined ? undefined : groupOf(group, values.regid === undefined ? 'egid' : 'regid');
	if (values.ruid !== undefined) userOf(values.ruid, 'ruid');
	if (values.rgid !== undefined) groupOf(values.rgid, 'rgid');
	const choices = [values.clearGroups, values.keepGroups, values.initGroups, values.groups];
	const chosen = choices.filter((each) => each !== undefined).length;
	if (chosen > 1) throw new Fatal('--clear-groups, --keep-groups, --init-groups and --groups are mutually exclusive');
	if ((values.regid ?? values.egid ?? values.rgid) !== undefined && chosen === 0) {
		throw new Fatal('--[re]gid requires --keep-groups, --clear-groups, --init-groups, or --groups');
	}
	if (values.initGroups && (user ?? values.ruid) === undefined) {
		throw new Fatal('--init-groups requires --ruid, --reuid');
	}
	for (const set of [values.inheritable, values.ambient]) if (set !== undefined) capabilitySet(set, new Set());
	const { bounding } = values;
	const before = credentials.bounding ?? ALL_CAPABILITIES;
	const bound = bounding === undefined ? undefined : capabilitySet(bounding, before);
	return {
		...(uid === undefined ? {} : { uid }),
		...(gid === undefined ? {} : { gid }),
		...groupsOf(values, accounts, uid),
		...(values.noNewPrivileges ? { noNewPrivileges: true } : {}),
		...(bound === undefined
			? {}
			: { bounding: bound, capabilities: new Set([...credentials.capabilities].filter((name) => bound.has(name))) }),
		...(bound !== undefined && uid !== undefined && uid !== 0 ? { capabilities: new Set<string>() } : {}),
	};
}

function groupsOf(
	values: SetprivRun['values'],
	accounts: Accounts,
	uid: number | undefined,
): { readonly groups?: readonly number[] } {
	if (values.clearGroups) return { groups: [] };
	if (values.initGroups) {
		const name = accounts.users.get(uid ?? -1);
		if (name === undefined)
			throw new Fatal(`uid ${uid} not found, --init-groups requires an user that can be found on the system`);
		const own = accounts.homes.get(name)?.gid;
		return { groups: [...(own === undefined ? [] : [own]), ...(accounts.memberships.get(name) ?? [])] };
	}
	if (values.groups === undefined) return {};
	return {
		groups: values.groups.split(',').map((each) => idOf(accounts.gids, each, 'failed to parse supplementary group id')),
	};
}

function idOf(ids: ReadonlyMap<string, number>, text: string, failure: string): number {
	const id = ids.get(text) ?? (/^\d+$/.test(text) ? Number(text) : undefined);
	if (id === undefined || id > 0xffff_fffe) throw new Fatal(`${failure}: '${text}'`);
	return id;
}

/** "+chown,-all": what stands there changed so. */
function capabilitySet(text: string, before: ReadonlySet<string>): ReadonlySet<string> {
	const set = new Set(before);
	for (const word of text.split(',')) {
		const [, sign, name = ''] = /^([+-])(.+)$/.exec(word) ?? [];
		if (sign === undefined) throw new Fatal('bad capability string');
		const wanted = name
			.toUpperCase()
			.replace(/^CAP_(\d+)$/, (_, digits: string) => CAPABILITY_NAMES[Number(digits)] ?? '');
		const all = name === 'all' ? CAPABILITY_NAMES : CAPABILITY_NAMES.filter((each) => each === wanted);
		if (all.length === 0) throw new Fatal(`unknown capability "${name}"`);
		for (const each of all) {
			if (sign === '+') set.add(each);
			else set.delete(each);
		}
	}
	return set;
}

function dumpText({ credentials }: Process): string {
	const { uid, gid, groups, realUid = uid, noNewPrivileges, bounding = ALL_CAPABILITIES } = credentials;
	const others = groups.filter((each) => each !== gid);
	const bound = CAPABILITY_NAMES.filter((name) => bounding.has(name)).map((name) => name.toLowerCase());
	return `uid: ${realUid}
euid: ${uid}
gid: ${gid}
egid: ${gid}
Supplementary groups: ${others.length === 0 ? '[none]' : others.join(',')}
no_new_privs: ${noNewPrivileges ? 1 : 0}
Inheritable capabilities: [none]
Ambient capabilities: [none]
Capability bounding set: ${bound.length === 0 ? '[none]' : bound.join(',')}
Securebits: [none]
Parent death signal: [none]
`;
}
