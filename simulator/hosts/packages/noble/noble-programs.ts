/** Whose the programs of an Ubuntu 24.04 server are: package, then the names of its files in /usr/bin and /usr/sbin. */
const OWNERS = `
adduser addgroup adduser delgroup deluser
apparmor aa-enabled aa-exec aa-features-abi aa-remove-unknown aa-status aa-teardown apparmor_parser apparmor_status
apt apt apt-cache apt-cdrom apt-config apt-get apt-key apt-mark
bash bash bashbug clear_console rbash
bc bc
bind9-dnsutils delv dig mdig nslookup nsupdate
bind9-host host
binutils-x86-64-linux-gnu ar as ld nm objcopy objdump readelf strings strip
bsdextrautils col colcrt colrm column hd hexdump look ul write
bsdutils logger renice script scriptlive scriptreplay wall
ca-certificates update-ca-certificates
bzip2 bunzip2 bzcat bzcmp bzdiff bzegrep bzexe bzfgrep bzgrep bzip2 bzip2recover bzless bzmore
conntrack conntrack
containerd.io containerd containerd-shim-runc-v2 ctr runc
coreutils [ arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown chroot cksum comm cp csplit cut date dd df dir dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami yes
cri-tools crictl
cron cron crontab
curl curl
dash dash sh
dc dc
debianutils add-shell ischroot remove-shell run-parts savelog update-shells which.debianutils
diffutils cmp diff diff3 sdiff
docker-ce docker-init docker-proxy dockerd
docker-ce-cli docker
dpkg dpkg dpkg-deb dpkg-divert dpkg-maintscript-helper dpkg-query dpkg-realpath dpkg-split dpkg-statoverride dpkg-trigger start-stop-daemon update-alternatives
e2fsprogs badblocks chattr debugfs dumpe2fs e2freefrag e2fsck e2image e2label e2mmpstatus e2scrub e2undo fsck.ext2 fsck.ext3 fsck.ext4 lsattr mke2fs mkfs.ext2 mkfs.ext3 mkfs.ext4 resize2fs tune2fs
ethtool ethtool
fdisk cfdisk fdisk sfdisk
file file
findutils find xargs
gettext-base envsubst gettext gettext.sh ngettext
git git git-receive-pack git-shell git-upload-archive git-upload-pack scalar
gpg gpg
gpgv gpgv
grep egrep fgrep grep rgrep
gzip gunzip gzexe gzip uncompress zcat zcmp zdiff zegrep zfgrep zforce zgrep zless zmore znew
hostname dnsdomainname domainname hostname nisdomainname ypdomainname
htop htop
inetutils-telnet inetutils-telnet
init-system-helpers deb-systemd-helper deb-systemd-invoke invoke-rc.d service update-rc.d
iproute2 bridge ctstat dcb devlink genl ip lnstat nstat rdma routel rtacct rtmon rtstat ss tc tipc vdpa
iptables iptables-apply iptables-legacy iptables-legacy-restore iptables-legacy-save iptables-nft iptables-nft-restore iptables-nft-save iptables-translate iptables-xml nfnl_osf xtables-legacy-multi xtables-monitor xtables-nft-multi
iputils-ping ping ping4 ping6
iputils-tracepath tracepath
jq jq
kmod depmod insmod kmod lsmod modinfo modprobe rmmod
less less lessecho lessfile lesskey lesspipe
libc-bin getconf getent iconv ldconfig ldconfig.real ldd locale localedef pldd tzselect zdump
libcap2-bin capsh getcap getpcaps setcap
libpam-modules-bin faillock mkhomedir_helper pam_extrausers_chkpwd pam_extrausers_update pam_namespace_helper pwhistory_helper unix_chkpwd unix_update
login faillog lastlog login newgrp nologin sg
logrotate logrotate
lsb-release lsb_release
lsof lsof
lvm2 lvchange lvconvert lvcreate lvdisplay lvextend lvm lvmconfig lvmdiskscan lvmdump lvreduce lvremove lvrename lvresize lvs lvscan pvchange pvck pvcreate pvdisplay pvmove pvremove pvresize pvs pvscan vgcfgbackup vgcfgrestore vgchange vgck vgcreate vgdisplay vgexport vgextend vgimport vgmerge vgreduce vgremove vgrename vgs vgscan vgsplit
man-db accessdb apropos catman lexgrog man man-recode mandb manpath whatis
mawk mawk
mount losetup mount swapoff swapon umount
nano nano rnano
ncurses-bin captoinfo clear infocmp infotocap reset tabs tic toe tput tset
net-tools arp ifconfig ipmaddr iptunnel mii-tool nameif netstat plipconfig rarp route slattach
netcat-openbsd nc.openbsd
openssh-client scp sftp slogin ssh ssh-add ssh-agent ssh-argv0 ssh-copy-id ssh-keygen ssh-keyscan
openssh-server sshd
openssl c_rehash openssl
passwd chage chfn chgpasswd chpasswd chsh cpgr cppw expiry gpasswd groupadd groupdel groupmems groupmod grpck grpconv grpunconv newusers passwd pwck pwconv pwunconv shadowconfig useradd userdel usermod vigr vipw
patch patch
perl-base perl perl5.38.2
podman podman podmansh
procps free kill pgrep pidwait pkill pmap ps pwdx skill slabtop snice sysctl tload top uptime vmstat w watch
psmisc fuser killall peekfd prtstat pslog pstree pstree.x11
python3-minimal py3clean py3compile python3
python3.12-minimal python3.12
rsync rsync rsync-ssl
sed sed
software-properties-common add-apt-repository apt-add-repository
socat filan procan socat
strace strace strace-log-merge
sudo cvtsudoers sudo sudo_logsrvd sudo_sendlog sudoedit sudoreplay visudo
systemd busctl hostnamectl journalctl localectl loginctl networkctl systemctl systemd-analyze systemd-cat systemd-cgls systemd-cgtop systemd-delta systemd-detect-virt systemd-escape systemd-notify systemd-path systemd-run systemd-tmpfiles timedatectl
systemd-resolved resolvectl systemd-resolve
systemd-sysv halt init poweroff reboot runlevel shutdown telinit
sysvinit-utils fstab-decode killall5 pidof
tar rmt-tar tar tarcat
tcpdump tcpdump
traceroute traceroute.db
tree tree
ufw ufw
unzip funzip unzip unzipsfx zipgrep zipinfo
util-linux addpart agetty blkdiscard blkid blkzone blockdev chcpu choom chrt ctrlaltdel delpart dmesg fallocate fincore findfs findmnt flock fsck fsck.cramfs fsck.minix fsfreeze fstrim getopt getty hwclock i386 ionice ipcmk ipcrm ipcs isosize last lastb ldattach linux32 linux64 lsblk lscpu lsipc lslocks lslogins lsmem lsns mcookie mesg mkfs mkfs.bfs mkfs.cramfs mkfs.minix mkswap more mountpoint namei nsenter partx pivot_root prlimit readprofile rename.ul resizepart rev rtcwake runuser setarch setpriv setsid setterm su sulogin swaplabel switch_root taskset uclampset unshare utmpdump wdctl whereis wipefs x86_64 zramctl
uuid-runtime uuidd uuidgen uuidparse
vim vim.basic
vim-common helpztags
vim-tiny vim.tiny
wget wget
xfsprogs fsck.xfs mkfs.xfs xfs_admin xfs_growfs xfs_info xfs_repair
xxd xxd
xz-utils lzmainfo unxz xz xzcat xzcmp xzdiff xzegrep xzfgrep xzgrep xzless xzmore
zip zip zipcloak zipnote zipsplit
zstd unzstd zstd zstdcat zstdgrep zstdless zstdmt
`;

