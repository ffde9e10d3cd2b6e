import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import type { Accounts } from './accounts.ts';
import { readAccounts } from './accounts.ts';
import { changeTree } from './change-tree.ts';
import { COREUTILS } from './version.ts';

const options = {
	changes: flag('c', 'changes'),
	quiet: flag('f', 'silent', 'quiet'),
	verbose: flag('v', 'verbose'),
	dereference: flag('dereference'),
	noDereference: flag('h', 'no-dereference'),
	from: withValue('from'),
	preserveRoot: flag('preserve-root'),
	noPreserveRoot: flag('no-preserve-root'),
	reference: withValue('reference'),
	recursive: flag('R', 'recursive'),
	followArguments: flag('H'),
	followAll: flag('L'),
	followNone: flag('P'),
};

/** −1: unchanged. */
interface Owner {
	readonly uid: number;
	readonly gid: number;
}

export const chown = gnuCommand({
	name: 'chown',
	paths: ['/usr/bin/chown'],
	size: 56_296,
	version: `chown ${COREUTILS}`,
	help: `Usage: chown [OPTION]... [OWNER][:[GROUP]] FILE...
  or:  /usr/bin/chown [OPTION]... --reference=RFILE FILE...
Change the owner and/or group of each FILE to OWNER and/or GROUP.
With --reference, change the owner and group of each FILE to those of RFILE.

  -c, --changes          like verbose but report only when a change is made
  -f, --silent, --quiet  suppress most error messages
  -v, --verbose          output a diagnostic for every file processed
      --dereference      affect the referent of each symbolic link (this is
                         the default), rather than the symbolic link itself
  -h, --no-dereference   affect symbolic links instead of any referenced file
                         (useful only on systems that can change the
                         ownership of a symlink)
      --from=CURRENT_OWNER:CURRENT_GROUP
                         change the owner and/or group of each file only if
                         its current owner and/or group match those specified
                         here.  Either may be omitted, in which case a match
                         is not required for the omitted attribute
      --no-preserve-root  do not treat '/' specially (the default)
      --preserve-root    fail to operate recursively on '/'
      --reference=RFILE  use RFILE's owner and group rather than
                         specifying OWNER:GROUP values
  -R, --recursive        operate on files and directories recursively

The following options modify how a hierarchy is traversed when the -R
option is also specified.  If more than one is specified, only the final
one takes effect.

  -H                     if a command line argument is a symbolic link
                         to a directory, traverse it
  -L                     traverse every symbolic link to a directory
                         encountered
  -P                     do not traverse any symbolic links (default)

      --help        display this help and exit
      --version     output version information and exit

Owner is unchanged if missing.  Group is unchanged if missing, but changed
to login group if implied by a ':' following a symbolic OWNER.
OWNER and GROUP may be numeric as well as symbolic.

Examples:
  /usr/bin/chown root /u        Change the owner of /u to "root".
  /usr/bin/chown root:staff /u  Likewise, but also change its group to "staff".
  /usr/bin/chown -hR root /u    Change the owner of /u and subfiles to "root".

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/chown>
or available locally via: info '(coreutils) chown invocation'
`,
	options,
	*main(run) {
		return yield* change(run, parseOwner);
	},
});

export const chgrp = gnuCommand({
	name: 'chgrp',
	paths: ['/usr/bin/chgrp'],
	size: 56_296,
	version: `chgrp ${COREUTILS}`,
	help: `Usage: chgrp [OPTION]... GROUP FILE...
  or:  /usr/bin/chgrp [OPTION]... --reference=RFILE FILE...
Change the group of each FILE to GROUP.
With --reference, change the group of each FILE to that of RFILE.

  -c, --changes          like verbose but report only when a change is made
  -f, --silent, --quiet  suppress most error messages
  -v, --verbose          output a diagnostic for every file processed
      --dereference      affect the referent of each symbolic link (this is
                         the default), rather than the symbolic link itself
  -h, --no-dereference   affect symbolic links instead of any referenced file
                         (useful only on systems that can change the
                         ownership of a symlink)
      --no-preserve-root  do not treat '/' specially (the default)
      --preserve-root    fail to operate recursively on '/'
      --reference=RFILE  use RFILE's group rather than specifying a
                         GROUP value
  -R, --recursive        operate on files and directories recursively

The following options modify how a hierarchy is traversed when the -R
option is also specified.  If more than one is specified, only the final
one takes effect.

  -H                     if a command line argument is a symbolic link
                         to a directory, traverse it
  -L                     traverse every symbolic link to a directory
                         encountered
  -P                     do not traverse any symbolic links (default)

      --help        display this help and exit
      --version     output version information and exit

Examples:
  /usr/bin/chgrp staff /u      Change the group of /u to "staff".
  /usr/bin/chgrp -hR staff /u  Change the group of /u and subfiles to "staff".

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/chgrp>
or available locally via: info '(coreutils) chgrp invocation'
`,
	options,
	*main(run) {
		return yield* change(run, (text, accounts) => ({ uid: -1, gid: groupId(text, accounts) }));
	},
});

