import type { Layer } from '../../../kernel/machine-api.ts';
import { commands, directory, executable, file, layer, link, type PathEntry } from '../layer-builder.ts';
import { shadowFile } from './shadow.ts';
import { debianStartupFiles } from './startup-files.ts';

interface DebianRelease {
	readonly id: 'debian' | 'ubuntu';
	/** "12", "24.04". */
	readonly version: string;
	/** "12.11", "24.04.3". */
	readonly point: string;
	readonly codename: string;
}

/** What every Debian and Ubuntu base image holds: the essential packages' commands and accounts. */
export function debianLayer(release: DebianRelease): Layer {
	const entries = [
		...folders(),
		...accounts(release),
		...releaseFiles(release),
		...sources(release),
		...debianStartupFiles(release.id),
		...essentialCommands(),
		...adduserCommands(release),
	];
	return layer(entries, UNPACKED_BYTES.get(release.codename));
}

/** Where apt gets its packages. */
function sources({ id, codename }: DebianRelease): PathEntry[] {
	const [uri, security, suite, component] =
		id === 'debian'
			? ['http://deb.debian.org/debian', 'http://deb.debian.org/debian-security', `${codename}-security`, 'main']
			: [
					'http://archive.ubuntu.com/ubuntu/',
					'http://security.ubuntu.com/ubuntu/',
					`${codename}-security`,
					'main universe',
				];
	const stanza = (place: string, suites: string): string =>
		`Types: deb\nURIs: ${place}\nSuites: ${suites}\nComponents: ${component}\nSigned-By: /usr/share/keyrings/${id}-archive-keyring.gpg\n`;
	return [
		directory('/etc/apt'),
		directory('/var/lib/apt/lists'),
		directory('/var/lib/dpkg'),
		file('/var/lib/dpkg/status', ''),
		file(
			`/etc/apt/sources.list.d/${id}.sources`,
			`${stanza(uri as string, `${codename} ${codename}-updates`)}\n${stanza(security as string, suite as string)}`,
		),
	];
}

/** Of Debian the slim flavour. */
const UNPACKED_BYTES: ReadonlyMap<string, number> = new Map([
	['trixie', 78_621_184],
	['bookworm', 74_801_152],
	['bullseye', 80_661_504],
	['buster', 69_293_056],
	['noble', 78_118_912],
	['jammy', 77_867_008],
	['focal', 72_807_424],
	['bionic', 63_159_296],
]);

export const BOOKWORM: DebianRelease = { id: 'debian', version: '12', point: '12.12', codename: 'bookworm' };
export const TRIXIE: DebianRelease = { id: 'debian', version: '13', point: '13.1', codename: 'trixie' };
export const BULLSEYE: DebianRelease = { id: 'debian', version: '11', point: '11.11', codename: 'bullseye' };
export const BUSTER: DebianRelease = { id: 'debian', version: '10', point: '10.13', codename: 'buster' };
export const NOBLE: DebianRelease = { id: 'ubuntu', version: '24.04', point: '24.04.3', codename: 'noble' };
export const JAMMY: DebianRelease = { id: 'ubuntu', version: '22.04', point: '22.04.5', codename: 'jammy' };
export const FOCAL: DebianRelease = { id: 'ubuntu', version: '20.04', point: '20.04.6', codename: 'focal' };
export const BIONIC: DebianRelease = { id: 'ubuntu', version: '18.04', point: '18.04.6', codename: 'bionic' };

function folders(): PathEntry[] {
	return [
		link('/bin', 'usr/bin'),
		link('/sbin', 'usr/sbin'),
		link('/lib', 'usr/lib'),
		link('/lib64', 'usr/lib64'),
		...'/boot /dev /etc /home /media /mnt /opt /proc /run /run/lock /srv /sys /usr/bin /usr/sbin /usr/lib /usr/lib64 /usr/local/bin /usr/local/sbin /usr/local/lib /usr/share /usr/share/doc /var/cache /var/lib /var/log /var/mail /var/spool'
			.split(' ')
			.map((path) => directory(path)),
		directory('/root', 0o700),
		directory('/tmp', 0o1777),
		directory('/var/tmp', 0o1777),
		link('/var/run', '/run'),
		link('/var/lock', '/run/lock'),
	];
}

const PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
sync:x:4:65534:sync:/bin:/bin/sync
games:x:5:60:games:/usr/games:/usr/sbin/nologin
man:x:6:12:man:/var/cache/man:/usr/sbin/nologin
lp:x:7:7:lp:/var/spool/lpd:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
news:x:9:9:news:/var/spool/news:/usr/sbin/nologin
uucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin
proxy:x:13:13:proxy:/bin:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
backup:x:34:34:backup:/var/backups:/usr/sbin/nologin
list:x:38:38:Mailing List Manager:/var/list:/usr/sbin/nologin
irc:x:39:39:ircd:/run/ircd:/usr/sbin/nologin
_apt:x:42:65534::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;

