import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function run(name: string, script: string): string {
	return newWorld(name)
		.runScript({ name: 's.sh', script: `exec 2>&1; cd /root\n${script}` })
		.stdout.replaceAll('\r', '');
}

// The words are OpenSSH 9's: what ports and sockets lead where, and what is said when they cannot.
test('ssh carries ports and sockets both ways', () => {
	const shown = run(
		'ssh-forwards',
		`ssh -N -f -L 9001:localhost:10248 -L 9002:localhost:1 node01; curl -s localhost:9001/healthz; echo; sleep 0.1; curl -s localhost:9002; echo $?
pkill -f 'ssh -N -f'; sleep 0.2; ss -tln | grep -c 900
nc -lk 127.0.0.1 7070 > got & sleep 0.1
ssh -R 8088:localhost:7070 node01 'ss -Htln sport = :8088; echo over there | nc -N localhost 8088; sleep 0.3'; cat got
ssh -R 0:localhost:7070 node01 true | sed 's/port [0-9]*/port N/'
ssh -R 8089:localhost:9 node01 'nc -N localhost 8089 < /dev/null; sleep 0.2'
ssh -R 22:localhost:9 node01 echo in; ssh -o ExitOnForwardFailure=yes -R 22:localhost:9 node01 echo in; echo $?
ssh node01 'nc -lkU /tmp/far.sock > /tmp/far.out & sleep 1; :' & sleep 0.3
ssh -N -f -L /tmp/near.sock:/tmp/far.sock node01; echo through | nc -NU /tmp/near.sock; sleep 0.2; ssh node01 cat /tmp/far.out
stat -c '%A' /tmp/near.sock; pkill -f near.sock; sleep 0.1; ls /tmp/near.sock
ssh -L x node01; ssh -D a:b:c node01; ssh -R 1:2:3:4:5 node01; echo $?`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"ok
		channel 4: open failed: connect failed: Connection refused
		56
		0
		LISTEN 0      4096       127.0.0.1:8088      0.0.0.0:*          
		over there
		Allocated port 51843 for remote forward to localhost:7070
		connect_to localhost port 9: failed.
		Warning: remote port forwarding failed for listen port 22
		in
		Error: remote port forwarding failed for listen port 22
		255
		through
		srw-------
		ls: cannot access '/tmp/near.sock': No such file or directory
		Bad local forwarding specification 'x'
		Bad dynamic forwarding specification 'a:b:c'
		Bad remote forwarding specification '1:2:3:4:5'
		255
		"
	`);
});

test('one connection for several clients', () => {
	const shown = run(
		'ssh-control',
		`alias s='ssh -S /tmp/cm-%r@%h:%p'; shopt -s expand_aliases; before=$(ssh node01 grep -c Accepted.publickey /var/log/auth.log)
ssh -M -S /tmp/cm-%r@%h:%p -N -f node01; stat -c %A /tmp/cm*; ssh -S /tmp/cm-root@node01:22 -O check node01 | sed 's/=[0-9]*/=N/'
s node01 hostname; echo in | s node01 'cat; echo err >&2; exit 3'; echo $?; echo $(($(s node01 grep -c Accepted.publickey /var/log/auth.log) - before)) connection
s -O forward -L 9005:localhost:10248 node01; curl -s localhost:9005/healthz; echo; s -O cancel -L 9005:localhost:10248 node01; curl -s localhost:9005/healthz; echo $?
s -O exit node01; s -O check node01; echo $?; ls /tmp/cm*; ssh -O check node01; ssh -S /tmp/x -O dance node01; echo $?
printf 'Host *\\n ControlMaster auto\\n ControlPath ~/.ssh/cm-%%C\\n ControlPersist 10m\\n' > .ssh/config
ssh node01 hostname; ssh node01 hostname; ssh -O check node01 2>&1 | sed 's/=[0-9]*/=N/'; ps -eo args | grep -c '[m]ux'; ssh -O exit node01`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"srw-------
		Master running (pid=15)
		node01
		in
		err
		3
		1 connection
		ok
		7
		Exit request sent.
		Control socket connect(/tmp/cm-root@node01:22): No such file or directory
		255
		ls: cannot access '/tmp/cm*': No such file or directory
		No ControlPath specified for "-O" command
		Invalid multiplex command.
		255
		node01
		node01
		Master running (pid=N)
		1
		Exit request sent.
		"
	`);
});

