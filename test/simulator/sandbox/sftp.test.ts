import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function run(name: string, script: string): string {
	return newWorld(name)
		.runScript({ name: 's.sh', script: `exec 2>&1; cd /root\n${script}` })
		.stdout.replaceAll('\r', '');
}

// Compared with OpenSSH 9.2's sftp and sftp-server, line by line.
test('sftp obeys a batch of commands', () => {
	const shown = run(
		'sftp-batch',
		`mkdir -p /tmp/sf; cat > /tmp/sf/cmds <<"E"
pwd
lpwd
cd ../r
pwd
ls
ls -1
ls d
-ls nosuch
-cd nosuch
-get nosuch
get a.txt
get a.txt c.txt
get *.txt /tmp/sf/l/
-get d
get -r d
put up.txt
put up.txt d/other
-put nosuch
-put ld
put -r ld
mkdir nd
-mkdir nd
rmdir nd
-rmdir nd
rename up.txt up2.txt
-rename nosuch z
chmod 600 up2.txt
-chmod 600 nosuch
rm up2.txt
-rm nosuch
rm d/oth*
ln -s a.txt sl
rm sl
-foo
lmkdir ll
-lmkdir ll
lcd ll
lpwd
-lcd nosuch
version
!echo sh
-chown x a.txt
# comment
ls *.txt
-get
-cd a.txt
-put up.txt nodir/x
bye
E
exec 2>&1
mkdir -p /tmp/sf/r/d /tmp/sf/l; cd /tmp/sf/l; echo one > ../r/a.txt; echo two > ../r/b.txt; echo x > ../r/d/x; echo loc > up.txt; mkdir -p ld; echo q > ld/q; ln -sf a.txt ../r/lnk
sftp -b ../cmds -D /usr/lib/openssh/sftp-server; echo rc $?; find . ../r -type f | sort`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"sftp> pwd
		Remote working directory: /tmp/sf/l
		sftp> lpwd
		Local working directory: /tmp/sf/l
		sftp> cd ../r
		sftp> pwd
		Remote working directory: /tmp/sf/r
		sftp> ls
		a.txt  b.txt  d      lnk    
		sftp> ls -1
		a.txt
		b.txt
		d
		lnk
		sftp> ls d
		d/x  
		sftp> -ls nosuch
		Can't ls: "/tmp/sf/r/nosuch" not found
		sftp> -cd nosuch
		stat remote: No such file or directory
		sftp> -get nosuch
		File "/tmp/sf/r/nosuch" not found.
		sftp> get a.txt
		sftp> get a.txt c.txt
		sftp> get *.txt /tmp/sf/l/
		sftp> -get d
		download /tmp/sf/r/d/: not a regular file
		sftp> get -r d
		Retrieving /tmp/sf/r/d
		sftp> put up.txt
		sftp> put up.txt d/other
		sftp> -put nosuch
		stat nosuch: No such file or directory
		sftp> -put ld
		local "ld/" is not a regular file
		sftp> put -r ld
		Entering ld/
		sftp> mkdir nd
		sftp> -mkdir nd
		remote mkdir "/tmp/sf/r/nd": Failure
		sftp> rmdir nd
		sftp> -rmdir nd
		remote rmdir "/tmp/sf/r/nd": No such file or directory
		sftp> rename up.txt up2.txt
		sftp> -rename nosuch z
		remote rename "/tmp/sf/r/nosuch" to "/tmp/sf/r/z": No such file or directory
		sftp> chmod 600 up2.txt
		sftp> -chmod 600 nosuch
		remote setstat "/tmp/sf/r/nosuch": No such file or directory
		sftp> rm up2.txt
		sftp> -rm nosuch
		remote delete /tmp/sf/r/nosuch: No such file or directory
		sftp> rm d/oth*
		sftp> ln -s a.txt sl
		sftp> rm sl
		Invalid command.
		sftp> -foo
		sftp> lmkdir ll
		sftp> -lmkdir ll
		Couldn't create local directory "ll": File exists
		sftp> lcd ll
		sftp> lpwd
		Local working directory: /tmp/sf/l/ll
		sftp> -lcd nosuch
		Couldn't change local directory to "nosuch": No such file or directory
		sftp> version
		SFTP protocol version 3
		sftp> !echo sh
		sh
		You must supply a numeric argument to the chown command.
		sftp> -chown x a.txt
		sftp> # comment
		sftp> ls *.txt
		a.txt               b.txt               
		You must specify at least one path after a get command.
		sftp> -get
		sftp> -cd a.txt
		Can't change directory: "/tmp/sf/r/a.txt" is not a directory
		sftp> -put up.txt nodir/x
		stat up.txt: No such file or directory
		sftp> bye
		rc 0
		../r/a.txt
		../r/b.txt
		../r/d/x
		../r/ld/q
		./a.txt
		./b.txt
		./c.txt
		./d/x
		./ld/q
		./up.txt
		"
	`);
});

test('sftp over ssh; who may have nothing else, and only below a folder', () => {
	const shown = run(
		'sftp-ssh',
		`echo hello > f; sftp node01:/tmp <<< 'put f
ls f
get f back'; cat back; printf 'put f g\\nls -l g\\nrename g h\\nrm h\\n' | sftp -b - node01 | sed 's/[A-Z][a-z][a-z]  *[0-9]* [0-9:]*/DATE/'; sftp node01:/etc/hostname .; cat hostname; sftp nobody@node01; echo $?; sftp nowhere; echo $?
useradd -m -s /bin/bash up; mkdir -p /srv/up/files; chown up /srv/up/files; install -d -o up -m 700 ~up/.ssh; install -o up -m 600 ~/.ssh/id_ed25519.pub ~up/.ssh/authorized_keys; printf 'Match User up\\n ForceCommand internal-sftp\\n ChrootDirectory /srv/up\\n AllowTcpForwarding no\\n' > /etc/ssh/sshd_config.d/50-up.conf; sshd -t && systemctl restart ssh
printf 'pwd\\ncd files\\nput f\\nls -l\\nput f /f\\ncd /etc\\n' | sftp up@controlplane | sed 's/[A-Z][a-z][a-z]  *[0-9]* [0-9:]*/DATE/'; ssh up@controlplane id; echo $?; ls -l /srv/up/files | wc -l; ssh -W localhost:10248 up@controlplane < /dev/null; chown up /srv/up; sftp up@controlplane <<< pwd; echo $?`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"Connected to node01.
		Changing to: /tmp
		sftp> put f
		Uploading f to /tmp/f
		sftp> ls f
		f       
		sftp> get f back
		Fetching /tmp/f to back
		hello
		sftp> put f g
		sftp> ls -l g
		-rw-r--r--    ? root     root            6 DATE g
		sftp> rename g h
		sftp> rm h
		Connected to node01.
		Fetching /etc/hostname to hostname
		node01
		nobody@node01: Permission denied (publickey).
		Connection closed
		255
		ssh: Could not resolve hostname nowhere: Name or service not known
		Connection closed
		255
		Connected to controlplane.
		dest open "/f": Permission denied
		stat remote: No such file or directory
		sftp> pwd
		Remote working directory: /
		sftp> cd files
		sftp> put f
		Uploading f to /files/f
		sftp> ls -l
		-rw-r--r--    1 1001     1001            6 DATE f
		sftp> put f /f
		Uploading f to /f
		sftp> cd /etc
		0
		2
		channel 0: open failed: administratively prohibited: open failed
		stdio forwarding failed
		Connection closed
		255
		"
	`);
});

