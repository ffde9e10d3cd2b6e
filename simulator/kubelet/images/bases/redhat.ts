import type { Layer } from '../../../kernel/machine-api.ts';
import { commands, directory, executable, file, layer, link, type PathEntry } from '../layer-builder.ts';
import { essentialCommands } from './debian.ts';
import { shadowFile } from './shadow.ts';
import { redhatStartupFiles } from './startup-files.ts';

/** A distribution that installs packages with rpm, dnf or yum. */
export interface RedhatRelease {
	/** ID of os-release. */
	readonly id: string;
	readonly name: string;
	/** "9.6". */
	readonly version: string;
	/** What os-release says after the version: "9.6 (Plow)". */
	readonly versionText: string;
	readonly prettyName: string;
	readonly like: string;
	/** /etc/system-release. */
	readonly line: string;
	/** 'none': one of another family, whose tools are not here. */
	readonly manager: 'dnf' | 'yum' | 'microdnf' | 'none';
	readonly home: string;
	readonly bytes: number;
}

function release(
	id: string,
	name: string,
	version: string,
	codename: string,
	manager: RedhatRelease['manager'],
	more: { readonly like: string; readonly home: string; readonly bytes: number; readonly line?: string },
): RedhatRelease {
	const versionText = codename === '' ? version : `${version} (${codename})`;
	return {
		id,
		name,
		version,
		versionText,
		prettyName: `${name} ${versionText}`,
		manager,
		line: `${name} release ${versionText}`,
		...more,
	};
}

const CENTOS = { like: 'rhel fedora', home: 'https://centos.org/', bytes: 203_900_000 };
const FEDORA = { like: '', home: 'https://fedoraproject.org/', bytes: 160_000_000 };
const ROCKY = { like: 'rhel centos fedora', home: 'https://rockylinux.org/', bytes: 176_000_000 };
const ALMA = { like: 'rhel centos fedora', home: 'https://almalinux.org/', bytes: 189_000_000 };
const ORACLE = { like: 'fedora', home: 'https://linux.oracle.com/', bytes: 235_000_000 };
const RHEL = { like: 'fedora', home: 'https://www.redhat.com/', bytes: 212_000_000 };
const AMAZON = { home: 'https://aws.amazon.com/linux/amazon-linux-2023/', bytes: 145_000_000 };

export const REDHAT_RELEASES = {
	amazon2: release('amzn', 'Amazon Linux', '2', 'Karoo', 'yum', { ...AMAZON, like: 'centos rhel fedora' }),
	amazon2023: release('amzn', 'Amazon Linux', '2023', '', 'dnf', {
		...AMAZON,
		like: 'fedora',
		line: 'Amazon Linux release 2023.9.20251027 (Amazon Linux)',
	}),
	centos7: release('centos', 'CentOS Linux', '7', 'Core', 'yum', {
		...CENTOS,
		line: 'CentOS Linux release 7.9.2009 (Core)',
	}),
	centos8: release('centos', 'CentOS Linux', '8', '', 'dnf', { ...CENTOS, line: 'CentOS Linux release 8.4.2105' }),
	stream9: release('centos', 'CentOS Stream', '9', '', 'dnf', CENTOS),
	stream10: release('centos', 'CentOS Stream', '10', 'Coughlan', 'dnf', CENTOS),
	fedora43: release('fedora', 'Fedora Linux', '43', 'Container Image', 'dnf', FEDORA),
	fedora42: release('fedora', 'Fedora Linux', '42', 'Container Image', 'dnf', FEDORA),
	fedora41: release('fedora', 'Fedora Linux', '41', 'Container Image', 'dnf', FEDORA),
	rocky10: release('rocky', 'Rocky Linux', '10.0', 'Red Quartz', 'dnf', ROCKY),
	rocky9: release('rocky', 'Rocky Linux', '9.6', 'Blue Onyx', 'dnf', ROCKY),
	rocky8: release('rocky', 'Rocky Linux', '8.9', 'Green Obsidian', 'dnf', ROCKY),
	alma10: release('almalinux', 'AlmaLinux', '10.0', 'Purple Lion', 'dnf', ALMA),
	alma9: release('almalinux', 'AlmaLinux', '9.6', 'Sage Margay', 'dnf', ALMA),
	alma8: release('almalinux', 'AlmaLinux', '8.10', 'Cerulean Leopard', 'dnf', ALMA),
	oracle9: release('ol', 'Oracle Linux Server', '9.6', '', 'dnf', ORACLE),
	oracle8: release('ol', 'Oracle Linux Server', '8.10', '', 'dnf', ORACLE),
	oracle7: release('ol', 'Oracle Linux Server', '7.9', '', 'yum', ORACLE),
	ubi9: release('rhel', 'Red Hat Enterprise Linux', '9.6', 'Plow', 'dnf', RHEL),
	ubi8: release('rhel', 'Red Hat Enterprise Linux', '8.10', 'Ootpa', 'dnf', RHEL),
	ubi9minimal: release('rhel', 'Red Hat Enterprise Linux', '9.6', 'Plow', 'microdnf', { ...RHEL, bytes: 102_000_000 }),
	ubi8minimal: release('rhel', 'Red Hat Enterprise Linux', '8.10', 'Ootpa', 'microdnf', { ...RHEL, bytes: 94_000_000 }),
	arch: release('arch', 'Arch Linux', 'rolling', '', 'none', {
		like: '',
		home: 'https://archlinux.org/',
		bytes: 451_000_000,
	}),
	leap: release('opensuse-leap', 'openSUSE Leap', '15.6', '', 'none', {
		like: 'suse opensuse',
		home: 'https://www.opensuse.org/',
		bytes: 123_000_000,
	}),
	tumbleweed: release('opensuse-tumbleweed', 'openSUSE Tumbleweed', '20251103', '', 'none', {
		like: 'opensuse suse',
		home: 'https://www.opensuse.org/',
		bytes: 98_000_000,
	}),
} as const satisfies Readonly<Record<string, RedhatRelease>>;

