import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

test('ssh goes by its configuration files, through other hosts, and carries ports', () => {
	const world = newWorld('ssh-config');
	const { stdout } = world.runScript({
		name: 's.sh',
		script: `exec 2>&1
ssh -J controlplane node01 hostname
printf 'Host n1 n?\\n  HostName node01\\n  User root\\nHost far\\n HostName node01\\n ProxyJump root@controlplane:22\\nHost *\\n ConnectTimeout=3\\n User nobody\\n' > ~/.ssh/config
ssh n1 hostname; scp /etc/hostname n2:/tmp/x; ssh n1 cat /tmp/x; ssh far hostname; ssh -F none far
ssh -L 8080:localhost:10248 -N -f n1; sleep 1; curl -s localhost:8080/healthz; echo
ssh -L 8080:localhost:10248 -N -f n1; ssh -G far | grep -E "^(host|user|hostname|port|proxyjump|connecttimeout|identityfile|sendenv|loglevel) "; ssh -f n1 "sleep 0.2; hostname"; echo back $?; sleep 1; ssh -f nowhere true; echo $?; ssh -W node01:22 controlplane </dev/null | head -1; ssh -W nowhere:1 n1; echo $?
ssh -o Foo=bar n1; echo $?; ssh -o StrictHostKeyChecking=maybe n1
printf 'Foo bar\\nHost x\\n Bar y\\n' > c; ssh -F c n1; echo 'Port abc' > c; ssh -F c n1; ssh -F /nosuch n1
chmod 666 ~/.ssh/config; ssh n1; rm ~/.ssh/config; ssh-keyscan node01 nosuch 2>&1 | sed 's/AAAA.*/KEY/'`,
	});
	expect(stdout).toMatchInlineSnapshot(`
		"node01
		node01
		controlplane
		nobody@node01: Permission denied (publickey).
		Pseudo-terminal will not be allocated because stdin is not a terminal.
		ssh: Could not resolve hostname far: Name or service not known
		ok
		bind [127.0.0.1]:8080: Address already in use
		channel_setup_fwd_listener_tcpip: cannot listen to port: 8080
		Could not request local forwarding.
		host far
		user nobody
		hostname node01
		port 22
		loglevel INFO
		identityfile ~/.ssh/id_rsa
		identityfile ~/.ssh/id_ecdsa
		identityfile ~/.ssh/id_ecdsa_sk
		identityfile ~/.ssh/id_ed25519
		identityfile ~/.ssh/id_ed25519_sk
		identityfile ~/.ssh/id_xmss
		identityfile ~/.ssh/id_dsa
		connecttimeout 3
		proxyjump root@controlplane:22
		back 0
		node01
		ssh: Could not resolve hostname nowhere: Name or service not known
		255
		nobody@controlplane: Permission denied (publickey).
		channel 0: open failed: connect failed: Name or service not known
		stdio forwarding failed
		255
		command-line: line 0: Bad configuration option: foo
		255
		command-line line 0: unsupported option "maybe".
		c: line 1: Bad configuration option: foo
		c: line 3: Bad configuration option: bar
		c: terminating, 2 bad configuration options
		c line 1: Bad port 'abc'.
		Can't open user config file /nosuch: No such file or directory
		Bad owner or permissions on /root/.ssh/config
		# node01:22 SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.14
		node01 ssh-ed25519 KEY
		getaddrinfo nosuch: Name or service not known
		"
	`);
});

test('sshd goes by its own: who may come in, how, and where it listens', () => {
	const world = newWorld('sshd-config');
	const { stdout } = world.runScript({
		name: 's.sh',
		script: `exec 2>&1
useradd -m -s /bin/bash ann; install -d -o ann -g ann -m 700 /home/ann/.ssh; install -o ann -m 600 ~/.ssh/id_ed25519.pub /home/ann/.ssh/authorized_keys
try() { ssh -o BatchMode=yes -o ConnectTimeout=2 "$@" 'echo in as $(id -un)'; }
set_to() { printf '%s\\n' "$@" > /etc/ssh/sshd_config.d/10-x.conf; sshd -t && systemctl restart ssh; }
try ann@controlplane
set_to 'PermitRootLogin no'; try root@controlplane; try ann@controlplane
set_to 'AllowUsers ann student'; try root@controlplane; set_to 'DenyUsers a*'; try ann@controlplane; set_to 'AllowGroups sudo'; try ann@controlplane
set_to 'PubkeyAuthentication no'; try ann@controlplane; set_to 'PasswordAuthentication yes' 'Banner /etc/issue.net'; try ann@controlplane
set_to 'Match User ann' ' PubkeyAuthentication no' 'Match all' ' MaxAuthTries 2'; try ann@controlplane; try root@controlplane
set_to 'AllowTcpForwarding no'; ssh -W localhost:10248 controlplane </dev/null
set_to 'Port 2222'; try controlplane; try -o StrictHostKeyChecking=no -p 2222 controlplane; sshd -T | head -3
set_to 'PasswordAuthentication sure'; set_to 'Foo x'; systemctl restart ssh; echo $?
journalctl -u ssh --no-pager | grep -o 'User .* not allowed.*' | sort -u`,
	});
	expect(stdout).toMatchInlineSnapshot(`
		"in as ann
		root@controlplane: Permission denied (publickey).
		in as ann
		root@controlplane: Permission denied (publickey).
		ann@controlplane: Permission denied (publickey).
		ann@controlplane: Permission denied (publickey).
		ann@controlplane: Permission denied ().
		Ubuntu 24.04.3 LTS
		in as ann
		ann@controlplane: Permission denied ().
		in as root
		channel 0: open failed: administratively prohibited: open failed
		stdio forwarding failed
		ssh: connect to host controlplane port 22: Connection refused
		Warning: Permanently added '[controlplane]:2222' (ED25519) to the list of known hosts.
		in as root
		port 2222
		acceptenv LANG
		acceptenv LC_*
		/etc/ssh/sshd_config.d/10-x.conf line 1: unsupported option "sure".
		/etc/ssh/sshd_config.d/10-x.conf: line 1: Bad configuration option: Foo
		/etc/ssh/sshd_config: terminating, 1 bad configuration options
		Job for ssh.service failed because the control process exited with error code.
		See "systemctl status ssh.service" and "journalctl -xeu ssh.service" for details.
		1
		User ann from 127.0.0.1 not allowed because listed in DenyUsers
		User ann from 127.0.0.1 not allowed because none of user's groups are listed in AllowGroups
		User root from 127.0.0.1 not allowed because not listed in AllowUsers
		"
	`);
});

