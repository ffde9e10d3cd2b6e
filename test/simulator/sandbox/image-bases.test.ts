import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

test('images stand on the distributions of their publishers, and say so in their environment', () => {
	const script = `exec 2>&1
run() { kubectl run $1 --image=$2 --env=MYSQL_ROOT_PASSWORD=x --env=MARIADB_ROOT_PASSWORD=x >/dev/null; }
run m mysql:8.4; run m5 mysql:5.7; run ma mariadb:11; run n nginx:1.27.5; run n2 nginx:1.29; run na nginx:alpine
kubectl wait pod --all --for=condition=Ready >/dev/null
for p in m m5 ma n n2 na; do
  echo "$p: $(kubectl exec $p -- sh -c '. /etc/os-release; echo $ID $VERSION_ID') $(kubectl exec $p -- env | grep -E '^(MYSQL_V|MARIADB_V|NJS|PKG|DYNPKG)' | xargs)"
done
kubectl exec m -- mysql --version; kubectl exec ma -- mariadb --version
kubectl exec ma -- sh -c 'for c in mysql mysqladmin mariadb mariadb-admin; do command -v $c; done'`;
	expect(newWorld('bases').runScript({ name: 'x.sh', script }).stdout).toBe(`m: ol 9.6 MYSQL_VERSION=8.4.7-1.el9
m5: ol 7.9 MYSQL_VERSION=5.7.44-1.el7
ma: ubuntu 24.04 MARIADB_VERSION=1:11.8.3+maria~ubu2404
n: debian 12 NJS_VERSION=0.8.10 NJS_RELEASE=1~bookworm PKG_RELEASE=1~bookworm DYNPKG_RELEASE=1~bookworm
n2: debian 13 NJS_VERSION=0.9.4 NJS_RELEASE=1~trixie PKG_RELEASE=1~trixie DYNPKG_RELEASE=1~trixie
na: alpine 3.22.2 NJS_VERSION=0.9.4 NJS_RELEASE=1 PKG_RELEASE=1 DYNPKG_RELEASE=1
mysql  Ver 8.4.7 for Linux on x86_64 (MySQL Community Server - GPL)
mariadb from 11.8.3-MariaDB, client 15.2 for debian-linux-gnu (x86_64) using  EditLine wrapper
/usr/bin/mariadb
/usr/bin/mariadb-admin
`);
});

test("MariaDB's client has its own prompt, with the database in use", () => {
	const terminal = new TestTerminal(newWorld('mariadb'));
	terminal.run(
		'kubectl run ma --image=mariadb:11 --env=MARIADB_ROOT_PASSWORD=x; kubectl wait pod/ma --for=condition=Ready; sleep 10',
	);
	expect(terminal.type('kubectl exec -it ma -- mariadb -uroot -px\n')).toMatch(/\r\n\r\nMariaDB \[\(none\)\]> $/);
	expect(terminal.type('create database k; use k;\n')).toMatch(/Database changed\r\nMariaDB \[k\]> $/);
});

test('tools that people install into containers', () => {
	const script = `exec 2>&1
kubectl run n --image=nginx:1.29 >/dev/null; kubectl wait pod/n --for=condition=Ready >/dev/null
kubectl exec n -- sh -c 'apt-get update >/dev/null; apt-get install -y lsof procps psmisc bc file iptables traceroute telnet conntrack xxd stress >/dev/null
for c in lsof killall pstree fuser bc file iptables iptables-save traceroute telnet conntrack xxd stress watch uptime w vmstat sysctl pidof kill ps; do command -v $c >/dev/null || echo missing $c; done
lsof -i; pstree -p; echo 2^10 | bc; file /etc/passwd'`;
	expect(
		newWorld('tools')
			.runScript({ name: 'x.sh', script })
			.stdout.replace(/ +\d+( +0t0)/, ' DEVICE$1'),
	).toBe(
		`COMMAND PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME
nginx     1 root    3u  IPv4 DEVICE      0t0  TCP *:80 (LISTEN)
nginx(1)-+-nginx(29)
         \`-nginx(30)
1024
/etc/passwd: ASCII text
`,
	);
});