const GROUP = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mail:x:8:
news:x:9:
uucp:x:10:
man:x:12:
proxy:x:13:
kmem:x:15:
dialout:x:20:
fax:x:21:
voice:x:22:
cdrom:x:24:
floppy:x:25:
tape:x:26:
sudo:x:27:
audio:x:29:
dip:x:30:
www-data:x:33:
backup:x:34:
operator:x:37:
list:x:38:
irc:x:39:
src:x:40:
shadow:x:42:
utmp:x:43:
video:x:44:
sasl:x:45:
plugdev:x:46:
staff:x:50:
games:x:60:
users:x:100:
nogroup:x:65534:
`;

/** Accounts that an image's own packages add go behind these. */
export function debianAccounts(users: string, groups: string): PathEntry[] {
	const passwd = PASSWD + users;
	return [file('/etc/passwd', passwd), file('/etc/group', GROUP + groups), shadowFile(passwd, '*:20360:0:99999:7:::')];
}

function accounts(release: DebianRelease): PathEntry[] {
	const ubuntu = release.id === 'ubuntu' && release.version === '24.04';
	return [
		...debianAccounts(
			ubuntu ? 'ubuntu:x:1000:1000:Ubuntu:/home/ubuntu:/bin/bash\n' : '',
			ubuntu ? 'ubuntu:x:1000:\n' : '',
		),
		file('/etc/shells', '# /etc/shells: valid login shells\n/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n'),
	];
}

function releaseFiles({ id, version, point, codename }: DebianRelease): PathEntry[] {
	if (id === 'ubuntu') {
		const name = codename === 'noble' ? 'Noble Numbat' : 'Jammy Jellyfish';
		return [
			file('/etc/debian_version', codename === 'noble' ? 'trixie/sid\n' : 'bookworm/sid\n'),
			file('/etc/issue', `Ubuntu ${point} LTS \\n \\l\n\n`),
			file(
				'/etc/os-release',
				`PRETTY_NAME="Ubuntu ${point} LTS"\nNAME="Ubuntu"\nVERSION_ID="${version}"\nVERSION="${point} LTS (${name})"\nVERSION_CODENAME=${codename}\nID=ubuntu\nID_LIKE=debian\nHOME_URL="https://www.ubuntu.com/"\nSUPPORT_URL="https://help.ubuntu.com/"\nBUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"\nPRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"\nUBUNTU_CODENAME=${codename}\nLOGO=ubuntu-logo\n`,
			),
		];
	}
	return [
		file('/etc/debian_version', `${point}\n`),
		file('/etc/issue', `Debian GNU/Linux ${version} \\n \\l\n\n`),
		file(
			'/etc/os-release',
			`PRETTY_NAME="Debian GNU/Linux ${version} (${codename})"\nNAME="Debian GNU/Linux"\nVERSION_ID="${version}"\nVERSION="${version} (${codename})"\nVERSION_CODENAME=${codename}\nID=debian\nHOME_URL="https://www.debian.org/"\nSUPPORT_URL="https://www.debian.org/support"\nBUG_REPORT_URL="https://bugs.debian.org/"\n`,
		),
	];
}

/** coreutils, debianutils, diffutils, findutils, grep, gzip, hostname, mawk, sed, tar, util-linux, bash, dash. */
const ESSENTIAL = `[ arch b2sum base32 base64 basename basenc cat chgrp chmod chown cksum comm cp csplit cut date dd df dir
dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln logname ls
md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc nsenter numfmt od paste pathchk pinky pr printenv printf ptx pwd
readlink realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat
stdbuf stty sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users vdir
wc who whoami yes which tempfile run-parts cmp diff diff3 sdiff find xargs grep egrep fgrep gzip gunzip zcat hostname
sed tar dmesg more mount umount nsenter su getopt lscpu flock awk mawk perl apt apt-get apt-cache apt-mark dpkg dpkg-deb dpkg-query getent getconf
locale iconv ldd setsid ionice taskset renice mcookie findmnt lsblk mountpoint script clear tput reset chage chfn chsh gpasswd newgrp passwd sg`;

/** Which adduser each release has; from trixie and noble on images come without it. */
const ADDUSER_RELEASES: ReadonlyMap<string, string> = new Map([
	['buster', '3.118'],
	['bullseye', '3.118'],
	['bookworm', '3.134'],
	['bionic', '3.116'],
	['focal', '3.118'],
	['jammy', '3.118'],
]);

function adduserCommands({ codename }: DebianRelease): PathEntry[] {
	const release = ADDUSER_RELEASES.get(codename);
	if (release === undefined) return [];
	return ['adduser', 'addgroup', 'deluser', 'delgroup'].map((name) =>
		executable(`/usr/sbin/${name}`, `${name}@${release}`, 40_000),
	);
}

/** What both families of distributions have of commands. */
export function essentialCommands(): PathEntry[] {
	return [
		...commands('/usr/bin', ESSENTIAL, 43_432),
		executable('/usr/bin/bash', 'bash', 1_265_648),
		executable('/usr/bin/dash', 'dash', 125_640),
		executable('/usr/bin/sh', 'sh', 125_640),
		executable('/usr/sbin/chroot', 'chroot', 39_424),
		executable('/usr/sbin/nologin', 'nologin', 14_640),
		...commands('/usr/sbin', 'chpasswd groupadd groupdel groupmod useradd userdel usermod', 92_376),
	];
}