test('sshd obeys what is said of users and of keys', () => {
	const shown = run(
		'sshd-rights',
		`key=$(cat .ssh/id_ed25519.pub); ak() { printf '%s %s\\n' "$1" "$key" > .ssh/authorized_keys; }; export opts='-o BatchMode=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR'
ak 'command="echo forced: $SSH_ORIGINAL_COMMAND"'; ssh $opts localhost id -un; ssh $opts localhost < /dev/null
ak 'restrict'; ssh $opts -W localhost:10248 localhost < /dev/null; ssh $opts -tt localhost tty; ssh $opts -R 7001:localhost:1 localhost echo ran
ak 'no-port-forwarding,from="10.0.0.*,!127.0.0.1"'; ssh $opts localhost true; ak 'from="127.0.0.1"'; ssh $opts localhost echo from
ak 'permitopen="localhost:10248"'; ssh $opts -N -f -L 7002:localhost:10248 -L 7003:localhost:10249 localhost; curl -s localhost:7002/healthz; echo; curl -s localhost:7003; echo $?; pkill -f 7002
ak 'expiry-time="20200101"'; ssh $opts localhost true; ak bogus; ssh $opts localhost true; ak ''; chmod 666 .ssh/authorized_keys; ssh $opts localhost true; chmod 600 .ssh/authorized_keys; ssh $opts localhost echo in
printf 'PermitUserEnvironment yes\\nForceCommand env | grep -c ^SSH_ORIGINAL\\nAcceptEnv LAB_*\\nMaxAuthTries 2\\n' > /etc/ssh/sshd_config.d/50-x.conf; systemctl restart ssh; ssh $opts localhost id
printf 'AcceptEnv LAB_*\\nMaxAuthTries 2\\n' > /etc/ssh/sshd_config.d/50-x.conf; systemctl restart ssh; LAB_A=1 OTHER=2 ssh $opts -o SendEnv='LAB_* OTHER' -o SetEnv=LAB_B=3 localhost 'env | grep -E "^(LAB|OTHER)" | sort'
for i in 1 2 3; do ssh-keygen -q -t ed25519 -N '' -f k$i; done; ssh $opts -o IdentitiesOnly=yes -i k1 -i k2 -i k3 localhost true 2>&1 | sed 's/port [0-9]*/port N/'; echo $?
ssh $opts nosuch@localhost; sed -n 's/.*sshd\\[[0-9]*\\]: //p' /var/log/auth.log | grep -v -e session -e Accepted -e isconnect | sed 's/port [0-9]*/port N/' | sort | uniq -c`,
	);
	expect(shown).toMatchInlineSnapshot(`
		"forced: id -un
		forced:
		channel 0: open failed: administratively prohibited: open failed
		stdio forwarding failed
		PTY allocation request failed on channel 0
		not a tty
		Warning: remote port forwarding failed for listen port 7001
		ran
		root@localhost: Permission denied (publickey).
		from
		ok
		channel 4: open failed: administratively prohibited: open failed
		56
		root@localhost: Permission denied (publickey).
		root@localhost: Permission denied (publickey).
		root@localhost: Permission denied (publickey).
		in
		1
		LAB_A=1
		LAB_B=3
		Received disconnect from 127.0.0.1 port N:2: Too many authentication failures
		Disconnected from 127.0.0.1 port N
		0
		nosuch@localhost: Permission denied (publickey).
		      2 Authentication refused: bad ownership or modes for file /root/.ssh/authorized_keys
		      1 Authentication tried for root with correct key but not from a permitted host (host=127.0.0.1, ip=127.0.0.1).
		      4 Connection closed by authenticating user root 127.0.0.1 port N [preauth]
		      1 Connection closed by invalid user nosuch 127.0.0.1 port N [preauth]
		      1 Invalid user nosuch from 127.0.0.1 port N
		      1 error: maximum authentication attempts exceeded for root from 127.0.0.1 port N ssh2 [preauth]
		"
	`);
});
