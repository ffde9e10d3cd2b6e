import { checkScripts } from './golden-cases.ts';

checkScripts('commands-busybox', 'busybox', {
	files: [
		'mkdir -p d/e; echo hi > d/f; ls d; ls -1a d; ls -F d; ls -p d; ls nope; echo $?; ls -d d; ls d/f nope; touch -d "2020-01-02 03:04:05" d/f; chmod 640 d/f; ls -l d/f; ln -s f d/l; ls -l d/l | cut -c1-32; ls -R d',
		'cat nope; echo $?; echo a > a; cat a nope; head nope; wc nope; sort nope; uniq nope; cut -f1 nope; grep x nope; echo $?; sed -n p nope; echo $?; tac nope; nl nope; rev nope; fold nope; paste nope; md5sum nope; base64 nope',
		'mkdir a; mkdir a; echo $?; mkdir b/c; rmdir nope; touch a/x; rmdir a; rm a; rm nope; rm -f nope; echo $?; rm -r a; ls; cp nope x; mv nope x; touch /nope/x; chmod 644 nope; chown root nope; chown nobodyx /; stat nope; readlink nope; echo $?; find nope; xargs nope < /dev/null',
		'echo x > f; stat -c "%a %s %n %F" f; du -k f | cut -f2; find . -type f; find . -name "f*" -exec cat {} ";"; basename /a/b.c .c; dirname /a/b; truncate -s 3 f; wc -c f; dd if=nope; tee /nope/x < /dev/null; test -f f && echo yes; /opt/busybox/bin/[ 1 -eq x ] 2>&1 | cut -d: -f2-; test a = b; echo $?',
	],
	text: [
		"printf 'b 2\\na 10\\nb 2\\n' > t; sort t; sort -k2n t; sort t | uniq -c; cut -d' ' -f1 t; tr a-z A-Z < t; head -n1 t; tail -n1 t; wc -l t; grep -n b t; grep -c b t; sed 's/b/X/' t; awk '{print $2}' t; seq 3; seq 2 2 6; rev t; tac t; nl t; expr 1 + 2; printf '%d %s\\n' 3 x; /opt/busybox/bin/printf %d x 2>/dev/null; echo -e 'a\\tb'; echo -n x",
		"printf abc | md5sum; printf abc | sha1sum; printf abc | sha256sum; printf abc | sha512sum; printf hello | base64; echo aGVsbG8= | base64 -d; printf 'a b' | xargs -n1 echo; yes | head -n2; factor 12; printf 'x\\ty\\n' | expand -t4; shuf -e a | cat; fold -w2 < /dev/null",
		"awk 'BEGIN{print 1+1; x[\"a\"]; print length(x)}'; echo 'a b c' | awk '{print NF, $2}'; awk -F: '/root/{print $1; exit}' /etc/passwd",
	],
	system: [
		'env -i A=1 env; env nope; echo $?; id -u; id nope; whoami; hostname -z 2>&1 | head -1; uname; uname -m; nproc >/dev/null; sleep x; sleep 0; date -d @0 -u; date -d x; true; echo $?; false; echo $?; which nope; echo $?; tty; echo $?',
		'/opt/busybox/bin/kill; /opt/busybox/bin/kill 99999; /opt/busybox/bin/kill -l | head -n 2; killall nope; pidof nope; echo $?; timeout 1 nope; echo $?; (timeout 1 sleep 5; echo $?) 2>/dev/null; usleep 1 2>/dev/null; sh -c "exit 3"; echo $?; nope; echo $?; ./nope; (exit 4); echo $?; sh nope; echo $?',
		"time sh -c 'exit 3' 2> t; sed 's/[0-9.]/N/g' t; time nope 2> t; echo $?; sed 's/0\\.[0-9]*/N/' t; time -p true 2>&1 | wc -l; time -f '%C|%x|%%|%q|a\\tb' true; time -o o true; time -a -o o -p true; wc -l o; time sh -c 'kill -9 $$' 2> t; echo $?; head -n1 t; time -v true 2>&1 | sed 's/: [0-9?].*//'",
		'x=5; echo $((x * 2)); for i in 1 2; do echo $i; done; [ -n "$x" ] && echo set; case $x in 5) echo five;; esac; f() { echo "f $1"; }; f a; echo ${x:-d} ${y:-d}; cat <<E\nhi $x\nE',
		'wget -q -O- http://127.0.0.1:1/; echo $?; wget http://127.0.0.1:1/; echo $?; telnet 127.0.0.1 1; echo $?',
	],
	dates: [
		"for d in x 3pm tomorrow now '' 2024-01 1 @5.5 @5 2024-01-05 2024-1-5 '2024-01-05 10' '2024-01-05 10:00' 2024-01-05T10:00:00 '2024-01-05 10:00:00 +0100' '2024-01-05 10:00 UTC' 2024.01.05-10:00 2024-13-05 '5 Jan' 202401051000 202401051000.30 1/5/2024; do date -u -d \"$d\"; done",
	],
	tools: [
		String.raw`printf '3\n1\n20\n' > n; od n; od -c n; od -An -tx1 n; od nope; echo $?; xxd n; xxd -p n | xxd -r -p; hexdump -C n; hd n; printf 'abc\0defgh\n' | strings; strings nope; echo $?`,
		String.raw`printf 'a\nb\n' > x; printf 'a\nc\n' > y; diff x y; echo $?; diff -u x y; diff -q x y; diff x nope; echo $?; diff x x; echo $?; cp x z; echo new >> z; diff x z > p; patch x < p; cat x; patch -R x p`,
		String.raw`mkdir d; echo hi > d/f; tar cf t.tar d; tar tf t.tar; tar czf t.tgz d; tar tzf t.tgz; tar xzvf t.tgz; tar xf d/f; echo $?; tar tf nope; echo $?; gzip d/f; ls d; gunzip d/f.gz; cat d/f; gzip nope; echo $?; bzip2 nope; echo $?; unzip nope; echo $?`,
		String.raw`printf 'a\r\nb\n' > x; dos2unix x; od -c x; unix2dos x; od -c x; dos2unix nope; echo $?; crc32 x; fsync x; echo $?; usleep 10; echo $?; usleep x; echo $?; usleep 2>&1 | tail -n +2; ttysize; mesg; echo $?`,
		String.raw`link nope x; echo $?; unlink nope; echo $?; mkfifo p; mkfifo p; echo $?; printf 'a b c\n' > o; tsort o; echo $?; printf 'a b\nb c\n' | tsort; flock x echo hi; flock 2>&1 | tail -n +2; setsid nope; echo $?; chroot /nope; echo $?; shred nope; echo $?; for a in od tar gzip diff; do $a --help 2>&1 | tail -n +2; done`,
		String.raw`printf 'a b\nc\n' > x; wc x; wc -l x; wc -l x x; wc < x; head -n x x; tail -n x x; cat /; echo $?; cp / y; mv x nope/y; realpath nope; echo $?; chmod q x; echo $?; truncate -s x x; comm x x; printf 'b\na\n' > u; comm u x; stat -f nope; groups nope; mountpoint nope; echo $?`,
		"seq 3 | xargs nosuchcmd; echo $?; echo 1 | xargs sh -c 'kill -9 $$'; echo $?; echo 1 | xargs sh -c 'exit 255'; echo $?; { echo 0; head -n 3 x; } > x; cat x",
	],
});
