import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const world = newWorld('sudoers');
const printed = (script: string): string => world.runScript({ name: 's.sh', script: `exec 2>&1\n${script}` }).stdout;

test('sudoers: lists of commands, aliases, refusals, and what visudo says of files', () => {
	expect(
		printed(String.raw`useradd -m bob; useradd -m ann; groupadd ops; usermod -aG ops ann; useradd -m eve
printf 'Cmnd_Alias KUBE = /usr/bin/crictl, /bin/systemctl restart kubelet, \
  /usr/bin/systemctl status *
bob ALL=(root) NOPASSWD: KUBE, !/usr/bin/crictl rm *
%%ops ALL=(ALL:ALL) NOPASSWD: /usr/bin/cat /var/log/*
' > /etc/sudoers.d/team
visudo -c; echo $?; chmod 440 /etc/sudoers.d/team; visudo -c; visudo -cf /etc/sudoers.d/team
printf 'bob:b\nann:a\neve:e\n' | chpasswd
su bob -c 'sudo -n crictl ps | wc -l | grep -c "[1-9]"; sudo -n cat /etc/shadow; sudo systemctl restart kubelet; echo $?
sudo systemctl restart containerd; sudo -l | tail -1; sudo -l crictl
s() { echo b | sudo -S -p "" "$@"; }; s systemctl restart containerd; s crictl rm x; s -u nobody id; s -i; echo x | sudo -S id'
su ann -c 'sudo -u bob cat /var/log/x; echo a | sudo -S -p "%p? " cat /etc/shadow; sudo -l | tail -1'
su eve -c 'sudo id; echo e | sudo -S -p "" id; echo e | sudo -S -p "" -l'; su student -c 'sudo id -un; sudo -l | tail -2'
echo 'bob ALL=(ALL NOPASSWD: ALL' > /etc/sudoers.d/bad; visudo -cf /etc/sudoers.d/bad; echo $?; sudo id -un; rm /etc/sudoers.d/bad
EDITOR="sed -i -e s/bob/carol/" visudo -f /etc/sudoers.d/team; grep -c carol /etc/sudoers.d/team; stat -c %a /etc/sudoers.d/team`),
	).toBe(`/etc/sudoers: parsed OK
/etc/sudoers.d/90-student: parsed OK
/etc/sudoers.d/team: bad permissions, should be mode 0440
1
/etc/sudoers: parsed OK
/etc/sudoers.d/90-student: parsed OK
/etc/sudoers.d/team: parsed OK
/etc/sudoers.d/team: parsed OK
1
sudo: a password is required
0
sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper
sudo: a password is required
        /usr/bin/systemctl status *, !/usr/bin/crictl rm *
/usr/bin/crictl
Sorry, user bob is not allowed to execute '/usr/bin/systemctl restart containerd' as root on controlplane.
Sorry, user bob is not allowed to execute '/usr/bin/crictl rm x' as root on controlplane.
Sorry, user bob is not allowed to execute '/usr/bin/id' as nobody on controlplane.
Sorry, user bob is not allowed to execute '/bin/bash' as root on controlplane.
[sudo] password for bob: Sorry, try again.
[sudo] password for bob: 
sudo: no password was provided
sudo: 1 incorrect password attempt
cat: /var/log/x: No such file or directory
ann? Sorry, user ann is not allowed to execute '/usr/bin/cat /etc/shadow' as root on controlplane.
    (ALL : ALL) NOPASSWD: /usr/bin/cat /var/log/*
sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper
sudo: a password is required
eve is not in the sudoers file.
Sorry, user eve may not run sudo on controlplane.
root
    (ALL : ALL) ALL
    (ALL) NOPASSWD: ALL
/etc/sudoers.d/bad:1:14: syntax error
bob ALL=(ALL NOPASSWD: ALL
             ^~~~~~~~~
1
/etc/sudoers.d/bad:1:14: syntax error
bob ALL=(ALL NOPASSWD: ALL
             ^~~~~~~~~
root
1
440
`);
});

test('accounts without a shell, modules that go, and the file that a container runs', () => {
	expect(
		printed(`su - nobody; echo $?; su -s /bin/sh nobody -c 'id -un'
modprobe ip_vs; rmmod ip_vs; lsmod | grep -c ip_vs; rmmod ip_vs; modprobe ip_vs_rr; rmmod ip_vs; rmmod ip_vs_rr ip_vs; echo $?
p=$(pgrep -f kube-apiserver | head -1); readlink /proc/$p/exe
[ "$(sha512sum < /proc/$p/exe)" = "$(sha512sum < /proc/$p/root/usr/local/bin/kube-apiserver)" ] && stat -Lc %F /proc/$p/exe`),
	).toBe(`su: warning: cannot change directory to /nonexistent: No such file or directory
This account is currently not available.
1
nobody
0
rmmod: ERROR: Module ip_vs is not currently loaded
rmmod: ERROR: Module ip_vs is in use by: ip_vs_rr
0
/usr/local/bin/kube-apiserver
regular file
`);
});
