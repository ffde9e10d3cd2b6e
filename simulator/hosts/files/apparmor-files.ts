import type { LayerEntries } from './layer-entries.ts';

/** /etc/apparmor.d as policies need it: what they include. Texts of our own. */
export function addAppArmorFiles(entries: LayerEntries): void {
	entries.directory('/etc/apparmor.d');
	for (const folder of ['abi', 'abstractions', 'disable', 'force-complain', 'local', 'tunables']) {
		entries.directory(`/etc/apparmor.d/${folder}`);
	}
	for (const [path, text] of FILES) entries.file(`/etc/apparmor.d/${path}`, text);
}

const FILES: readonly (readonly [string, string])[] = [
	['abi/3.0', ''],
	['abi/4.0', ''],
	[
		'tunables/global',
		`include <tunables/home>
include <tunables/proc>
@{pid}={[1-9],[1-9][0-9],[1-9][0-9][0-9],[1-9][0-9][0-9][0-9],[1-9][0-9][0-9][0-9][0-9],[1-9][0-9][0-9][0-9][0-9][0-9]}
@{pids}=@{pid}
@{tid}=@{pid}
@{sys}=/sys/
@{run}=/run/ /var/run/
@{multiarch}=*-linux-gnu*
@{etc_ro}=/etc/
@{etc_rw}=/etc/
`,
	],
	['tunables/home', '@{HOMEDIRS}=/home/\n@{HOME}=/home/*/ /root/\n'],
	['tunables/proc', '@{PROC}=/proc/\n'],
	[
		'abstractions/base',
		`  # What every program reads.
  /etc/ld.so.{cache,conf,preload} mr,
  /etc/ld.so.conf.d/{,*.conf} r,
  /etc/locale/** r,
  /etc/localtime r,
  /etc/locale.alias r,
  /{usr/,}lib{,32,64}/** r,
  /{usr/,}lib{,32,64}/**.so* mr,
  /usr/share/locale/** r,
  /usr/share/locale-langpack/** r,
  /usr/share/zoneinfo/{**,} r,
  /dev/{null,zero,full} rw,
  /dev/{random,urandom} r,
  /dev/log w,
  @{PROC}/@{pid}/{maps,auxv,status} r,
  @{PROC}/{cpuinfo,filesystems,meminfo,stat} r,
  @{PROC}/sys/kernel/{cap_last_cap,ngroups_max,version} r,
  @{sys}/devices/system/cpu/{,online,possible} r,
  signal (receive) peer=unconfined,
`,
	],
	[
		'abstractions/nameservice',
		`  /etc/{group,host.conf,hosts,nsswitch.conf,gai.conf,passwd,protocols,resolv.conf,services} r,
  @{run}/systemd/resolve/{resolv,stub-resolv}.conf r,
  network inet stream,
  network inet dgram,
  network inet6 stream,
  network inet6 dgram,
`,
	],
	['abstractions/bash', '  /etc/{profile,bash.bashrc,inputrc} r,\n  /etc/profile.d/{,*} r,\n  @{HOME}/.bashrc r,\n'],
	['abstractions/consoles', '  /dev/{console,tty} rw,\n  /dev/pts/[0-9]* rw,\n'],
	['abstractions/openssl', '  /etc/ssl/{openssl.cnf,certs/**} r,\n'],
	['abstractions/ssl_certs', '  /etc/ssl/{,certs/{,**}} r,\n  /usr/share/ca-certificates/{,**} r,\n'],
	['abstractions/user-tmp', '  owner /tmp/{,**} rwkl,\n  owner /var/tmp/{,**} rwkl,\n'],
];
