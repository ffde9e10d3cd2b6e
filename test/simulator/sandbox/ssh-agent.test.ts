import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function run(name: string, script: string): string {
	return newWorld(name)
		.runScript({ name: 's.sh', script: `exec 2>&1; cd /root\n${script}` })
		.stdout.replaceAll('\r', '');
}

// Compared with OpenSSH 9.2's ssh-agent and ssh-add, line by line.
test('agents hold keys, here and for programs on other hosts', () => {
	const shown = run(
		'ssh-agent',
		`mv .ssh/id_ed25519 k; mv .ssh/id_ed25519.pub k.pub
ssh-agent | sed 's/[0-9][0-9]*/N/g; s/ssh-[A-Za-z0-9]*/ssh-X/'; pkill ssh-agent
ssh-add -l; echo $?; SSH_AUTH_SOCK=/nosuch ssh-add -l; echo $?
eval $(ssh-agent) > /dev/null; ssh-add -l; echo $?; ssh-add; echo "none $?"; stat -c %A \${SSH_AUTH_SOCK%/*} $SSH_AUTH_SOCK
ssh node01 true; ssh-add k; ssh-add -l; ssh-add -L | cut -c1-20; ssh node01 hostname
ssh node01 'ssh-add -l; ssh -o BatchMode=yes node02 hostname 2>&1 | tail -1'; ssh node01 mv .ssh/id_ed25519 .ssh/x; ssh node01 'ssh node02 hostname'; ssh -A node01 'ssh-add -l | cut -c1-11; ls -l $SSH_AUTH_SOCK | cut -c1-10; ssh node02 hostname'; ssh node01 mv .ssh/x .ssh/id_ed25519; ssh node01 ls -d '/tmp/ssh-*'
ssh-keygen -q -t rsa -C lab -N '' -f k2; ssh-add -t 2 k2; ssh-add -l | wc -l; sleep 3; ssh-add -l | wc -l; ssh-add -c k2; ssh-add -d k2; ssh-add -d k2; echo $?; ssh-add -T k.pub; echo T $?; ssh-add nosuch; chmod 644 k2; ssh-add k2; echo $?; ssh-add -D; ssh-add -qD
ssh-agent -k > /dev/null; ssh-add -l; ssh-agent sh -c 'ssh-add -l; exit 3'; echo $?; sleep 61; pgrep -c ssh-agent; ssh-agent nosuchcmd; unset SSH_AGENT_PID; ssh-agent -k; echo $?; ssh-agent -c | head -1 | cut -c1-20`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"SSH_AUTH_SOCK=/tmp/ssh-X/agent.N; export SSH_AUTH_SOCK;
		SSH_AGENT_PID=N; export SSH_AGENT_PID;
		echo Agent pid N;
		Could not open a connection to your authentication agent.
		2
		Error connecting to agent: No such file or directory
		2
		The agent has no identities.
		1
		none 1
		drwx------
		srw-------
		root@node01: Permission denied (publickey).
		Identity added: k (root@controlplane)
		256 SHA256:n2fjYpOgoSrbE32OlDp5F4YWlXEtanB6WD0aPMcIQZI root@controlplane (ED25519)
		ssh-ed25519 AAAAC3Nz
		node01
		Could not open a connection to your authentication agent.
		node02
		root@node02: Permission denied (publickey).
		256 SHA256:
		srw-------
		node02
		ls: cannot access '/tmp/ssh-*': No such file or directory
		Identity added: k2 (lab)
		Lifetime set to 2 seconds
		2
		1
		Identity added: k2 (lab)
		The user must confirm each use of the key
		Identity removed: k2 RSA (lab)
		Could not remove identity "k2": agent refused operation
		1
		T 0
		nosuch: No such file or directory
		@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
		@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @
		@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
		Permissions 0644 for 'k2' are too open.
		It is required that your private key files are NOT accessible by others.
		This private key will be ignored.
		1
		All identities removed.
		Error connecting to agent: No such file or directory
		The agent has no identities.
		3
		0
		nosuchcmd: No such file or directory
		SSH_AGENT_PID not set, cannot kill agent
		1
		setenv SSH_AUTH_SOCK
		"
	`);
});

test('private keys: who may read them, passphrases; lists of hosts with hashed names', () => {
	const shown = run(
		'ssh-keys',
		`mv .ssh/id_ed25519 k; ssh -i k node01 hostname; chmod 644 k; ssh -i k node01 hostname; echo $?; chmod 400 k; ssh-keygen -p -f k -P '' -N secret; ssh-keygen -p -f k -P bad -N x12345; echo $?; ssh-keygen -y -f k -P secret | cut -c1-20; ssh-keygen -y -P bad -f k; echo $?; ssh -o BatchMode=yes -i k node01 hostname; echo $?; ssh-keygen -l -f k | cut -c1-5;  ssh-keygen -c -P secret -C cc -f k
ssh-keygen -H; cut -c1-3 .ssh/known_hosts | sort | uniq -c; ssh-keygen -F node01 | sed 's/|1.*/H/'; ssh-keygen -l -F node01; ssh-keygen -R node01; ssh-keygen -F node01; echo $?; ssh -o StrictHostKeyChecking=accept-new -o HashKnownHosts=yes -i k.pub node01 true; tail -1 .ssh/known_hosts | cut -c1-3`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"node01
		@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
		@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @
		@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
		Permissions 0644 for 'k' are too open.
		It is required that your private key files are NOT accessible by others.
		This private key will be ignored.
		Load key "k": bad permissions
		root@node01: Permission denied (publickey).
		255
		Key has comment 'root@controlplane'
		Your identification has been saved with the new passphrase.
		Failed to load key k: incorrect passphrase supplied to decrypt private key
		255
		ssh-ed25519 AAAAC3Nz
		Load key "k": incorrect passphrase supplied to decrypt private key
		255
		root@node01: Permission denied (publickey).
		255
		256 S
		Old comment: root@controlplane
		Comment 'cc' applied
		/root/.ssh/known_hosts updated.
		Original contents retained as /root/.ssh/known_hosts.old
		WARNING: /root/.ssh/known_hosts.old contains unhashed entries
		Delete this file to ensure privacy of hostnames
		      6 |1|
		# Host node01 found: line 3 
		H
		# Host node01 found: line 3 
		node01 ED25519 SHA256:5ge4kYXLn8SremR+iV5hA2X3ZtNdr7Eyq83ACA9L4SQ
		# Host node01 found: line 3
		/root/.ssh/known_hosts updated.
		Original contents retained as /root/.ssh/known_hosts.old
		1
		Warning: Permanently added 'node01' (ED25519) to the list of known hosts.
		@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
		@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @
		@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
		Permissions 0644 for 'k.pub' are too open.
		It is required that your private key files are NOT accessible by others.
		This private key will be ignored.
		Load key "k.pub": bad permissions
		root@node01: Permission denied (publickey).
		|1|
		"
	`);
});
