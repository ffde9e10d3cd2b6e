import type { LayerEntry } from '../../kernel/machine-api.ts';
import { PROGRAM_OWNERS } from '../packages/noble/noble-programs.ts';
import type { PackageFacts } from '../packages/package-stanza.ts';
import { NODE_PACKAGES } from '../packages/ubuntu-packages.ts';
import type { LayerEntries } from './layer-entries.ts';

const INFO = '/var/lib/dpkg/info';

/** Whose files are that are no programs: the first that fits. */
const FILE_OWNERS: readonly (readonly [place: RegExp, owner: string])[] = [
	[/^\/etc\/adduser\.conf$/, 'adduser'],
	[/^\/etc\/apparmor\.d\//, 'apparmor'],
	[/^\/etc\/(bash\.bashrc|skel\/)/, 'bash'],
	[/^\/(usr\/share\/bash-completion\/|etc\/(bash_completion$|profile\.d\/bash_completion))/, 'bash-completion'],
	[/^\/etc\/inputrc$/, 'readline-common'],
	[/^\/(etc\/(debian_version|issue|issue\.net|lsb-release|os-release|legal)|usr\/lib\/os-release)$/, 'base-files'],
	[/^\/etc\/default\/useradd$/, 'passwd'],
	[/^\/etc\/login\.defs$/, 'login'],
	[/^\/etc\/nanorc$/, 'nano'],
	[/^\/etc\/(protocols|services)$/, 'netbase'],
	[/^\/etc\/sudoers$/, 'sudo'],
	[/^\/etc\/vim\/vimrc$/, 'vim-common'],
	[/^\/etc\/vim\/vimrc\.tiny$/, 'vim-tiny'],
	[/^\/usr\/share\/terminfo\//, 'ncurses-base'],
	[/^\/usr\/lib\/systemd\/system\/cron\.service$/, 'cron'],
	[/^\/usr\/lib\/systemd\/system\/ssh\.service$/, 'openssh-server'],
	[/^\/usr\/lib\/systemd\/system\/docker\.service$/, 'docker-ce'],
	[/^\/(usr\/lib\/systemd\/system\/containerd\.service|etc\/containerd\/config\.toml)$/, 'containerd.io'],
	[/^\/(usr\/lib\/systemd\/system\/kubelet\.service|usr\/bin\/kubelet)$/, 'kubelet'],
	[/^\/(usr\/lib\/systemd\/system\/kubelet\.service\.d\/|usr\/bin\/kubeadm$)/, 'kubeadm'],
	[/^\/usr\/bin\/kubectl$/, 'kubectl'],
	[/^\/opt\/cni\/bin\/(?!calico)/, 'kubernetes-cni'],
];

/** What base-files has besides: where everything else stands. */
const BASE_FOLDERS =
	'/bin /boot /dev /etc /etc/default /etc/profile.d /etc/skel /home /lib /proc /root /run /sbin /sys /tmp /usr /usr/bin /usr/games /usr/include /usr/lib /usr/sbin /usr/share /usr/src /var /var/backups /var/cache /var/lib /var/lib/dpkg /var/local /var/lock /var/log /var/run /var/spool /var/tmp';

/** The package that a file of a host came with; undefined: nobody's. */
function ownerOf(path: string): string | undefined {
	const program = /^\/usr\/s?bin\/([^/]+)$/.exec(path)?.[1];
	const owner = program === undefined ? undefined : PROGRAM_OWNERS.get(program);
	return owner ?? FILE_OWNERS.find(([place]) => place.test(path))?.[1];
}

/** The files of each package among the entries of a layer, in the order of their names. */
export function ownedFiles(entries: Iterable<readonly [path: string, entry: LayerEntry]>): Map<string, string[]> {
	const owned = new Map<string, string[]>();
	for (const [path, { type }] of entries) {
		if (type === 'directory') continue;
		const owner = ownerOf(path);
		if (owner === undefined) continue;
		const known = owned.get(owner);
		if (known === undefined) owned.set(owner, [path]);
		else known.push(path);
	}
	for (const paths of owned.values()) paths.sort();
	return owned;
}

const PROGRAMS_OF: ReadonlySet<string> = new Set(PROGRAM_OWNERS.values());

/** What is installed where a layer stands: what has no programs, and what has one there. */
export function installedPackages(owned: ReadonlyMap<string, readonly string[]>): PackageFacts[] {
	return NODE_PACKAGES.filter(({ name }) => owned.has(name) || !PROGRAMS_OF.has(name));
}

/** What dpkg keeps of packages beside their paragraph: which files they have. Differs: no library has a file of its own. */
export function addFileLists(
	entries: LayerEntries,
	packages: readonly PackageFacts[],
	owned: ReadonlyMap<string, readonly string[]>,
): void {
	entries.directories(INFO);
	for (const { name, source = name, isSideBySide = false } of packages) {
		const folder = `/usr/share/doc/${name}`;
		entries.directory(folder);
		entries.file(`${folder}/copyright`, `https://launchpad.net/ubuntu/+source/${source}\n`);
		const files = [...(owned.get(name) ?? []), folder, `${folder}/copyright`];
		const settings = files.filter((path) => path.startsWith('/etc/'));
		if (settings.length > 0) entries.file(`${INFO}/${name}.conffiles`, `${settings.join('\n')}\n`);
		const all = name === 'base-files' ? [...BASE_FOLDERS.split(' '), ...files] : files;
		entries.file(`${INFO}/${name}${isSideBySide ? ':amd64' : ''}.list`, `/.\n${withFolders(all).join('\n')}\n`);
	}
}

/** Each path after the folders that it lies in. */
function withFolders(paths: readonly string[]): string[] {
	const all = new Set<string>();
	for (const path of paths) {
		for (let slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1))
			all.add(path.slice(0, slash));
		all.add(path);
	}
	return [...all].sort();
}

/** Which packages came with others, and nobody has asked for. Models apt's extended_states. */
export function automaticStates(packages: readonly PackageFacts[]): string {
	const needed = new Set(packages.flatMap(({ depends = '' }) => depends.split(', ')));
	return packages
		.filter(
			({ name, priority = 'optional' }) => needed.has(name) && priority !== 'required' && priority !== 'important',
		)
		.map(({ name, architecture = 'amd64' }) => `Package: ${name}\nArchitecture: ${architecture}\nAuto-Installed: 1\n\n`)
		.join('');
}
