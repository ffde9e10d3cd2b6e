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
