import type { Layer } from '../../kernel/machine-api.ts';
import { INTERNET_ROOT_CERTIFICATE } from '../../machinery/x509/internet-root.ts';
import { addAccountSettings } from './account-settings.ts';
import { addAlternatives } from './alternatives.ts';
import { addAppArmorFiles } from './apparmor-files.ts';
import { addBashCompletion } from './bash-completion.ts';
import { addEditorFiles } from './editor-files.ts';
import { LayerEntries } from './layer-entries.ts';
import { addDistributionPackages } from './package-files.ts';
import { BASH_PROFILE, BASHRC, INPUTRC, MOTD, PROFILE, SYSTEM_BASHRC } from './shell-startup.ts';

/** A file that runs a program: `Command` of commands/ has these fields. */
export interface HostExecutable {
	/** Key in the program registry. */
	readonly name: string;
	readonly paths: readonly string[];
	readonly size: number;
}

/** Executables that run with their owner's rights. */
const SETUID_PATHS: ReadonlySet<string> = new Set(
	['chfn', 'chsh', 'gpasswd', 'newgrp', 'passwd', 'sg', 'su', 'sudo'].map((name) => `/usr/bin/${name}`),
);

/** The first ordinary user of a host, who may do everything with sudo. */
export interface OrdinaryUser {
	readonly name: string;
	readonly uid: number;
	readonly gid: number;
}

export function ordinaryUser({ userName = 'student' }: { readonly userName?: string }): OrdinaryUser {
	return { name: userName, uid: 1000, gid: 1000 };
}

/** Ubuntu 24.04 as every host has it, with the commands that the world knows. The same for all hosts. */
export function baseSystemLayer(executables: readonly HostExecutable[], user: OrdinaryUser): Layer {
	const entries = new LayerEntries();
	entries.directories(DIRECTORIES);
	// Merged /usr.
	for (const name of ['bin', 'sbin', 'lib', 'lib64']) entries.link(`/${name}`, `usr/${name}`);
	entries.directory('/tmp', 0o1777).directory('/var/tmp', 0o1777).directory('/var/lock', 0o1777);
	entries.directory('/root', 0o700).link('/var/run', '/run');
	entries.directory('/run/lock', 0o1777).directory('/run/user', 0o755);
	addIdentity(entries, user);
	addConfiguration(entries);
	addHomes(entries, user);
	addAppArmorFiles(entries);
	addEditorFiles(entries);
	addBashCompletion(entries);
	for (const { name, paths, size } of executables) {
		for (const path of paths) entries.executable(mergedPath(path), name, size, SETUID_PATHS.has(path) ? 0o4755 : 0o755);
	}
	addAlternatives(entries);
	addDistributionPackages(entries);
	return entries.layer();
}