test('passwords are typed at ssh, su, sudo, passwd and adduser', () => {
	const world = newWorld('passwords', { preset: 'kubeadm-1-1' });
	const terminal = new TestTerminal(world);
	const shown = (text: string): string => text.replaceAll(/\x1b\[[?0-9;]*[a-zA-Z]|\x1b\][^\x07]*\x07|\r/g, '');
	const lines = [
		"printf 'PasswordAuthentication yes\\n' > /etc/ssh/sshd_config.d/10-x.conf; systemctl restart ssh; PS1='# '",
		'adduser bob',
		'pw1',
		'pw1',
		'Bob',
		'',
		'',
		'',
		'',
		'',
		'ssh -o PubkeyAuthentication=no bob@localhost',
		'yes',
		'wrong',
		'pw1',
		'sudo id',
		'pw1',
		"PS1='$ '; su -c id",
		'x',
		'passwd',
		'pw1',
		'short',
		'short',
		'longer-1',
		'longer-1',
		'exit',
		'usermod -aG sudo bob; su - bob',
		"PS1='$ '; sudo id -un",
		'no',
		'longer-1',
		'sudo id -un; sudo -k',
		'su',
	];
	expect(lines.map((line) => shown(terminal.type(`${line}\n`, 5_000))).join('')).toMatchInlineSnapshot(`
		"printf 'PasswordAuthentication yes\\n' > /etc/ssh/sshd_config.d/10-x.conf; systemctl restart ssh; PS1='# '
		# adduser bob
		info: Adding user \`bob' ...
		info: Selecting UID/GID from range 1000 to 59999 ...
		info: Adding new group \`bob' (1001) ...
		info: Adding new user \`bob' (1001) with group \`bob (1001)' ...
		info: Creating home directory \`/home/bob' ...
		info: Copying files from \`/etc/skel' ...
		New password: 
		Retype new password: 
		passwd: password updated successfully
		Changing the user information for bob
		Enter the new value, or press ENTER for the default
			Full Name []: Bob
			Room Number []: 
			Work Phone []: 
			Home Phone []: 
			Other []: 
		Is the information correct? [Y/n] 
		info: Adding new user \`bob' to supplemental / extra groups \`users' ...
		info: Adding user \`bob' to group \`users' ...
		# ssh -o PubkeyAuthentication=no bob@localhost
		The authenticity of host 'localhost (127.0.0.1)' can't be established.
		ED25519 key fingerprint is SHA256:kRUHEG9lXMPpCBskOebqSQqRROmD9+s6xPm7BPQNHzc.
		This host key is known by the following other names/addresses:
		    ~/.ssh/known_hosts:1: controlplane,172.30.1.2
		Are you sure you want to continue connecting (yes/no/[fingerprint])? yes
		Warning: Permanently added 'localhost' (ED25519) to the list of known hosts.
		bob@localhost's password: 
		Permission denied, please try again.
		bob@localhost's password: 
		Welcome to Ubuntu 24.04.3 LTS (GNU/Linux 6.8.0-51-generic x86_64)

		bob@controlplane:~$ sudo id
		[sudo] password for bob: 
		bob is not in the sudoers file.
		bob@controlplane:~$ PS1='$ '; su -c id
		Password: 
		su: Authentication failure
		$ passwd
		Changing password for bob.
		Current password: 
		New password: 
		Retype new password: 
		You must choose a longer password.
		New password: 
		Retype new password: 
		passwd: password updated successfully
		$ exit
		logout
		Connection to localhost closed.
		# usermod -aG sudo bob; su - bob
		bob@controlplane:~$ PS1='$ '; sudo id -un
		[sudo] password for bob: 
		Sorry, try again.
		[sudo] password for bob: 
		root
		$ sudo id -un; sudo -k
		root
		$ su
		Password: "
	`);
});