/** "root", "0:0", "root:", ":staff", "root.staff". */
function parseOwner(text: string, accounts: Accounts): Owner {
	const separator = text.includes(':') ? ':' : '.';
	const at = accounts.uids.has(text) ? -1 : text.indexOf(separator);
	const user = at < 0 ? text : text.slice(0, at);
	const group = at < 0 ? undefined : text.slice(at + 1);
	const uid = user === '' ? -1 : (accounts.uids.get(user) ?? number(user));
	if (uid === undefined)
		throw new Fatal(at < 0 || group === '' ? `invalid user: ‘${text}’` : `invalid user: ‘${text}’`);
	if (group === undefined) return { uid, gid: -1 };
	if (group !== '') {
		const gid = accounts.gids.get(group) ?? number(group);
		if (gid === undefined) throw new Fatal(`invalid group: ‘${text}’`);
		return { uid, gid };
	}
	const login = accounts.homes.get(user);
	if (user !== '' && login === undefined) throw new Fatal(`invalid spec: ‘${text}’`);
	return { uid, gid: login?.gid ?? -1 };
}

function groupId(text: string, accounts: Accounts): number {
	const gid = accounts.gids.get(text) ?? number(text);
	if (gid === undefined) throw new Fatal(`invalid group: ‘${text}’`);
	return gid;
}

function number(text: string): number | undefined {
	return /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

function* change(run: Run<typeof options>, parse: (text: string, accounts: Accounts) => Owner): Task<number> {
	const { process, values } = run;
	const operands = [...run.operands];
	const accounts = yield* readAccounts(process);
	let owner: Owner;
	if (values.reference === undefined) {
		const spec = operands.shift();
		if (spec === undefined) throw new Fatal('missing operand', 1, true);
		if (operands.length === 0) throw new Fatal(`missing operand after ‘${spec}’`, 1, true);
		owner = parse(spec, accounts);
	} else owner = process.stat(values.reference);
	if (operands.length === 0) throw new Fatal('missing operand', 1, true);
	const name =
		values.reference === undefined ? specName(run.operands[0] as string, owner, accounts) : ownerName(owner, accounts);
	const change = new OwnerChange(run, owner, name, accounts);
	for (const path of operands) {
		yield* changeTree(
			process,
			path,
			values.recursive === true,
			(each) => change.apply(each),
			(subject, error) => change.fail(subject, error),
		);
	}
	return change.status;
}

class OwnerChange {
	readonly #run: Run<typeof options>;
	readonly #owner: Owner;
	/** As it was asked for: "web:www-data". */
	readonly #name: string;
	readonly #accounts: Accounts;
	status = 0;

	constructor(run: Run<typeof options>, owner: Owner, name: string, accounts: Accounts) {
		this.#run = run;
		this.#owner = owner;
		this.#name = name;
		this.#accounts = accounts;
	}

	*fail(subject: string, error: unknown): Task<void> {
		if (!this.#run.values.quiet) yield* this.#run.complainOf(subject, error);
		this.status = 1;
	}

	*apply(path: string): Task<void> {
		const { process, values, out } = this.#run;
		const owner = this.#owner;
		const what = owner.uid < 0 ? 'group' : 'ownership';
		if (!process.access(path, {}) && !isLink(this.#run, path)) {
			yield* this.fail(`cannot access '${path}'`, missing(this.#run, path));
			return;
		}
		const before = values.noDereference || values.recursive ? process.lstat(path) : process.stat(path);
		try {
			const follow = !values.noDereference && !(values.recursive && before.type === 'symlink');
			process.chown(path, owner.uid < 0 ? before.uid : owner.uid, owner.gid < 0 ? before.gid : owner.gid, follow);
		} catch (error) {
			yield* this.fail(`changing ${what} of '${path}'`, error);
			return;
		}
		const changed = (owner.uid >= 0 && owner.uid !== before.uid) || (owner.gid >= 0 && owner.gid !== before.gid);
		const was = ownerName(
			{ uid: owner.uid < 0 ? -1 : before.uid, gid: owner.gid < 0 ? -1 : before.gid },
			this.#accounts,
		);
		if (changed && (values.verbose || values.changes)) {
			yield* out.write(`changed ${what} of '${path}' from ${was} to ${this.#name}\n`);
		} else if (values.verbose) yield* out.write(`${what} of '${path}' retained as ${this.#name}\n`);
	}
}

/** What was asked for, as it was written: names and numbers stay what they are. */
function specName(spec: string, owner: Owner, accounts: Accounts): string {
	if (owner.uid < 0) return spec.replace(/^:/, '');
	return spec.endsWith(':') ? ownerName(owner, accounts) : spec;
}

function ownerName({ uid, gid }: Owner, accounts: Accounts): string {
	const user = uid < 0 ? undefined : (accounts.users.get(uid) ?? String(uid));
	const group = gid < 0 ? undefined : (accounts.groups.get(gid) ?? String(gid));
	return user === undefined ? (group ?? '') : group === undefined ? user : `${user}:${group}`;
}

function isLink(run: Run<typeof options>, path: string): boolean {
	return missing(run, path) === undefined;
}

/** The error that looking at the path itself gives. */
function missing(run: Run<typeof options>, path: string): unknown {
	try {
		run.process.lstat(path);
		return undefined;
	} catch (error) {
		return error;
	}
}
