import { checkScripts } from './golden-cases.ts';

const WORDS = "printf '%s\\n' Apple apricot banana bat Bee bee-line cat dog > w;";

// What Debian's bsdextrautils, bsdutils and util-linux have besides: against util-linux 2.38.1.
checkScripts('commands-bsd-tools', 'bash', {
	look: [
		`${WORDS} LC_ALL=C sort w > s; look b s; echo $?; look zz s; echo $?; look -f BE s; look -d bee s; look ba- s; look -d ba- s; look -t n banjo s`,
		'look; echo $?; look a nofile; echo $?; look a b c; echo $?',
	],
	colrm: [
		'for a in "" 3 "3 5" 1 "0 2" "9 12" "5 3"; do echo abcdefgh | colrm $a; done; printf "a\\tbcdef\\n" | colrm 9 10; printf "abc" | colrm 2; echo abc | colrm x; echo $?; echo abc | colrm 1 y; echo $?',
	],
	col: [
		"printf 'a\\tb\\n_\\bu x\\bx\\n\\033\\007up\\n  8spaces        end   \\n' | col | od -c; printf 'ab\\bc\\r\\nd\\r\\re\\n' | col -b | od -c; printf 'one\\ttwo        three\\n' | col -x | od -c; printf 'a\\033Zb\\001c' | col -p | od -c; printf 'no end' | col -b | od -c",
		"printf 'N\\bNA\\bAM\\bME\\bE\\n\\n     _\\bt_\\be_\\bx_\\bt\\n' | col -b; printf 'N\\bN _\\bx\\n' | col | od -c; printf 'a\\n\\n\\nb\\n' | col -bx; seq 400 | col -b | cksum; printf 'l1\\nl2\\033\\007  up\\n' | col -b; printf 'a\\0337b\\n' | col -b; col x; echo $?; col -l x; echo $?; col -Z; echo $?",
	],
	'rgrep, domain names': [
		'mkdir -p d/e; echo needle > d/e/f; echo hay > d/g; rgrep needle; rgrep -l e d; echo $?; rgrep nothing d; echo $?; rgrep; echo $?; domainname; nisdomainname; echo $?; ypdomainname; echo $?',
	],
	e2label: [
		'PATH=$PATH:/usr/sbin; e2label; echo $?; e2label nofile; echo $?; truncate -s 2M i; e2label i; echo $?; mke2fs -q -L one i; e2label i; e2label i averyveryverylonglabel; echo $?; e2label i; e2label i two; e2label i; e2label i ""; e2label i; e2label i a b; echo $?',
	],
	'rename.ul': [
		'touch a1 a2 aa; rename.ul a b a1 a2; rename.ul -v b c b1 b2; rename.ul -n c d c1; rename.ul -a a x aa; ls',
		'touch foo.txt foofoo; rename.ul -l foo bar foofoo; rename.ul "" pre- foo.txt; rename.ul x y pre-foo.txt; echo $?; mkdir d; touch d/foo; rename.ul -v foo bar d/foo; ls -R',
		'rename.ul; echo $?; rename.ul a b; echo $?; rename.ul a b nofile; echo $?; touch ab b; rename.ul -o a "" ab; ls; ln -s target l; rename.ul -s target other l; readlink l; rename.ul -s x y ab; echo $?; rename.ul -Z',
	],
	ul: [
		"printf 'a_\\bb\\n' | ul -t xterm | od -c; printf 'x\\bxy\\n' | ul -t xterm | od -c; printf 'x\\bx_\\by\\n' | ul -t dumb; printf 'plain\\n' | ul -t xterm; printf '_\\ba_\\bb c\\bcd\\n' | ul -t xterm | od -c",
	],
	choom: [
		'choom; echo $?; choom -p x; echo $?; choom -n 500 -- sh -c "cat /proc/self/oom_score_adj; choom -n 600 true"; choom -n x true; echo $?; choom true; echo $?; choom -n 1 nosuch; echo $?; choom -p 9999999; echo $?',
		'sleep 5 & choom -n 300 -p $! | sed s/$!/PID/; cat /proc/$!/oom_score_adj; echo 200 > /proc/$!/oom_score_adj; cat /proc/$!/oom_score_adj; sh -c "echo 2000 > /proc/$!/oom_score_adj" 2>&1 | sed s/$!/PID/; kill $!',
	],
	ipcs: [
		'ipcs -q; ipcs -s; ipcs -qs; ipcs -l; ipcs -qst; ipcs -qc; ipcs -sc; ipcs -qp; ipcs -qsu; ipcs -i 5; echo $?; ipcs -m -i 99; echo $?; ipcs -q -i x; echo $?; ipcs -Z; echo $?',
	],
	pwdx: [
		'cd /usr; pwdx $$ | sed s/^[0-9]*/PID/; pwdx 9999999; echo $?; pwdx abc; echo $?; pwdx /proc/1x; pwdx; echo $?; setpriv --reuid 7 --regid 7 --clear-groups pwdx $$ 2>&1 | sed s/^[0-9]*/PID/',
	],
	'findfs, fstrim, mesg, wall': [
		'PATH=$PATH:/usr/sbin; findfs; echo $?; findfs UUID=no-such; echo $?; findfs /nothing; echo $?; fstrim; echo $?; fstrim /nothing; echo $?; fstrim /proc; echo $?; touch f; fstrim f; echo $?',
		'mesg < /dev/null 2> /dev/null; echo $?; write; echo $?; write nobody < /dev/null; echo $?; wall -g nosuch x; echo $?; wall -t x y; echo $?',
	],
});
