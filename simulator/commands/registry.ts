import type { Program } from '../kernel/process-api.ts';
import { dashProgram } from '../shell/bash.ts';
import { gpasswd, passwd } from './accounts/gpasswd.ts';
import { su } from './accounts/su.ts';
import { sudo } from './accounts/sudo.ts';
import { groupadd, groupdel, useradd, userdel, usermod } from './accounts/useradd.ts';
import { apk } from './apk/apk.ts';
import { unsimulated } from './apk/unsimulated.ts';
import { aaEnabled, aaStatus, apparmorStatus } from './apparmor/aa-status.ts';
import { apparmorParser } from './apparmor/apparmor-parser.ts';
import { aptCache } from './apt/apt-cache.ts';
import { apt, aptGet } from './apt/apt-get.ts';
import { aptMark } from './apt/apt-mark.ts';
import { dpkg, dpkgQuery } from './apt/dpkg.ts';
import { dpkgDeb } from './apt/dpkg-deb.ts';
import { bc } from './bc/bc.ts';
import { dc } from './bc/dc.ts';
import { APPLETS, busyboxProgram, OLD_APPLETS, oldBusyboxProgram } from './busybox/applets.ts';
import { cksum, sum } from './checksums/cksum.ts';
import { md5sum, sha1sum, sha256sum, sha384sum, sha512sum } from './checksums/digests.ts';
import type { Command } from './command.ts';
import { ctr } from './containerd/ctr.ts';
import { runc } from './containerd/runc.ts';
import { runsc } from './containerd/runsc.ts';
import { base32, base64 } from './coreutils/base64.ts';
import { basenc } from './coreutils/basenc.ts';
import { cat } from './coreutils/cat.ts';
import { chmod } from './coreutils/chmod.ts';
import { chgrp, chown } from './coreutils/chown.ts';
import { chroot } from './coreutils/chroot.ts';
import { comm } from './coreutils/comm.ts';
import { cp } from './coreutils/cp.ts';
import { csplit } from './coreutils/csplit.ts';
import { cut } from './coreutils/cut.ts';
import { date } from './coreutils/date.ts';
import { dd } from './coreutils/dd.ts';
import { df } from './coreutils/df.ts';
import { du } from './coreutils/du.ts';
import { echo } from './coreutils/echo.ts';
import { env, printenv } from './coreutils/env.ts';
import { expand, unexpand } from './coreutils/expand.ts';
import { expr } from './coreutils/expr.ts';
import { factor } from './coreutils/factor.ts';
import { fmt } from './coreutils/fmt.ts';
import { fold } from './coreutils/fold.ts';
import { head } from './coreutils/head.ts';
import { hostname } from './coreutils/hostname.ts';
import { groups, id, logname, whoami } from './coreutils/id.ts';
import { install } from './coreutils/install.ts';
import { join } from './coreutils/join.ts';
import { ln } from './coreutils/ln.ts';
import { ls } from './coreutils/ls.ts';
import { mkdir } from './coreutils/mkdir.ts';
import { mktemp } from './coreutils/mktemp.ts';
import { mv } from './coreutils/mv.ts';
import { basename, dirname } from './coreutils/names.ts';
import { nl } from './coreutils/nl.ts';
import { numfmt } from './coreutils/numfmt.ts';
import { od } from './coreutils/od.ts';
import { paste } from './coreutils/paste.ts';
import { pathchk } from './coreutils/pathchk.ts';
import { printf } from './coreutils/printf.ts';
import { pwd } from './coreutils/pwd.ts';
import { readlink, realpath } from './coreutils/readlink.ts';
import { rm } from './coreutils/rm.ts';
import { rmdir } from './coreutils/rmdir.ts';
import { seq } from './coreutils/seq.ts';
import { shred } from './coreutils/shred.ts';
import { shuf } from './coreutils/shuf.ts';
import { sleep } from './coreutils/sleep.ts';
import { sort } from './coreutils/sort.ts';
import { link, mkfifo, mknod, unlink } from './coreutils/special-files.ts';
import { split } from './coreutils/split.ts';
import { stat } from './coreutils/stat.ts';
import { stdbuf } from './coreutils/stdbuf.ts';
import { sync } from './coreutils/sync.ts';
import { tac } from './coreutils/tac.ts';
import { tail } from './coreutils/tail.ts';
import { tee } from './coreutils/tee.ts';
import { stty, tty } from './coreutils/terminal.ts';
import { bracket, test } from './coreutils/test.ts';
import { touch } from './coreutils/touch.ts';
import { tr } from './coreutils/tr.ts';
import { truncate } from './coreutils/truncate.ts';
import { falseCommand, trueCommand } from './coreutils/truth.ts';
import { tsort } from './coreutils/tsort.ts';
import { arch, nproc, uname } from './coreutils/uname.ts';
import { uniq } from './coreutils/uniq.ts';
import { wc } from './coreutils/wc.ts';
import { users, who } from './coreutils/who.ts';
import { nice, nohup, timeout } from './coreutils/wrappers.ts';
import { yes } from './coreutils/yes.ts';
import { crictl } from './crictl/crictl.ts';
import { cmp } from './diffutils/cmp.ts';
import { diff } from './diffutils/diff.ts';
import { dnf, microdnf, rpm, yum } from './dnf/dnf.ts';
import { docker, podman } from './docker/docker.ts';
import { mke2fsItself, mkfsExt2, mkfsExt3, mkfsExt4 } from './e2fsprogs/mke2fs.ts';
import { nano } from './editors/nano/nano.ts';
import { vim } from './editors/vim/vim.ts';
import { etcdctl } from './etcd/etcdctl.ts';
import { etcdutl } from './etcd/etcdutl.ts';
import { find } from './findutils/find.ts';
import { xargs } from './findutils/xargs.ts';
import { gunzip, gzip, zcat } from './gzip/gzip.ts';
import { helm } from './helm/helm.ts';
import { lsmod, modinfo, modprobe } from './kmod/kmod.ts';
import { kubeBench } from './kube-bench/kube-bench.ts';
import { kubeadm } from './kubeadm/kubeadm.ts';
import { kubectl } from './kubectl/kubectl-command.ts';
import { kubesec } from './kubesec/kubesec.ts';
import { go } from './languages/go.ts';
import { npm } from './languages/npm.ts';
import { pip } from './languages/pip.ts';
import { venv } from './languages/venv.ts';
import { crontab } from './misc/crontab.ts';
import { envsubst } from './misc/envsubst.ts';
import { file } from './misc/file.ts';
import { gpg } from './misc/gpg.ts';
import { dmesg } from './misc/kernel-settings.ts';
import { getconf, getent, locale } from './misc/libc-bin.ts';
import { lsbRelease } from './misc/lsb-release.ts';
import { lsof } from './misc/lsof.ts';
import { man } from './misc/man.ts';
import { less, more } from './misc/pager.ts';
import { runParts } from './misc/run-parts.ts';
import { clear, reset, tput } from './misc/screen.ts';
import { strings } from './misc/strings.ts';
import { tree } from './misc/tree.ts';
import { whereis, which } from './misc/which.ts';
import { xxd } from './misc/xxd.ts';
import { conntrack } from './network/conntrack.ts';
import { curl } from './network/curl.ts';
import { dig, host, nslookup } from './network/dns-tools.ts';
import { ip } from './network/ip.ts';
import { iptables, iptablesSave } from './network/iptables.ts';
import { ipvsadm } from './network/ipvsadm.ts';
import { nc } from './network/nc.ts';
import { arp, bridge, route } from './network/net-tools.ts';
import { ping } from './network/ping.ts';
import { scp } from './network/scp/scp.ts';
import { netstat, ss } from './network/sockets.ts';
import { ssh } from './network/ssh/ssh.ts';
import { sshCopyId } from './network/ssh/ssh-copy-id.ts';
import { sshKeygen } from './network/ssh/ssh-keygen.ts';
import { telnet } from './network/telnet.ts';
import { tracepath, traceroute } from './network/traceroute.ts';
import { wget } from './network/wget.ts';
import { mountNfs, mountNfs4 } from './nfs/mount-nfs.ts';
import { exportfs, nfsd, showmount } from './nfs/nfs-server.ts';
import { openssl } from './openssl/openssl.ts';
import { free, uptime, w } from './procps/free.ts';
import { killall, pgrep, pidof, pkill } from './procps/pgrep.ts';
import { ps } from './procps/ps.ts';
import { sysctl } from './procps/sysctl.ts';
import { top } from './procps/top.ts';
import { watch } from './procps/watch.ts';
import { bash, dash } from './shells/shells.ts';
import { hostnamectl } from './systemd/hostnamectl.ts';
import { journalctl } from './systemd/journalctl.ts';
import { halt, poweroff, reboot, shutdown } from './systemd/power.ts';
import { systemctl } from './systemd/systemctl.ts';
import { tar } from './tar/tar.ts';
import { mawk } from './text/awk/awk.ts';
import { egrep, fgrep, grep } from './text/grep.ts';
import { jq } from './text/jq/jq.ts';
import { sed } from './text/sed/sed.ts';
import { yq } from './text/yq/yq.ts';
import { trivy } from './trivy/trivy.ts';
import { blkid } from './util-linux/blkid.ts';
import { blockdev } from './util-linux/blockdev.ts';
import { column } from './util-linux/column.ts';
import { fallocate } from './util-linux/fallocate.ts';
import { fdisk } from './util-linux/fdisk.ts';
import { findmnt } from './util-linux/findmnt.ts';
import { getopt } from './util-linux/getopt.ts';
import { hexdump } from './util-linux/hexdump.ts';
import { kill } from './util-linux/kill.ts';
import { logger } from './util-linux/logger.ts';
import { losetup } from './util-linux/losetup.ts';
import { lsblk } from './util-linux/lsblk.ts';
import { lscpu } from './util-linux/lscpu.ts';
import { mkfs, mkfsXfs } from './util-linux/mkfs.ts';
import { mkswap } from './util-linux/mkswap.ts';
import { mount } from './util-linux/mount.ts';
import { nsenter } from './util-linux/nsenter.ts';
import { rev } from './util-linux/rev.ts';
import { setsid } from './util-linux/setsid.ts';
import { swapoff, swapon } from './util-linux/swap.ts';
import { mountpoint, umount } from './util-linux/umount.ts';
import { uuidgen } from './util-linux/uuidgen.ts';
import { wipefs } from './util-linux/wipefs.ts';
import { unzip } from './zip/unzip.ts';
import { zip } from './zip/zip.ts';

