import type { Layer } from '../../../kernel/machine-api.ts';
import { INTERNET_ROOT_CERTIFICATE } from '../../../machinery/x509/internet-root.ts';
import { directory, executable, file, layer, type PathEntry } from '../layer-builder.ts';
import { busyboxCommands } from './busybox.ts';
import { shadowFile } from './shadow.ts';

const PASSWD = `root:x:0:0:root:/root:/bin/sh
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/mail:/sbin/nologin
news:x:9:13:news:/usr/lib/news:/sbin/nologin
uucp:x:10:14:uucp:/var/spool/uucppublic:/sbin/nologin
cron:x:16:16:cron:/var/spool/cron:/sbin/nologin
ftp:x:21:21::/var/lib/ftp:/sbin/nologin
sshd:x:22:22:sshd:/dev/null:/sbin/nologin
games:x:35:35:games:/usr/games:/sbin/nologin
ntp:x:123:123:NTP:/var/empty:/sbin/nologin
guest:x:405:100:guest:/dev/null:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
`;

const GROUP = `root:x:0:root
bin:x:1:root,bin,daemon
daemon:x:2:root,bin,daemon
sys:x:3:root,bin
adm:x:4:root,daemon
tty:x:5:
disk:x:6:root
lp:x:7:lp
kmem:x:9:
wheel:x:10:root
floppy:x:11:root
mail:x:12:mail
news:x:13:news
uucp:x:14:uucp
cron:x:16:cron
audio:x:18:
cdrom:x:19:
dialout:x:20:root
ftp:x:21:
sshd:x:22:
input:x:23:
tape:x:26:root
video:x:27:root
netdev:x:28:
kvm:x:34:kvm
games:x:35:
shadow:x:42:
www-data:x:82:
users:x:100:games
ntp:x:123:
abuild:x:300:
utmp:x:406:
ping:x:999:
nogroup:x:65533:
nobody:x:65534:
`;

/** Accounts that an image's own packages add go behind these. */
export function alpineAccounts(users: string, groups: string): PathEntry[] {
	const passwd = PASSWD + users;
	return [file('/etc/passwd', passwd), file('/etc/group', GROUP + groups), shadowFile(passwd, '*::0:::::')];
}

/** @param version "3.22.2". */
export function alpineLayer(version: string): Layer {
	const minor = version.split('.').slice(0, 2).join('.');
	const entries = [
		...'/dev /etc /etc/apk /home /lib /media /mnt /opt /proc /run /srv /sys /usr /usr/lib /usr/local /usr/local/bin /usr/share /var /var/cache /var/empty /var/lib /var/log /var/mail /var/spool'
			.split(' ')
			.map((path) => directory(path)),
		directory('/root', 0o700),
		directory('/tmp', 0o1777),
		directory('/var/tmp', 0o1777),
		...alpineAccounts('', ''),
		file('/etc/alpine-release', `${version}\n`),
		file(
			'/etc/os-release',
			`NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${minor}"\nHOME_URL="https://alpinelinux.org/"\nBUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"\n`,
		),
		file(
			'/etc/apk/repositories',
			`https://dl-cdn.alpinelinux.org/alpine/v${minor}/main\nhttps://dl-cdn.alpinelinux.org/alpine/v${minor}/community\n`,
		),
		directory('/etc/ssl'),
		directory('/etc/ssl/certs'),
		file('/etc/ssl/certs/ca-certificates.crt', INTERNET_ROOT_CERTIFICATE),
		file('/etc/shells', '# valid login shells\n/bin/sh\n/bin/ash\n'),
		executable('/lib/ld-musl-x86_64.so.1', 'unsimulated', 662_424),
		...busyboxCommands('spread', 808_712),
		executable('/sbin/apk', 'apk', 71_360),
	];
	return layer(entries, UNPACKED_BYTES.find(([from]) => Number(minor.split('.')[1]) >= from)?.[1]);
}

/** From which 3.x on alpine takes how much. */
const UNPACKED_BYTES: readonly (readonly [from: number, bytes: number])[] = [
	[22, 8_317_440],
	[20, 7_829_504],
	[17, 7_378_432],
	[12, 5_592_064],
	[0, 4_413_952],
];
