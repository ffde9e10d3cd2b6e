import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

// Compared with nc.openbsd, ss, netstat, lsof and curl of Debian 12; pids and inodes are the world's.
test('sockets with the name of a file: who listens there, who connects, who may', () => {
	const world = newWorld('local-sockets', { preset: 'kubeadm-1-1' });
	const script = `exec 2>&1; cd /tmp
nc -lU a.sock > out.txt & p=$!; sleep 0.3
stat -c '%F %a' a.sock
ss -xlpn src nothing >/dev/null; ss -xlHp | grep a.sock | sed "s/=$p/=PID/"; netstat -xlp | grep -e Active -e Proto -e a.sock | sed "s:$p/nc:PID/nc:"
lsof -U -a -p $p | sed "s/ $p / PID /"; lsof -t a.sock | sed "s/$p/PID/"
(echo hi; sleep 0.5) | nc -NU a.sock & sleep 0.2; ss -xp | grep a.sock | sed "s/=$p/=PID/"; ss -xa | grep -c a.sock; netstat -x | grep a.sock; sleep 0.8;  cat out.txt
grep -c . /proc/net/unix > /dev/null; nc -U a.sock < /dev/null; echo refused $?; nc -zvU nosuch; echo $?; nc -U a b; echo $?
curl -sv --unix-socket a.sock http://x/y; echo $?; curl -sS --unix-socket nosuch https://x/; echo $?
printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nhi\\n' | nc -lNU c.sock > req & sleep 0.1; curl -sv --unix-socket c.sock 'http://web:99/q?x=1'; wait; cat req
nc -vlU b.sock & sleep 0.1; chmod 755 b.sock; sudo -u student nc -U b.sock; echo $?; chmod 777 b.sock; echo from student | sudo -u student nc -NU b.sock; wait; echo gone
mkdir -p /tmp/d; nc -lU d/e.sock & sleep 0.1; mount --bind d /mnt; mv d/e.sock d/f.sock; echo elsewhere | nc -NU /mnt/f.sock; wait; nc -lU /no/x.sock; nc -U /etc/hostname; nc -lU $(printf 'x%.0s' {1..108})`;
	const { stdout } = world.runScript({ name: 's.sh', script });
	expect(stdout.replaceAll('\r', '')).toMatchInlineSnapshot(`
		"socket 755
		ss: bison bellows (while parsing filter): "syntax error!" Sorry.
		u_str LISTEN 0      5             a.sock 10043            * 0    users:(("nc",pid=PID,fd=3))
		Active UNIX domain sockets (only servers)
		Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path
		unix  2      [ ACC ]     STREAM     LISTENING     10043    PID/nc                a.sock
		COMMAND PID USER   FD   TYPE             DEVICE SIZE/OFF  NODE NAME
		nc       PID root    3u  unix 0x000000006bbe30ee      0t0 10043 a.sock type=STREAM (LISTEN)
		PID
		u_str ESTAB 0      0             a.sock 10052            * 10051 users:(("nc",pid=PID,fd=4))
		2
		unix  3      [ ]         STREAM     CONNECTED     10052    a.sock
		hi
		nc: a.sock: Connection refused
		refused 1
		nc: nosuch: No such file or directory
		1
		nc: cannot use port with -U
		1
		*   Trying a.sock:0...
		* Immediate connect fail for a.sock: Connection refused
		* Failed to connect to x port 80 after 0 ms: Couldn't connect to server
		7
		curl: (7) Failed to connect to x port 443 after 0 ms: Couldn't connect to server
		7
		*   Trying c.sock:0...
		* Connected to web (c.sock) port 0
		> GET /q?x=1 HTTP/1.1
		> Host: web:99
		> User-Agent: curl/8.5.0
		> Accept: */*
		> 
		< HTTP/1.1 200 OK
		< Content-Length: 3
		< 
		{ [3 bytes data]
		hi
		* Connection #0 to host web left intact
		GET /q?x=1 HTTP/1.1
		Host: web:99
		User-Agent: curl/8.5.0
		Accept: */*

		Bound on b.sock
		Listening on b.sock
		nc: b.sock: Permission denied
		1
		Connection received on b.sock
		from student
		gone
		elsewhere
		nc: No such file or directory
		nc: /etc/hostname: Connection refused
		nc: File name too long
		"
	`);
});