const PASSWD = `root:x:0:0:root:/root:/bin/bash
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
adm:x:3:4:adm:/var/adm:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/spool/mail:/sbin/nologin
operator:x:11:0:operator:/root:/sbin/nologin
games:x:12:100:games:/usr/games:/sbin/nologin
ftp:x:14:50:FTP User:/var/ftp:/sbin/nologin
nobody:x:65534:65534:Kernel Overflow User:/:/sbin/nologin
`;

const GROUP = `root:x:0:
bin:x:1:
daemon:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mem:x:8:
kmem:x:9:
wheel:x:10:
cdrom:x:11:
mail:x:12:
man:x:15:
dialout:x:18:
floppy:x:19:
games:x:20:
tape:x:33:
video:x:39:
ftp:x:50:
lock:x:54:
audio:x:63:
users:x:100:
nobody:x:65534:
`;

/** Accounts that an image's own packages add go behind these. */
export function redhatAccounts(users: string, groups: string): PathEntry[] {
	const passwd = PASSWD + users;
	return [
		file('/etc/passwd', passwd),
		file('/etc/group', GROUP + groups),
		shadowFile(passwd, '*:20360:0:99999:7:::', 0, 0),
	];
}

/** Here, unlike in Debian, a new user has a home. */
const LOGIN_DEFS =
	'UID_MIN 1000\nUID_MAX 60000\nSYS_UID_MIN 201\nSYS_UID_MAX 999\nGID_MIN 1000\nGID_MAX 60000\nSYS_GID_MIN 201\nSYS_GID_MAX 999\nUMASK 022\nHOME_MODE 0700\nPASS_MAX_DAYS 99999\nPASS_MIN_DAYS 0\nPASS_WARN_AGE 7\nCREATE_HOME yes\nUSERGROUPS_ENAB yes\nENCRYPT_METHOD YESCRYPT\n';

/** Whose images hold the package rootfiles. Oracle's slim ones, on which MySQL's is built, and Amazon's do not. */
const WITH_ROOT_FILES: ReadonlySet<string> = new Set(['centos', 'fedora', 'rocky', 'almalinux', 'rhel']);

export function redhatLayer(release: RedhatRelease): Layer {
	const { id, name, version, versionText, prettyName, like, line, manager, home, bytes } = release;
	const osRelease = [
		`NAME="${name}"`,
		`VERSION="${versionText}"`,
		`ID="${id}"`,
		...(like === '' ? [] : [`ID_LIKE="${like}"`]),
		`VERSION_ID="${version}"`,
		`PLATFORM_ID="platform:${id === 'fedora' ? 'f' : 'el'}${version.split('.')[0]}"`,
		`PRETTY_NAME="${prettyName}"`,
		'ANSI_COLOR="0;31"',
		`HOME_URL="${home}"`,
		'',
	].join('\n');
	const managers = { dnf: 'dnf yum rpm', yum: 'yum rpm', microdnf: 'microdnf rpm', none: '' }[manager];
	return layer(
		[
			link('/bin', 'usr/bin'),
			link('/sbin', 'usr/sbin'),
			link('/lib', 'usr/lib'),
			link('/lib64', 'usr/lib64'),
			...'/boot /dev /etc /home /media /mnt /opt /proc /run /srv /sys /usr/bin /usr/sbin /usr/lib /usr/lib64 /usr/libexec /usr/local/bin /usr/local/sbin /usr/share /var/cache /var/lib /var/log /var/spool /etc/yum.repos.d'
				.split(' ')
				.map((path) => directory(path)),
			directory('/root', 0o550),
			directory('/tmp', 0o1777),
			directory('/var/tmp', 0o1777),
			link('/var/run', '/run'),
			...redhatAccounts('', ''),
			...(manager === 'none' ? [] : redhatStartupFiles(WITH_ROOT_FILES.has(id) && manager !== 'microdnf')),
			file('/usr/lib/os-release', osRelease),
			link('/etc/os-release', '../usr/lib/os-release'),
			file('/etc/system-release', `${line}\n`),
			link('/etc/redhat-release', 'system-release'),
			file(
				`/etc/${manager === 'none' ? id : 'yum.repos.d'}/${id}.repo`,
				`[baseos]\nname=${name} $releasever - BaseOS\nmirrorlist=${home}\ngpgcheck=1\nenabled=1\n`,
			),
			file('/etc/shells', '/bin/sh\n/bin/bash\n/usr/bin/sh\n/usr/bin/bash\n'),
			...essentialCommands().filter(([path]) => !path.endsWith('/sh') && !path.endsWith('/dash')),
			link('/usr/sbin/adduser', 'useradd'),
			file('/etc/login.defs', LOGIN_DEFS),
			file(
				'/etc/default/useradd',
				'GROUP=100\nHOME=/home\nINACTIVE=-1\nEXPIRE=\nSHELL=/bin/bash\nSKEL=/etc/skel\nCREATE_MAIL_SPOOL=yes\n',
			),
			executable('/usr/bin/sh', 'bash', 1_389_048),
			executable('/usr/bin/curl', 'curl', 267_736),
			...commands('/usr/bin', managers, 12_000),
		],
		bytes,
	);
}
