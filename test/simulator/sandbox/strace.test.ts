import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

function printed(script: string): string {
	return newWorld('strace').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
}

test('strace shows the calls of a command, those that are asked for, and counts them', () => {
	const script = `strace cat /etc/hostname > /dev/null; strace -e trace=openat cat /nope; echo $?
strace -f -c -e trace=mkdir,rmdir,execve sh -c 'mkdir /tmp/a; mkdir /tmp/a; rmdir /tmp/a'
strace -qo /tmp/out -e trace=%file rmdir /tmp/b 2> /dev/null; cat /tmp/out
strace -p 99999; strace; strace nothing`;
	expect(printed(script)).toBe(`execve("/usr/bin/cat", ["cat", "/etc/hostname"], 0x7ffd41e6a2c0 /* 10 vars */) = 0
openat(AT_FDCWD, "/etc/hostname", O_RDONLY) = 3
read(3, "controlplane\\n", 65536)        = 13
write(1, "controlplane\\n", 13)          = 13
read(3, "", 65536)                      = 0
close(3)                                = 0
+++ exited with 0 +++
cat: /nope: No such file or directory
openat(AT_FDCWD, "/nope", O_RDONLY)     = -1 ENOENT (No such file or directory)
+++ exited with 1 +++
1
strace: Process 19 attached
mkdir: cannot create directory ‘/tmp/a’: File exists
strace: Process 20 attached
strace: Process 21 attached
% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
  0.00    0.000000           0         4           execve
  0.00    0.000000           0         2         1 mkdir
  0.00    0.000000           0         1           rmdir
------ ----------- ----------- --------- --------- ----------------
100.00    0.000000           0         7         1 total
execve("/usr/bin/rmdir", ["rmdir", "/tmp/b"], 0x7ffd41e6a2c0 /* 10 vars */) = 0
rmdir("/tmp/b")                         = -1 ENOENT (No such file or directory)
strace: attach: ptrace(PTRACE_SEIZE, 99999): No such process
strace: must have PROG [ARGS] or -p PID
Try 'strace -h' for more information.
strace: Can't stat 'nothing': No such file or directory
`);
});

test('strace finds which container’s process sends signals', () => {
	const script = `for each in good bad; do
  if [ $each = bad ]; then call='kill -TERM 666'; else call=true; fi
  kubectl run $each --image=busybox:1.37 --overrides='{"spec":{"nodeName":"controlplane"}}' -- sh -c "while true; do $call; sleep 2; done" > /dev/null
done
kubectl wait --for=condition=Ready pod/good pod/bad > /dev/null
for each in good bad; do
  pid=$(crictl inspect $(crictl ps -q --name $each) | jq .info.pid); echo $each
  timeout 3.9 strace -f -e trace=kill -p $pid 2>&1 | sed 's/[0-9]* \\(at\\|de\\)tached/PID \\1tached/'
done`;
	expect(printed(script)).toBe(`good
strace: Process PID attached
strace: Process PID attached
strace: Process PID attached
strace: Process PID detached
bad
strace: Process PID attached
kill(666, SIGTERM)                      = -1 ESRCH (No such process)
strace: Process PID attached
kill(666, SIGTERM)                      = -1 ESRCH (No such process)
strace: Process PID attached
strace: Process PID detached
`);
});
