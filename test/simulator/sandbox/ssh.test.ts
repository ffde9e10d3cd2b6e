import { expect, test } from 'vitest';
import { decodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { newWorld } from './world-bench.ts';

test('commands on other hosts: streams, status, who may, what is refused', () => {
	const world = newWorld('ssh');
	const script = `exec 2>&1
ssh node01 hostname
ssh node01 'echo out; echo err >&2; exit 3'; echo $?
echo typed | ssh 172.30.3.2 'cat; whoami'
ssh student@node02 'echo $HOME $SSH_CONNECTION' | sed 's/ [0-9]\\{5\\} / PORT /'
ssh nobody@node02 true; echo $?
ssh node02 'kill -9 $$'; echo $?
ssh localhost true; echo $?
ssh -o StrictHostKeyChecking=no localhost hostname
ssh -p 23 node01 true
ssh node02 systemctl stop ssh
ssh node02 true; echo $?`;
	const { stdout } = world.runScript({ name: 'x.sh', script });
	expect(stdout.replaceAll('\r', '')).toBe(`node01
out
err
3
typed
root
/home/student 172.30.1.2 PORT 172.30.3.2 22
nobody@node02: Permission denied (publickey).
255
255
Host key verification failed.
255
Warning: Permanently added 'localhost' (ED25519) to the list of known hosts.
controlplane
ssh: connect to host node01 port 23: Connection refused
ssh: connect to host node02 port 22: Connection refused
255
`);
});

test('a shell on another host: its terminal, its size, its editor, its status', () => {
	const world = newWorld('ssh');
	world.apply({ kind: 'open', terminal: 't', columns: 90, rows: 20 });
	world.run(world.now() + 500);
	const type = (data: string): string => {
		const before = world.scrollback('t').length;
		world.apply({ kind: 'input', terminal: 't', data });
		world.run(world.now() + 1000);
		return decodeUtf8(world.scrollback('t').slice(before))
			.replace(/\x1b\[[0-9;?]*[a-z]/gi, '')
			.replaceAll('\r', '');
	};
	expect(type('ssh node01\r')).toBe(
		'ssh node01\nWelcome to Ubuntu 24.04.3 LTS (GNU/Linux 6.8.0-51-generic x86_64)\n\nroot@node01:~# ',
	);
	expect(type('stty size; tty\r')).toBe('stty size; tty\n20 90\n/dev/pts/0\nroot@node01:~# ');
	world.apply({ kind: 'resize', terminal: 't', columns: 100, rows: 30 });
	// The shell over there has drawn its line anew before anything is typed.
	expect(type('stty size\r')).toBe('root@node01:~# stty size\n30 100\nroot@node01:~# ');
	type('sleep 1000\r');
	expect(type('\x03')).toBe('^C\nroot@node01:~# ');
	type('vi note\r');
	type('ithere\x1b');
	expect(type(':w\r')).toContain('"note" [New] 1L, 6B written');
	type(':q\r');
	expect(type('exit 4\r')).toContain('logout\nConnection to node01 closed.\nroot@controlplane:~# ');
	expect(world.readFile('node01', '/root/note')).toBe('there\n');
	expect(type('echo $?\r')).toBe('echo $?\n4\nroot@controlplane:~# ');
	expect(type('ssh node01\r')).toMatch(/\nLast login: Mon Mar {2}2 09:00:\d\d 2026 from 172.30.1.2\nroot@node01:~# $/);
	expect(type('\r~.')).toContain('Connection to node01 closed.\nroot@controlplane:~# ');
});

test('a new key: who has it gets in once ssh-copy-id has taken it there', () => {
	const world = newWorld('ssh');
	const script = `exec 2>&1
ssh-keygen -q -t rsa -N '' -f /root/.ssh/lab
ssh -i /root/.ssh/lab student@node01 true; echo $?
ssh-copy-id -i /root/.ssh/lab student@node01
ssh -i /root/.ssh/lab student@node01 whoami
ssh-copy-id -i /root/.ssh/lab.pub student@node01; echo $?
rm /root/.ssh/id_ed25519
ssh node01 true; echo $?
ssh-copy-id -i /root/.ssh/lab node01; echo $?`;
	const { stdout } = world.runScript({ name: 'x.sh', script });
	expect(
		stdout.replaceAll('\r', '').replaceAll('/usr/bin/ssh-copy-id: ', ''),
	).toBe(`student@node01: Permission denied (publickey).
255
INFO: Source of key(s) to be installed: "/root/.ssh/lab.pub"
INFO: attempting to log in with the new key(s), to filter out any that are already installed
INFO: 1 key(s) remain to be installed -- if you are prompted now it is to install the new keys

Number of key(s) added: 1

Now try logging into the machine, with:   "ssh 'student@node01'"
and check to make sure that only the key(s) you wanted were added.

student
INFO: Source of key(s) to be installed: "/root/.ssh/lab.pub"
INFO: attempting to log in with the new key(s), to filter out any that are already installed

WARNING: All keys were skipped because they already exist on the remote system.
\t\t(if you think this is a mistake, you may want to use -f option)

0
root@node01: Permission denied (publickey).
255
INFO: Source of key(s) to be installed: "/root/.ssh/lab.pub"
INFO: attempting to log in with the new key(s), to filter out any that are already installed
INFO: 1 key(s) remain to be installed -- if you are prompted now it is to install the new keys
root@node01: Permission denied (publickey).
1
`);
});

test('ssh -v tells its way: the server, its key, keys that are offered, what is run', () => {
	const { stdout } = newWorld('ssh-verbose').runScript({
		name: 'x.sh',
		script: 'ssh -v node01 "exit 3" 2>&1; echo $?',
	});
	expect(stdout.replaceAll('\r', '')).toMatchInlineSnapshot(`
		"OpenSSH_9.6p1 Ubuntu-3ubuntu13.14, OpenSSL 3.0.13 30 Jan 2024
		debug1: Connecting to node01 [172.30.2.2] port 22.
		debug1: Connection established.
		debug1: Local version string SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.14
		debug1: Remote protocol version 2.0, remote software version OpenSSH_9.6p1 Ubuntu-3ubuntu13.14
		debug1: Authenticating to node01:22 as 'root'
		debug1: Server host key: ssh-ed25519 SHA256:5ge4kYXLn8SremR+iV5hA2X3ZtNdr7Eyq83ACA9L4SQ
		debug1: Host 'node01' is known and matches the ED25519 host key.
		debug1: Found key in /root/.ssh/known_hosts:2
		debug1: Authentications that can continue: publickey
		debug1: Next authentication method: publickey
		debug1: Offering public key: /root/.ssh/id_ed25519 ED25519 SHA256:n2fjYpOgoSrbE32OlDp5F4YWlXEtanB6WD0aPMcIQZI
		debug1: Server accepts key: /root/.ssh/id_ed25519 ED25519 SHA256:n2fjYpOgoSrbE32OlDp5F4YWlXEtanB6WD0aPMcIQZI
		Authenticated to node01 ([172.30.2.2]:22) using "publickey".
		debug1: channel 0: new session [client-session] (inactive timeout: 0)
		debug1: Requesting no-more-sessions@openssh.com
		debug1: Entering interactive session.
		debug1: Sending command: exit 3
		debug1: Exit status 3
		3
		"
	`);
});

// Models OpenSSH's kex.c kex_exchange_identification.
test('a line without an end ends a connection, on either side, and no more', () => {
	const world = newWorld('ssh-endless-line');
	const { stdout } = world.runScript({
		name: 's.sh',
		script: `exec 2>&1; yes | tr -d '\\n' | head -c 100000 | timeout 3 nc 127.0.0.1 22 | tail -n +2; systemctl is-active ssh
for client in 'ssh -T -p 2222' 'ssh-keyscan -p 2222'; do (yes | tr -d '\\n' | head -c 100000 | timeout 3 nc -l -p 2222 > /dev/null) & sleep 1; $client 127.0.0.1; echo $?; wait; done; ssh node01 hostname`,
	});
	expect(stdout.replaceAll('\r', '')).toBe(`active
kex_exchange_identification: banner line too long
banner exchange: Connection to 127.0.0.1 port 2222: invalid format
255
1
node01
`);
});