/** "coreutils" of "ls". */
export const PROGRAM_OWNERS: ReadonlyMap<string, string> = new Map(
	OWNERS.trim()
		.split('\n')
		.flatMap((line) => {
			const [owner = '', ...names] = line.split(' ');
			return names.map((name): [string, string] => [name, owner]);
		}),
);

/** What packages besides those of a server bring: "path=program"; without a program the world cannot run it. */
const BROUGHT = `
acl /usr/bin/chacl /usr/bin/getfacl=getfacl /usr/bin/setfacl=setfacl
aide /usr/bin/aide
apparmor-utils /usr/sbin/aa-audit=aa-audit /usr/sbin/aa-complain=aa-complain /usr/sbin/aa-disable=aa-disable /usr/sbin/aa-enforce=aa-enforce /usr/sbin/aa-genprof /usr/sbin/aa-logprof /usr/sbin/aa-unconfined
at /usr/bin/at /usr/bin/atq /usr/bin/atrm /usr/bin/batch
attr /usr/bin/attr /usr/bin/getfattr=getfattr /usr/bin/setfattr=setfattr
auditd /usr/sbin/auditctl /usr/sbin/auditd /usr/sbin/augenrules /usr/sbin/aureport /usr/sbin/ausearch
bridge-utils /usr/sbin/brctl
build-essential
buildah /usr/bin/buildah
colordiff /usr/bin/colordiff
debsums /usr/bin/debsums
dmidecode /usr/sbin/dmidecode
dos2unix /usr/bin/dos2unix /usr/bin/unix2dos
ed /usr/bin/ed
expect /usr/bin/expect
fail2ban /usr/bin/fail2ban-client /usr/bin/fail2ban-server
fio /usr/bin/fio
fzf /usr/bin/fzf
gawk /usr/bin/gawk=awk
gcc /usr/bin/gcc
gdisk /usr/sbin/gdisk /usr/sbin/sgdisk
g++ /usr/bin/g++
golang-go /usr/bin/go=go
haproxy /usr/sbin/haproxy
hdparm /usr/sbin/hdparm
iftop /usr/sbin/iftop
inotify-tools /usr/bin/inotifywait /usr/bin/inotifywatch
iotop /usr/sbin/iotop
iperf /usr/bin/iperf
iperf3 /usr/bin/iperf3
keepalived /usr/sbin/keepalived
ltrace /usr/bin/ltrace
lynx /usr/bin/lynx
lz4 /usr/bin/lz4
make /usr/bin/make
moreutils /usr/bin/sponge /usr/bin/ts /usr/bin/vipe
mtr-tiny /usr/bin/mtr
ncdu /usr/bin/ncdu
nftables /usr/sbin/nft
ngrep /usr/bin/ngrep
nmap /usr/bin/ncat /usr/bin/nmap=nmap /usr/bin/nping
parallel /usr/bin/parallel
parted /usr/sbin/parted
pciutils /usr/bin/lspci
pigz /usr/bin/pigz
pv /usr/bin/pv
ripgrep /usr/bin/rg
screen /usr/bin/screen
shellcheck /usr/bin/shellcheck
skopeo /usr/bin/skopeo
sqlite3 /usr/bin/sqlite3
sshfs /usr/bin/sshfs
sshpass /usr/bin/sshpass
stress /usr/bin/stress=stress
stress-ng /usr/bin/stress-ng=stress-ng
sysstat /usr/bin/iostat /usr/bin/mpstat /usr/bin/pidstat /usr/bin/sadf /usr/bin/sar
time /usr/bin/time
tmux /usr/bin/tmux
usbutils /usr/bin/lsusb
whois /usr/bin/mkpasswd /usr/bin/whois
wireguard-tools /usr/bin/wg /usr/bin/wg-quick
yamllint /usr/bin/yamllint
zsh /usr/bin/zsh
zstd /usr/bin/unzstd /usr/bin/zstd /usr/bin/zstdcat
`;

/** "/usr/bin/nmap=nmap" by package. */
export const BROUGHT_PROGRAMS: ReadonlyMap<string, readonly string[]> = new Map(
	BROUGHT.trim()
		.split('\n')
		.map((line): [string, string[]] => {
			const [name = '', ...executables] = line.split(' ');
			return [name, executables];
		}),
);