test('through other hosts and programs', () => {
	const shown = run(
		'ssh-jumps',
		`ssh -J node01 node02 hostname; ssh -J node01,node02 controlplane 'hostname; echo \${SSH_CLIENT%% *}'
ssh -o ProxyCommand='ssh -W %h:%p node01' node02 hostname; ssh -o ProxyCommand='nc %h %p' node02 hostname; ssh -o ProxyCommand=false node02; echo $?
ssh -J node01 nowhere true; echo $?; ssh -J nowhere node01 true; echo $?`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"node02
		controlplane
		172.30.3.2
		node02
		node02
		Pseudo-terminal will not be allocated because stdin is not a terminal.
		kex_exchange_identification: Connection closed by remote host
		Connection closed by UNKNOWN port 65535
		255
		channel 0: open failed: connect failed: Name or service not known
		stdio forwarding failed
		kex_exchange_identification: Connection closed by remote host
		Connection closed by UNKNOWN port 65535
		255
		ssh: Could not resolve hostname nowhere: Name or service not known
		kex_exchange_identification: Connection closed by remote host
		Connection closed by UNKNOWN port 65535
		255
		"
	`);
});

// The words are curl's, compared with 7.88 at proxies that answer so.
test('ssh -D: curl goes by SOCKS 4, 4A and 5', () => {
	const shown = run(
		'ssh-socks',
		`ssh -N -f -D 1080 node01; for how in --socks5-hostname --socks5 --socks4a --socks4; do curl -sv $how localhost:1080 http://127.0.0.1:10248/healthz 2>&1 | grep -v '^[<>{]'; echo; done
curl -s -x socks5h://localhost http://localhost:10248/healthz; echo " $?"; curl -s --socks5-hostname localhost:1080 http://node01:10250/; echo " $?"; curl -s --socks5-hostname localhost -k https://controlplane:6443/livez; echo
curl -sS --socks5 localhost:1080 http://localhost:1/; echo $?; curl -sS --socks4 localhost http://127.0.0.1:1/; echo $?; curl -sS -x socks5://localhost:9 http://x/; echo $?; curl -sS --socks5 localhost:22 http://127.0.0.1/; echo $?
nc -lN 7071 < /dev/null > /dev/null & sleep 0.1; curl -sS --socks5 localhost:7071 http://127.0.0.1/; echo $?; printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -N localhost 1080; echo $?`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"*   Trying 127.0.0.1:1080...
		* Connected to localhost (127.0.0.1) port 1080
		* SOCKS5 connect to IPv4 127.0.0.1:10248 (locally resolved)
		* SOCKS5 request granted.
		* Connected to localhost (127.0.0.1) port 1080
		ok* Connection #0 to host 127.0.0.1 left intact

		*   Trying 127.0.0.1:1080...
		* Connected to localhost (127.0.0.1) port 1080
		* SOCKS5 connect to IPv4 127.0.0.1:10248 (locally resolved)
		* SOCKS5 request granted.
		* Connected to localhost (127.0.0.1) port 1080
		ok* Connection #0 to host 127.0.0.1 left intact

		*   Trying 127.0.0.1:1080...
		* Connected to localhost (127.0.0.1) port 1080
		* SOCKS4 communication to 127.0.0.1:10248
		* SOCKS4 connect to IPv4 127.0.0.1 (locally resolved)
		* SOCKS4 request granted.
		* Connected to localhost (127.0.0.1) port 1080
		ok* Connection #0 to host 127.0.0.1 left intact

		*   Trying 127.0.0.1:1080...
		* Connected to localhost (127.0.0.1) port 1080
		* SOCKS4 communication to 127.0.0.1:10248
		* SOCKS4 connect to IPv4 127.0.0.1 (locally resolved)
		* SOCKS4 request granted.
		* Connected to localhost (127.0.0.1) port 1080
		ok* Connection #0 to host 127.0.0.1 left intact

		ok 0
		Client sent an HTTP request to an HTTPS server.
		 0
		ok
		channel 3: open failed: connect failed: Connection refused
		curl: (97) Can't complete SOCKS5 connection to localhost. (5)
		97
		channel 3: open failed: connect failed: Connection refused
		curl: (97) Can't complete SOCKS4 connection to 0.0.0.0:0. (91), request rejected or failed.
		97
		curl: (7) Failed to connect to localhost port 9 after 0 ms: Couldn't connect to server
		7
		curl: (97) Received invalid version in initial SOCKS5 response.
		97
		curl: (97) connection to proxy closed
		97
		0
		"
	`);
});