/** /bin and /sbin are links into /usr. */
function mergedPath(path: string): string {
	return path.replace(/^\/(bin|sbin|lib)\//, '/usr/$1/');
}

const DIRECTORIES = `/boot /dev /etc /home /media /mnt /opt /proc /run /srv /sys /usr/bin /usr/games /usr/include
/usr/lib /usr/lib64 /usr/libexec /usr/local/bin /usr/local/etc /usr/local/games /usr/local/include /usr/local/lib
/usr/local/sbin /usr/local/share/ca-certificates /usr/local/src /usr/sbin /usr/share/ca-certificates /usr/share/doc
/usr/share/man /usr/src /var/backups /var/cache/apt /var/lib/apt /var/lib/dpkg /var/log/journal /var/mail /var/opt
/var/spool/cron /etc/apt/sources.list.d /etc/ca-certificates /etc/cron.d /etc/default /etc/init.d /etc/kernel
/etc/modules-load.d /etc/network /etc/profile.d /etc/security /etc/skel /etc/ssh /etc/ssl/certs /etc/ssl/private
/etc/sudoers.d /etc/sysctl.d /etc/systemd/network /etc/systemd/system/multi-user.target.wants /etc/systemd/user
/etc/udev /run/systemd/resolve /run/systemd/system /usr/lib/systemd/system /usr/lib/modules /usr/share/bash-completion/completions`;

/** Who exists on the host. */
function addIdentity(entries: LayerEntries, { name, uid, gid }: OrdinaryUser): void {
	entries.file('/etc/passwd', `${PASSWD}${name}:x:${uid}:${gid}:${name}:/home/${name}:/bin/bash\n`);
	const groups = `${GROUP.replace('sudo:x:27:', `sudo:x:27:${name}`)}${name}:x:${gid}:\n`;
	entries.file('/etc/group', groups);
	const shadow = `${PASSWD.replace(/^([^:]+):.*$/gm, '$1:*:20362:0:99999:7:::')}${name}:!:20362:0:99999:7:::\n`;
	entries.file('/etc/shadow', shadow, 0o640, { gid: 42 });
	addAccountSettings(entries, groups, name);
	entries.file('/etc/shells', '/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/dash\n/usr/bin/dash\n');
	entries.file('/etc/sudoers', SUDOERS, 0o440);
	entries.file(`/etc/sudoers.d/90-${name}`, `${name} ALL=(ALL) NOPASSWD:ALL\n`, 0o440);
}

function addConfiguration(entries: LayerEntries): void {
	entries.file('/usr/lib/os-release', OS_RELEASE).link('/etc/os-release', '../usr/lib/os-release');
	entries.file('/etc/lsb-release', LSB_RELEASE);
	entries.file('/etc/debian_version', 'trixie/sid\n');
	entries.file('/etc/issue', 'Ubuntu 24.04.3 LTS \\n \\l\n\n').file('/etc/issue.net', 'Ubuntu 24.04.3 LTS\n');
	entries.file('/etc/timezone', 'Etc/UTC\n').link('/etc/localtime', '/usr/share/zoneinfo/Etc/UTC');
	entries.file('/etc/default/locale', 'LANG=C.UTF-8\n');
	entries.file('/etc/environment', `PATH="${LOGIN_PATH}"\n`);
	entries.file('/etc/nsswitch.conf', NSSWITCH);
	entries.file('/etc/fstab', '/dev/vda1 / ext4 defaults 0 1\n');
	entries.link('/etc/resolv.conf', '../run/systemd/resolve/resolv.conf');
	entries.file('/run/systemd/resolve/resolv.conf', 'nameserver 1.1.1.1\nnameserver 8.8.8.8\nsearch .\n');
	entries.file('/etc/ssl/certs/ca-certificates.crt', INTERNET_ROOT_CERTIFICATE);
	entries.file('/etc/ssh/sshd_config', SSHD_CONFIG);
	entries.file('/etc/protocols', 'ip\t0\tIP\nicmp\t1\tICMP\ntcp\t6\tTCP\nudp\t17\tUDP\n');
	entries.file('/etc/services', SERVICES);
	entries.file('/etc/profile', PROFILE).file('/etc/bash.bashrc', SYSTEM_BASHRC).file('/etc/motd', MOTD);
	entries.file('/etc/inputrc', INPUTRC);
	entries.file('/etc/modules-load.d/k8s.conf', 'overlay\nbr_netfilter\n');
	entries.file(
		'/etc/sysctl.d/k8s.conf',
		'net.bridge.bridge-nf-call-iptables  = 1\nnet.bridge.bridge-nf-call-ip6tables = 1\nnet.ipv4.ip_forward                 = 1\n',
	);
	for (const name of ['syslog', 'auth.log', 'kern.log', 'dpkg.log']) {
		entries.file(`/var/log/${name}`, '', 0o640, { gid: 4 });
	}
}

/** Where a login shell looks for commands. */
export const LOGIN_PATH =
	'/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games:/snap/bin';

function addHomes(entries: LayerEntries, { name, uid, gid }: OrdinaryUser): void {
	entries.directory(`/home/${name}`, 0o750, { uid, gid });
	for (const [home, owner] of [
		['/root', {}],
		[`/home/${name}`, { uid, gid }],
		['/etc/skel', {}],
	] as const) {
		entries.file(`${home}/.bashrc`, BASHRC, 0o644, owner);
		entries.file(`${home}/.profile`, BASH_PROFILE, 0o644, owner);
	}
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
systemd-network:x:998:998:systemd Network Management:/:/usr/sbin/nologin
systemd-timesync:x:996:996:systemd Time Synchronization:/:/usr/sbin/nologin
messagebus:x:101:101::/nonexistent:/usr/sbin/nologin
systemd-resolve:x:992:992:systemd Resolver:/:/usr/sbin/nologin
sshd:x:107:65534::/run/sshd:/usr/sbin/nologin
`;

const GROUP = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:syslog
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
cdrom:x:24:
floppy:x:25:
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
staff:x:50:
games:x:60:
users:x:100:
nogroup:x:65534:
systemd-journal:x:999:
systemd-network:x:998:
systemd-timesync:x:996:
docker:x:988:
messagebus:x:101:
syslog:x:102:
systemd-resolve:x:992:
`;

const SUDOERS = `Defaults\tenv_reset
Defaults\tmail_badpass
Defaults\tsecure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"
Defaults\tuse_pty

root\tALL=(ALL:ALL) ALL
%admin ALL=(ALL) ALL
%sudo\tALL=(ALL:ALL) ALL

@includedir /etc/sudoers.d
`;

const OS_RELEASE = `PRETTY_NAME="Ubuntu 24.04.3 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.3 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
HOME_URL="https://www.ubuntu.com/"
SUPPORT_URL="https://help.ubuntu.com/"
BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"
PRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"
UBUNTU_CODENAME=noble
LOGO=ubuntu-logo
`;

const LSB_RELEASE = `DISTRIB_ID=Ubuntu
DISTRIB_RELEASE=24.04
DISTRIB_CODENAME=noble
DISTRIB_DESCRIPTION="Ubuntu 24.04.3 LTS"
`;

const NSSWITCH = `passwd:         files systemd
group:          files systemd
shadow:         files systemd
hosts:          files dns
networks:       files
protocols:      db files
services:       db files
`;

const SSHD_CONFIG = `Include /etc/ssh/sshd_config.d/*.conf
PermitRootLogin yes
KbdInteractiveAuthentication no
UsePAM yes
X11Forwarding yes
PrintMotd no
AcceptEnv LANG LC_*
Subsystem\tsftp\t/usr/lib/openssh/sftp-server
`;

const SERVICES = `ssh\t\t22/tcp
domain\t\t53/tcp
domain\t\t53/udp
http\t\t80/tcp\t\twww
ntp\t\t123/udp
https\t\t443/tcp
mysql\t\t3306/tcp
postgresql\t5432/tcp
redis\t\t6379/tcp
`;
