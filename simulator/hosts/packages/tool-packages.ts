/**
 * A package of tools that images are built with. Differs: distributions have tens of thousands; what is not here cannot be
 * found.
 */
export interface ToolPackage {
	/** Debian's name; '' when Debian has none. */
	readonly debian: string;
	/** Alpine's name; '' when Alpine has none. */
	readonly alpine: string;
	readonly debianVersion: string;
	readonly alpineVersion: string;
	/** What it takes with all it needs besides the base image, KiB. */
	readonly debianKib: number;
	readonly alpineKib: number;
	/** How many packages come with it. */
	readonly debianCount: number;
	readonly alpineCount: number;
	/** "/usr/bin/curl=curl": a path and the program that it runs; none: the world has no such program. */
	readonly executables: readonly string[];
}

/** alpine, debian | versions | KiB | packages | executables. */
const TABLE = `
- adduser|- 3.152|0 686|0 2|/usr/sbin/adduser=adduser /usr/sbin/addgroup=addgroup /usr/sbin/deluser=deluser /usr/sbin/delgroup=delgroup
bash bash|5.2.26-r0 5.2.15-2+b8|2140 0|4 1|/bin/bash=bash
bc bc|1.07.1-r4 1.07.1-3+b1|130 230|2 2|/usr/bin/bc=bc
bind-tools dnsutils|9.18.31-r0 1:9.18.33-1~deb12u2|8300 15400|13 20|/usr/bin/dig=dig /usr/bin/nslookup=nslookup /usr/bin/host=host
build-base build-essential|0.5-r3 12.9|238000 306000|27 60|/usr/bin/gcc /usr/bin/g++ /usr/bin/make
busybox-extras -|1.36.1-r29 -|210 0|1 0|/usr/bin/telnet=telnet
ca-certificates ca-certificates|20250911-r0 20230311+deb12u1|708 780|1 2|
conntrack-tools conntrack|1.4.8-r0 1:1.4.7-1+b2|560 300|6 4|/usr/sbin/conntrack=conntrack
coreutils coreutils|9.5-r2 9.1-1|1480 0|6 0|
curl curl|8.14.1-r2 7.88.1-10+deb12u14|5300 9200|9 16|/usr/bin/curl=curl
dumb-init dumb-init|1.2.5-r3 1.2.5-2|40 90|1 1|/usr/bin/dumb-init
file file|5.45-r1 1:5.44-3|8900 7600|2 3|/usr/bin/file=file
gcc gcc|13.2.1 4:12.2.0-3|147000 200000|15 30|/usr/bin/gcc
gettext gettext-base|0.22.5-r0 0.21-12|4100 680|8 1|/usr/bin/envsubst=envsubst
git git|2.45.4-r0 1:2.39.5-0+deb12u2|14200 91000|10 35|/usr/bin/git=git
gnupg gnupg|2.4.5-r0 2.2.40-1.1+deb12u1|11800 16900|22 20|/usr/bin/gpg=gpg
go golang|1.22.10-r0 2:1.19~1|250000 330000|20 40|/usr/bin/go
htop htop|3.3.0-r0 3.2.2-2|420 450|4 3|/usr/bin/htop
iproute2 iproute2|6.9.0-r0 6.1.0-3|2600 3900|9 8|/sbin/ip=ip /sbin/ss=ss
iptables iptables|1.8.10-r3 1.8.9-2|1300 7800|4 9|/usr/sbin/iptables=iptables /usr/sbin/iptables-save=iptables-save /usr/sbin/iptables-restore=iptables-restore
iputils iputils-ping|20240117-r0 3:20221126-1+deb12u1|220 140|4 2|/bin/ping=ping
jq jq|1.7.1-r0 1.6-2.1+deb12u1|990 1300|2 3|/usr/bin/jq=jq
less less|643-r2 590-2.1~deb12u2|330 330|3 1|/usr/bin/less=less
libc6-compat libc6|1.1.0-r4 2.36-9+deb12u13|36 0|2 0|
lsof lsof|4.99.3-r0 4.95.0-1|240 490|2 2|/usr/bin/lsof=lsof
make make|4.4.1-r2 4.3-4.1|280 1700|1 1|/usr/bin/make
mysql-client default-mysql-client|10.11.11-r0 1.1.0|36000 37000|6 20|/usr/bin/mysql=mysql-client
nano nano|8.0-r0 7.2-1+deb12u1|700 2900|3 1|/usr/bin/nano=nano
- net-tools|- 2.10-0.1+deb12u2|0 1000|0 1|/bin/netstat=netstat /sbin/ifconfig=busybox:ifconfig
netcat-openbsd netcat-openbsd|1.226-r0 1.219-1|60 110|3 1|/usr/bin/nc=nc
nginx nginx|1.26.3-r0 1.22.1-9+deb12u3|1500 9100|3 10|/usr/sbin/nginx=nginx-1.29.3
nodejs nodejs|20.15.1-r0 18.20.4+dfsg-1~deb12u1|64000 180000|10 40|/usr/bin/node=node
npm npm|10.9.1-r0 9.2.0~ds1-1|76000 230000|12 380|/usr/bin/npm=npm
openssh-client openssh-client|9.7_p1-r5 1:9.2p1-2+deb12u7|4300 5500|7 10|
openssl openssl|3.3.5-r0 3.0.17-1~deb12u3|820 2300|1 1|/usr/bin/openssl=openssl
postgresql16-client postgresql-client|16.10-r0 15+248+deb12u1|8600 10600|10 12|/usr/bin/psql=psql
procps procps|4.0.4-r0 2:4.0.2-3|820 2500|4 3|/bin/ps=ps /usr/bin/top=top /usr/bin/free=free /usr/bin/pgrep=pgrep /usr/bin/pkill=pkill /bin/kill=kill /usr/bin/pidof=pidof /usr/bin/uptime=uptime /usr/bin/vmstat=vmstat /usr/bin/w=w /usr/bin/watch=watch /usr/sbin/sysctl=sysctl
psmisc psmisc|23.7-r0 23.6-1|330 860|3 1|/usr/bin/killall=killall /usr/bin/pstree=pstree /usr/bin/fuser=fuser
py3-pip python3-pip|24.0-r2 23.0.1+dfsg-1|12500 380000|20 90|/usr/bin/pip=pip /usr/bin/pip3=pip
python3 python3|3.12.12-r0 3.11.2-1+b1|47500 35800|16 10|/usr/bin/python3=python
redis redis-tools|7.2.11-r0 5:7.0.15-1~deb12u5|3800 6900|1 8|/usr/bin/redis-cli=redis-cli
rsync rsync|3.4.0-r0 3.2.7-1+deb12u2|800 800|6 2|/usr/bin/rsync=rsync
socat socat|1.8.0.0-r0 1.7.4.4-2|560 1500|4 2|/usr/bin/socat=socat
nmap nmap|7.95-r1 7.93+dfsg1-1|20400 26300|9 8|/usr/bin/nmap=nmap
- software-properties-common|- 0.99.30-4.1~deb12u1|0 38000|0 40|
strace strace|6.9-r0 6.1-0.1|1700 3600|1 2|/usr/bin/strace
- stress|- 1.0.7-1|0 70|0 1|/usr/bin/stress=stress
su-exec -|0.2-r3 -|24 0|1 0|/sbin/su-exec
sudo sudo|1.9.15_p5-r0 1.9.13p3-1+deb12u2|2500 6200|2 1|/usr/bin/sudo=sudo
tar tar|1.35-r2 1.34+dfsg-1.2+deb12u1|480 0|4 0|/bin/tar=tar
tcpdump tcpdump|4.99.4-r1 4.99.3-1|1500 1300|2 3|/usr/bin/tcpdump=tcpdump
- telnet|- 0.17+2.4-2+deb12u1|0 200|0 3|/usr/bin/telnet=telnet
tini tini|0.19.0-r3 0.19.0-1|30 60|1 1|/sbin/tini
- traceroute|- 1:2.1.2-1|0 170|0 1|/usr/bin/traceroute=traceroute
tree tree|2.1.1-r0 2.1.0-1|100 120|1 1|/usr/bin/tree
tzdata tzdata|2025b-r0 2025b-0+deb12u2|3300 2800|1 1|
unzip unzip|6.0-r14 6.0-28|330 400|2 1|/usr/bin/unzip
vim vim|9.1.0707-r0 2:9.0.1378-2+deb12u2|33000 42000|7 8|/usr/bin/vim=vim
wget wget|1.24.5-r0 1.21.3-1+deb12u1|820 3700|5 3|/usr/bin/wget=wget
xxd xxd|9.1.0707-r0 2:9.0.1378-2+deb12u2|60 250|1 1|/usr/bin/xxd=xxd
xz xz-utils|5.6.2-r1 5.4.1-1|200 900|2 1|
zip zip|3.0-r12 3.0-13|330 630|2 1|/usr/bin/zip
`;