/** Every command that hosts have. Images name those that they bring. */
export const COMMANDS: readonly Command[] = [
	apt,
	aptCache,
	aptGet,
	aptMark,
	arch,
	base32,
	base64,
	basename,
	bash,
	bracket,
	cat,
	chgrp,
	chmod,
	chown,
	cksum,
	clear,
	cmp,
	column,
	comm,
	cp,
	crictl,
	ctr,
	docker,
	groupadd,
	groupdel,
	podman,
	useradd,
	userdel,
	usermod,
	curl,
	cut,
	dash,
	date,
	dd,
	df,
	diff,
	dig,
	dirname,
	dpkg,
	dpkgDeb,
	dpkgQuery,
	dmesg,
	du,
	echo,
	egrep,
	env,
	envsubst,
	etcdctl,
	etcdutl,
	expand,
	expr,
	factor,
	falseCommand,
	fgrep,
	file,
	find,
	fmt,
	fold,
	free,
	getconf,
	getent,
	gpasswd,
	gpg,
	grep,
	groups,
	gunzip,
	gzip,
	halt,
	head,
	helm,
	hexdump,
	host,
	hostname,
	hostnamectl,
	id,
	install,
	ip,
	iptables,
	iptablesSave,
	join,
	journalctl,
	jq,
	kill,
	killall,
	kubeadm,
	kubectl,
	less,
	ln,
	locale,
	logger,
	logname,
	ls,
	blkid,
	blockdev,
	fallocate,
	losetup,
	mke2fsItself,
	mkfs,
	mkfsExt2,
	mkfsExt3,
	mkfsExt4,
	mkfsXfs,
	mkswap,
	fdisk,
	wipefs,
	findmnt,
	lsblk,
	mountpoint,
	aaEnabled,
	chroot,
	nsenter,
	aaStatus,
	apparmorParser,
	apparmorStatus,
	lsbRelease,
	lscpu,
	lsmod,
	lsof,
	man,
	mawk,
	md5sum,
	mkdir,
	mktemp,
	modinfo,
	modprobe,
	more,
	mount,
	mv,
	nano,
	nc,
	netstat,
	arp,
	bridge,
	route,
	conntrack,
	telnet,
	tracepath,
	traceroute,
	nice,
	nl,
	nohup,
	nproc,
	nslookup,
	openssl,
	od,
	passwd,
	paste,
	pgrep,
	pidof,
	ping,
	pkill,
	poweroff,
	printenv,
	printf,
	ps,
	pwd,
	readlink,
	realpath,
	reboot,
	reset,
	rev,
	rm,
	rmdir,
	scp,
	runParts,
	runc,
	sed,
	seq,
	sha1sum,
	sha256sum,
	sha384sum,
	sha512sum,
	shuf,
	shutdown,
	sleep,
	sort,
	split,
	ss,
	ssh,
	sshCopyId,
	sshKeygen,
	stat,
	stty,
	su,
	sudo,
	sum,
	swapoff,
	swapon,
	sync,
	sysctl,
	systemctl,
	tac,
	tail,
	tar,
	tee,
	test,
	timeout,
	top,
	touch,
	tput,
	tr,
	trueCommand,
	truncate,
	tty,
	umount,
	uname,
	unexpand,
	uniq,
	uptime,
	users,
	vim,
	w,
	watch,
	wc,
	wget,
	whereis,
	which,
	who,
	whoami,
	xargs,
	xxd,
	yes,
	yq,
	crontab,
	bc,
	dc,
	basenc,
	csplit,
	numfmt,
	pathchk,
	shred,
	link,
	mkfifo,
	mknod,
	unlink,
	stdbuf,
	tsort,
	strings,
	tree,
	getopt,
	setsid,
	uuidgen,
	zcat,
	zip,
	unzip,
];

/** Programs that only the executables of images and of packages name: busybox's applets, Debian's sh, NFS. */
export const IMAGE_COMMANDS: readonly { readonly name: string; readonly program: Program }[] = [
	exportfs,
	ipvsadm,
	kubeBench,
	kubesec,
	mountNfs,
	mountNfs4,
	nfsd,
	runsc,
	showmount,
	trivy,
	{ name: 'sh', program: dashProgram },
	{ name: 'apk', program: apk.program },
	...[dnf, microdnf, rpm, yum].map(({ name, program }) => ({ name, program })),
	...[go, npm, pip, venv].map(({ name, program }) => ({ name, program })),
	{ name: 'unsimulated', program: unsimulated },
	{ name: 'awk', program: mawk.program },
	{ name: 'busybox', program: busyboxProgram },
	{ name: 'busybox-1.28', program: oldBusyboxProgram },
	...APPLETS.map(({ name, program }) => ({ name: `busybox:${name}`, program })),
	...OLD_APPLETS.map(({ name, program }) => ({ name: `busybox-1.28:${name}`, program })),
];
