import { ACL_TAGS, type AccessEntry, type AccessList, isExtended, isNamed } from '../../kernel/files/access-list.ts';
import type { Stat } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { type Accounts, readAccounts } from '../coreutils/accounts.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { accessList, defaultList, walkFiles } from './acl-files.ts';
import { entryText, kindOf, permissionText, qualifierOf } from './acl-text.ts';

const USAGE = 'Usage: getfacl [-aceEsRLPtpndvh] file ...\n';
export const ACL_VERSION = '2.3.2';

const HELP = `getfacl ${ACL_VERSION} -- get file access control lists
${USAGE}  -a, --access            display the file access control list only
  -d, --default           display the default access control list only
  -c, --omit-header       do not display the comment header
  -e, --all-effective     print all effective rights
  -E, --no-effective      print no effective rights
  -s, --skip-base         skip files that only have the base entries
  -R, --recursive         recurse into subdirectories
  -L, --logical           logical walk, follow symbolic links
  -P, --physical          physical walk, do not follow symbolic links
  -t, --tabular           use tabular output format
  -n, --numeric           print numeric user/group identifiers
      --one-file-system   skip files on different filesystems
  -p, --absolute-names    don't strip leading '/' in pathnames
  -v, --version           print version and exit
  -h, --help              this help text
`;
const OPTIONS = {
	access: flag('a', 'access'),
	default: flag('d', 'default'),
	bare: flag('c', 'omit-header'),
	effective: flag('e', 'all-effective'),
	ineffective: flag('E', 'no-effective'),
	skip: flag('s', 'skip-base'),
	recursive: flag('R', 'recursive'),
	logical: flag('L', 'logical'),
	physical: flag('P', 'physical'),
	tabular: flag('t', 'tabular'),
	numeric: flag('n', 'numeric'),
	oneFileSystem: flag('one-file-system'),
	absolute: flag('p', 'absolute-names'),
	version: flag('v', 'version'),
	help: flag('h', 'help'),
} as const;

type GetfaclRun = Run<typeof OPTIONS>;

export const getfacl = gnuCommand({
	name: 'getfacl',
	paths: ['/usr/bin/getfacl'],
	size: 27_216,
	help: HELP,
	version: `getfacl ${ACL_VERSION}`,
	options: OPTIONS,
	usageStatus: 2,
	usageHint: `${USAGE}Try \`getfacl --help' for more information.`,
	*main(run) {
		const { values, operands, process, out } = run;
		if (values.help || values.version) {
			yield* out.write(values.help ? HELP : `getfacl ${ACL_VERSION}\n`);
			return 0;
		}
		if (operands.length === 0) throw new Fatal('', 2);
		const accounts = values.numeric ? undefined : yield* readAccounts(process);
		const links = values.physical ? 'physical' : values.logical ? 'logical' : 'named';
		const printer = new Printer(run, accounts);
		let status = 0;
		for (const path of operands) {
			yield* walkFiles(
				process,
				path,
				{ isRecursive: values.recursive === true, links },
				(each, stat) => printer.print(each, stat),
				(each, error) => {
					status = 1;
					return run.complainOf(each, error);
				},
			);
		}
		return status;
	},
});

/** Models getfacl's do_print. */
class Printer {
	readonly #run: GetfaclRun;
	readonly #accounts: Accounts | undefined;
	#hasWarned = false;

	constructor(run: GetfaclRun, accounts: Accounts | undefined) {
		this.#run = run;
		this.#accounts = accounts;
	}

	*print(path: string, stat: Stat): Task<void> {
		const { values, process, out } = this.#run;
		const both = values.access === values.default;
		const access = both || values.access ? accessList(process, path, stat) : [];
		const inherited = both || values.default ? defaultList(process, path, stat) : [];
		if (values.skip && !isExtended(access) && inherited.length === 0) return;
		const name = yield* this.#name(path);
		if (values.tabular) {
			yield* out.write(`# file: ${name}\n${tableText(access, inherited, stat, this.#accounts)}\n`);
			return;
		}
		const header = values.bare ? '' : this.#header(name, stat);
		const own = this.#listText(access, '');
		const handed = this.#listText(inherited, access.length === 0 ? '' : 'default:');
		yield* out.write(`${header}${own}${handed}\n`);
	}