export const TOOL_PACKAGES: readonly ToolPackage[] = TABLE.trim()
	.split('\n')
	.map((line) => {
		const [names = '', versions = '', kib = '', counts = '', files = ''] = line.split('|');
		const [alpine = '', debian = ''] = names.split(' ').map((name) => (name === '-' ? '' : name));
		const [alpineVersion = '', debianVersion = ''] = versions.split(' ');
		const [alpineKib = 0, debianKib = 0] = kib.split(' ').map(Number);
		const [alpineCount = 0, debianCount = 0] = counts.split(' ').map(Number);
		const executables = files.split(' ').filter((each) => each !== '');
		return {
			alpine,
			debian,
			alpineVersion,
			debianVersion,
			alpineKib,
			debianKib,
			alpineCount,
			debianCount,
			executables,
		};
	});

/** Names that lead to another package. */
export const PACKAGE_ALIASES: ReadonlyMap<string, string> = new Map([
	['bind9-dnsutils', 'dnsutils'],
	['netcat', 'netcat-openbsd'],
	['netcat-traditional', 'netcat-openbsd'],
	['g++', 'gcc'],
	['postgresql-client', 'postgresql16-client'],
	['openssh', 'openssh-client'],
	['vim-tiny', 'vim'],
	['python3-minimal', 'python3'],
	['mariadb-client', 'mysql-client'],
]);
