import { commands, directory, executable, file, link, type PathEntry } from '../layer-builder.ts';
import { shadowFile } from './shadow.ts';

/** Applets in the folders where `busybox --install` links them. */
const BIN = `arch ash base32 base64 cat chattr chgrp chmod chown cp cttyhack date dd df dmesg dnsdomainname dumpkmap echo
egrep false fatattr fdflush fgrep fsync getopt grep gunzip gzip hostname hush ionice iostat ipcalc kbd_mode kill link
linux32 linux64 ln login ls lsattr lzop makemime mkdir mknod mktemp more mount mountpoint mpstat mt mv netstat nice
pidof ping ping6 pipe_progress printenv ps pwd reformime resume rev rm rmdir rpm run-parts scriptreplay sed setarch
setpriv setserial sh sleep stat stty su sync tar touch true umount uname usleep vi watch zcat`;

const SBIN = `acpid adjtimex arp blkid blockdev bootchartd depmod devmem fbsplash fdisk findfs freeramdisk fsck getty halt
hdparm hwclock ifconfig ifdown ifenslave ifup init insmod ip ipaddr iplink ipneigh iproute iprule iptunnel klogd
loadkmap logread losetup lsmod mdev mkswap modinfo modprobe nameif pivot_root poweroff raidautorun reboot rmmod route
runlevel setconsole slattach start-stop-daemon sulogin swapoff swapon switch_root sysctl syslogd tc tunctl udhcpc
uevent vconfig watchdog zcip`;

const USR_BIN = `[ [[ awk basename bc beep blkdiscard bunzip2 bzcat bzip2 cal chpst chrt chvt cksum clear cmp comm crontab
cryptpw cut dc deallocvt diff dirname dos2unix du dumpleases eject env envdir envuidgid expand expr factor fallocate
fgconsole find flock fold free ftpget ftpput fuser groups hd head hexdump hexedit hostid id install ipcrm ipcs killall
last less logger logname lpq lpr lsof lspci lsscsi lsusb lzcat lzma man md5sum mesg microcom mkfifo mkpasswd nc nl
nmeter nohup nproc nsenter nslookup od openvt passwd paste patch pgrep pkill pmap powertop printf pscan pstree pwdx
readlink realpath renice reset resize rpm2cpio runsv runsvdir rx script seq setfattr setkeycodes setsid setuidgid
sha1sum sha256sum sha3sum sha512sum showkey shred shuf smemcap softlimit sort split ssl_client strings sum sv svc svok
tac tail taskset tcpsvd tee telnet test tftp time timeout top tr traceroute traceroute6 truncate ts tty ttysize
udhcpc6 udpsvd unexpand uniq unix2dos unlink unlzma unshare unxz unzip uptime users uudecode uuencode vlock volname w
wall wc wget which who whoami whois xargs xxd xz xzcat yes`;

const USR_SBIN = `addgroup adduser arping brctl chpasswd chroot crond delgroup deluser dhcprelay dnsd ether-wake fakeidentd
fbset fdformat fsfreeze ftpd httpd ifplugd inetd loadfont lpd mim nanddump nandwrite nbd-client ntpd partprobe popmaildir
powertop rdate rdev readahead readprofile rtcwake seedrng sendmail setfont setlogcons svlogd telnetd tftpd ubirename
udhcpd`;

/** Every applet as the image's own layout has it: all in /bin (the official busybox) or spread (Alpine). */
export function busyboxCommands(layout: 'bin' | 'spread', size: number): PathEntry[] {
	const folders: readonly (readonly [string, string])[] = [
		['/bin', BIN],
		['/sbin', SBIN],
		['/usr/bin', USR_BIN],
		['/usr/sbin', USR_SBIN],
	];
	// Alpine has servers in a package of their own, busybox-extras.
	const own = (names: string): string => (layout === 'spread' ? names.replace(/\bhttpd\b/, '') : names);
	return [
		executable('/bin/busybox', 'busybox', size),
		...folders.flatMap(([folder, names]) => commands(layout === 'bin' ? '/bin' : folder, own(names), size, 'busybox:')),
	];
}

/** Accounts and folders of the official busybox image. */
export function busyboxFiles(): PathEntry[] {
	return [
		...'/dev /etc /lib /lib64 /usr /usr/bin /usr/sbin /var /var/spool /var/spool/mail /var/www'
			.split(' ')
			.map((path) => directory(path)),
		directory('/home', 0o755, { uid: 65534, gid: 65534 }),
		directory('/root', 0o700),
		directory('/tmp', 0o1777),
		link('/usr/bin/env', '/bin/env'),
		file('/etc/passwd', PASSWD),
		shadowFile(PASSWD, '*:10933:0:99999:7:::', 0o600, 0),
		file(
			'/etc/group',
			'root:x:0:\ndaemon:x:1:\nbin:x:2:\nsys:x:3:\nadm:x:4:\ntty:x:5:\ndisk:x:6:\nlp:x:7:\nmail:x:8:\nkmem:x:9:\nwheel:x:10:root\ncdrom:x:11:\ndialout:x:18:\nfloppy:x:19:\nvideo:x:28:\naudio:x:29:\ntape:x:32:\nwww-data:x:33:\noperator:x:37:\nutmp:x:43:\nplugdev:x:46:\nstaff:x:50:\nlock:x:54:\nnetdev:x:82:\nusers:x:100:\nnobody:x:65534:\n',
		),
	];
}

const PASSWD =
	'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nbin:x:2:2:bin:/bin:/bin/false\nsys:x:3:3:sys:/dev:/bin/false\nsync:x:4:100:sync:/bin:/bin/sync\nmail:x:8:8:mail:/var/spool/mail:/bin/false\nwww-data:x:33:33:www-data:/var/www:/bin/false\noperator:x:37:37:Operator:/var:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n';