	*#name(path: string): Task<string> {
		if (this.#run.values.absolute || !path.startsWith('/')) return quoted(path);
		if (!this.#hasWarned) yield* this.#run.complain("Removing leading '/' from absolute path names");
		this.#hasWarned = true;
		return quoted(path.replace(/^\/+/, '') || '.');
	}

	#header(name: string, { uid, gid, mode }: Stat): string {
		const owner = this.#accounts?.users.get(uid) ?? String(uid);
		const group = this.#accounts?.groups.get(gid) ?? String(gid);
		const flags = `${mode & 0o4000 ? 's' : '-'}${mode & 0o2000 ? 's' : '-'}${mode & 0o1000 ? 't' : '-'}`;
		const more = flags === '---' ? '' : `# flags: ${flags}\n`;
		return `# file: ${name}\n# owner: ${owner}\n# group: ${group}\n${more}`;
	}

	#listText(list: AccessList, prefix: string): string {
		const mask = list.find(({ tag }) => tag === ACL_TAGS.mask)?.permissions;
		return list.map((entry) => `${prefix}${this.#entryText(entry, mask)}\n`).join('');
	}

	/** With what the mask leaves of it, where that is less or all is wanted. */
	#entryText(entry: AccessEntry, mask: number | undefined): string {
		const { values } = this.#run;
		const text = entryText(entry, this.#accounts);
		const isMasked = isNamed(entry.tag) || entry.tag === ACL_TAGS.group;
		if (values.ineffective || mask === undefined || !isMasked) return text;
		const left = entry.permissions & mask;
		return left === entry.permissions && !values.effective ? text : `${text}\t#effective:${permissionText(left)}`;
	}
}

/** Signs that a line cannot hold as octal numbers. */
function quoted(path: string): string {
	return path.replace(/[\n\r\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** What the mask takes away in capitals. */
function tableText(access: AccessList, inherited: AccessList, stat: Stat, accounts: Accounts | undefined): string {
	const maskOf = (list: AccessList): number => list.find(({ tag }) => tag === ACL_TAGS.mask)?.permissions ?? 7;
	const key = ({ tag, id }: AccessEntry): string => `${tag} ${isNamed(tag) ? id : ''}`;
	const all = new Map([...access, ...inherited].map((entry) => [key(entry), entry]));
	const entries = [...all.values()].sort((a, b) => a.tag - b.tag || (isNamed(a.tag) ? a.id - b.id : 0));
	const names = entries.map((entry) => {
		if (entry.tag === ACL_TAGS.owner) return accounts?.users.get(stat.uid) ?? String(stat.uid);
		if (entry.tag === ACL_TAGS.group) return accounts?.groups.get(stat.gid) ?? String(stat.gid);
		return qualifierOf(entry, accounts);
	});
	const width = Math.max(8, ...names.map((name) => name.length));
	const cell = (list: AccessList, wanted: AccessEntry): string => {
		const entry = list.find((each) => key(each) === key(wanted));
		if (entry === undefined) return '   ';
		const isMasked = isNamed(entry.tag) || entry.tag === ACL_TAGS.group;
		const lost = isMasked ? entry.permissions & ~maskOf(list) : 0;
		return [...permissionText(entry.permissions)]
			.map((letter, at) => (lost & (4 >> at) ? letter.toUpperCase() : letter))
			.join('');
	};
	const isOwn = ({ tag }: AccessEntry): boolean => tag === ACL_TAGS.owner || tag === ACL_TAGS.group;
	return entries
		.map((entry, at) => {
			const kind = isOwn(entry) ? kindOf(entry).toUpperCase() : kindOf(entry);
			return `${kind.padEnd(5)}  ${(names[at] as string).padEnd(width)}  ${cell(access, entry)}  ${cell(inherited, entry)}\n`;
		})
		.join('');
}
