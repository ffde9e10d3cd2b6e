import { checkScripts } from './golden-cases.ts';

const TREE =
	'mkdir -p a/b c/.h; echo hi > a/x; echo hello > a/b/y; ln -s a l; ln -s gone m; touch .hid c/z.txt; chmod 755 a/x; chmod 644 a/b/y;';

checkScripts('commands-small-tools', 'bash', {
	bc: [
		"echo 'obase=100; 2^90; 0; -1.125; obase=17; 300.5; 0; scale=9; 1/7; obase=3; 2^400; .1' | bc; echo 'ibase=3; 2101.12; ibase=20; 1234567890123.66' | bc",
		"echo '1+2*3; 2^10; 7/2; 7%3; -7/2; -7%3; 2^-2' | bc",
		"echo 'scale=4; 7/2; 1/3; -1/3; 2^-2; 10%3; 5.5%2; sqrt(2); sqrt(16); .5; -.25; 0.10' | bc",
		"echo 'scale=10; 1.123456*2.1; 1.1^5; 10/4*4; 3.000; 1.50+1.50; length(123.456); scale(1.2345); length(0.001)' | bc",
		"echo 'obase=16; 255; 256; 65535; obase=2; 10; 5.5; ibase=2; 1010' | bc; echo 'ibase=16; FF; A+1; obase=A; FF' | bc; echo 'obase=8;64;obase=20;399;0.5' | bc",
		"echo '1==1; 1<2; 2<1; 3!=3; !0; !5; 1&&0; 1||0; (1<2)+5' | bc",
		"echo 'a=5; a; a+=3; a; a++; a; ++a; a--; --a; a^=2; a; b[3]=7; b[3]; b[4]' | bc",
		"echo 'for (i=0; i<5; i++) i*i; while (i>0) { i-=2; if (i==1) break; i }; if (1) 5 else 6; if (0) 5 else 6' | bc",
		"printf 'define f(n) {\\n  if (n<=1) return (1)\\n  return (n*f(n-1))\\n}\\nf(5); f(30); f(70)\\n' | bc",
		"printf 'define g(a[], n) { auto i, s; for (i=0;i<n;i++) s += a[i]; return s; }\\nx[0]=1;x[1]=2;x[2]=3\\ng(x[],3)\\ni\\n' | bc",
		"echo '2^300' | bc; echo '2^300' | BC_LINE_LENGTH=0 bc; echo '2^300' | BC_LINE_LENGTH=20 bc",
		'echo \'"hi"; "a\nb"; print "x=", 3+4, "\\n"; print 1, 2; 3\' | bc',
		"echo '1/0' | bc; echo $?; echo '5%0; 1+1' | bc; echo 'sqrt(-1)' | bc; echo 'a/b' | bc; echo '12/0' | bc",
		"echo '1+' | bc; echo '2 2' | bc; echo '(1' | bc; echo 'f(1)' | bc; echo 'A+b' | bc; echo '3 $ 4' | bc; echo $?",
		"echo 'scale=20; 4*a(1); e(1); l(10); s(1); c(1); e(10); l(.5); j(0,1)' | bc -l",
		"echo 's(0); c(0); e(0); l(1); a(0); s(3.14159); a(-1); e(-1); l(0); s(100); c(2.5)' | bc -l; echo 'scale=5; e(2); 2*a(1); l(2)' | bc -l",
		"echo 'last; 3; last*2; .+1' | bc; echo 'quit; 5' | bc; echo 'halt' | bc; echo '5; /* no */ 6 # c' | bc; printf '1 + \\\\\\n 2\\n' | bc",
		"bc <<< 'scale=2; 100*15/7'; bc -q <<< '3*3'; echo '10 / 3' > f; echo 'quit' | bc f; bc nofile < /dev/null; echo $?",
		'printf \'x=3\\nif (x>2) {\\n "big"\\n x\\n} else {\\n "small"\\n}\\n\' | bc; echo \'define v() { return; }; v()\' | bc',
		"echo '0.1+0.2; 1.0; 00012; 1.; 3*0.0; -0; 5-5.00; 0.000' | bc; echo '' | bc; echo '1;;2' | bc",
		"echo 'scale=3; a=10; a/=4; a; a*=2; a%=3; a; a-=1.5; a' | bc; echo 'scale=-1' | bc; echo 'ibase=1; ibase=40; 5' | bc",
	],
	dc: [
		"dc -e '2 3 + p 10 4 - p 6 7 * p 7 2 / p 7 3 % p 2 10 ^ p'; dc -e '3k 1 3 / p 2 v p 10 3 ~ f'",
		"echo '5 [2 * p] x d * p 16 o 255 p 2 o 10 p' | dc; dc -e '[hello] p n 10 P 65 P'; dc -e '1 2 3 f c z p'",
		"dc -e '0 sa [la 1 + d sa p la 5 >b] sb lb x'; dc -e '_5 3 - p .5 p 16 i FF p'; dc -e '2 100 7 | p 3 d r - p'",
		"dc -e '+'; dc -e '1 0 /'; dc -e 'p'; dc -e '[a] 1 +'; dc -e 'y'; echo $?",
	],
	tree: [
		`${TREE} tree; tree -a; tree -d; tree -L 1`,
		`${TREE} tree -F; tree -f a; tree -i; tree -ps a; tree --noreport c`,
		`${TREE} tree -P '*.txt'; tree -I 'a|m'; tree --prune; tree --dirsfirst; tree --filesfirst -r`,
		`${TREE} tree nodir; echo $?; tree -L 0; echo $?; tree a c; tree -Q a; mkdir e; tree e`,
		`${TREE} LC_ALL=C tree a; tree -l -L 2; tree -U --noreport e 2>/dev/null; tree -a c -h | tail -1`,
	],
	strings: [
		[
			'strings f; strings -n 6 f; strings -t d f; strings -t x -f f; strings -o f; strings -3 f',
			{ files: { f: 'abc\u0001hello world\u0000\u0002tab\there\nlast line' } },
		],
		[
			"strings < f; strings nofile; echo $?; strings -n 0 f; strings -s ';' f; strings -w -n 10 f | od -c | head -3",
			{ files: { f: 'abcd\u0001hello\nworld\u0000' } },
		],
	],
	getopt: [
		'getopt -o ab:c:: --long alpha,beta:,gamma:: -n prog -- -a -b x -cfoo --beta=1 --gam --alpha file -- -z; echo $?',
		"getopt -o ab: -- -a 'two words' -b \"it's\" x; getopt ab:c -a -b 1 file -c; getopt -u -o a -- -a 'x y'; getopt -a -o x --long all,verbose -- -all -x -verb",
		'getopt -o a -- -z; echo $?; getopt -o b: -n me -- -b; echo $?; getopt -o a --long foo,fob -- --fo; getopt -o a --long foo -- --foo=1; getopt -q -o a -- -z; echo $?',
		'getopt; echo $?; getopt -T; echo $?; getopt -o +ab -- x -a -b; getopt -o -ab -- x -a y; getopt -Q -o a -- -z; getopt -Z; echo $?',
		'set -- $(getopt -u -o vn: -- -v -n 3 in out); echo "$@"; eval set -- "$(getopt -o f:v --long file:,verbose -- --file \'a b\' -v c)"; for a; do echo "[$a]"; done',
	],
	'special files': [
		"mkfifo p q; stat -c '%F %a %n' p q; mkfifo p; echo $?; mkfifo -m 600 r; stat -c %a r; mkfifo; mkfifo -m zzz s; (echo through > p &) ; cat p",
		'echo a > f; link f g; cat g; stat -c %h f; link f; link f g h; link f g; link nofile z; unlink g; ls; unlink g; unlink; unlink a b; mkdir d; unlink d; echo $?',
		'mknod p p; stat -c %F p; mknod; mknod x; mknod x q; mknod x p 1 2; mknod x b; echo $?',
	],
	numfmt: [
		'numfmt --to=si 1000 1500 999 1000000 123456789 0; numfmt --to=si -- -2500 -999; numfmt -5; numfmt --to=iec 1024 1536 1023 1048576 10737418240; numfmt --to=iec-i 2048 5000000',
		'numfmt --from=si 1K 2.5M 1G 3; numfmt --from=iec 1K 2.5M; numfmt --from=iec-i 1Ki 2Mi; numfmt --from=auto 1K 1Ki 7',
		"echo 'a 1000 b' | numfmt --field 2 --to=si; printf 'x 1024\\nyy 2048\\n' | numfmt --field=2 --to=iec; echo 1000:2000:3000 | numfmt -d: --field=1,3 --to=si; echo '1000 2000' | numfmt --field=- --to=si",
		"numfmt --to=si --suffix=B 1000 20; numfmt --padding=8 5 123; numfmt --padding=-8 5 | cat -A; numfmt --format='%.2f' 3.14159 2; numfmt --format='<%8.1f>' 3.16; numfmt --format='%05f' 42",
		'numfmt --round=up --to=si 1001; numfmt --round=down --to=si 1999; numfmt --round=nearest --to=iec 1600; numfmt --to=si --round=towards-zero 1999 ; numfmt --to-unit=1000 5000; numfmt --from-unit=512 4; numfmt --from=iec --to-unit=1M 1G',
		'numfmt abc; echo $?; numfmt 1K; echo $?; numfmt --from=si 1T1 5x; numfmt --from=iec-i 1K; numfmt --invalid=warn x 5; echo $?; numfmt --invalid=ignore y; echo $?; numfmt --invalid=fail 1 z 2; echo $?',
		"printf 'head\\n1000\\n2000\\n' | numfmt --header --to=si; numfmt --to=zz 1; echo $?; numfmt --round=q 1 2>&1 | head -1; numfmt --padding=0 1; numfmt --header=x < /dev/null",
	],
	tsort: [
		"echo 'a b b c a c' | tsort; printf 'sock shoe\\npants shoe\\npants belt\\n' | tsort; echo 'x x y z' | tsort; : | tsort",
		"echo 'a b c' | tsort; echo $?; echo 'a b b a' | tsort; echo $?; tsort nofile; tsort a b",
	],
	csplit: [
		'seq 10 > f; csplit f 4 7; head xx*; csplit -s f 3; ls xx*; csplit -f out- -n 3 f 5; ls out-*',
		"printf 'a\\n---\\nb\\n---\\nc\\n' > f; csplit f '/---/' '{*}'; cat xx01; csplit -z --suppress-matched f '/---/' '{*}'; cat xx01; csplit -b '%03d.txt' f '/---/'; ls",
		"printf 'a\\nb\\nX\\nc\\n' > f; csplit f '/X/+1'; csplit f '/X/-1'; csplit f '%X%'; cat xx00; csplit -q f '/nope/'; echo $?; ls; csplit f 99; echo $?",
		"csplit; csplit f; seq 3 > f; csplit f '/a'; csplit f zz; csplit f 0; csplit f 3 2; csplit f '/1/' '{x}'; csplit nofile 1; echo $?; csplit -k f 2 '/nope/'; ls xx*",
	],
	pathchk: [
		"pathchk ok/name; echo $?; pathchk -p 'a b'; pathchk -p aaaaaaaaaaaaaaa; pathchk ''; pathchk -P -- -x; pathchk -P ''; pathchk --portability 'ok-name' a/-b; pathchk; echo $?",
	],
	shred: [
		'echo secret > f; shred -u f; ls; echo secret > f; shred -n 1 -x -z f; stat -c %s f; grep -c secret f; shred nofile; echo $?; shred; shred -n q f',
		'echo s > ab; shred -vu -n 1 ab; echo data > g; shred -v -z -n 0 g; od -An -tx1 g | head -1; stat -c %s g',
	],
	stdbuf: [
		'stdbuf -oL echo hi; stdbuf -o0 -e0 echo x; stdbuf; stdbuf ls; stdbuf -i L ls; stdbuf -o q ls; stdbuf -o 0 nosuch; echo $?',
	],
	basenc: [
		"echo hi | basenc --base64; printf '\\377\\376' | basenc --base64url; printf '\\377\\376' | basenc --base64; echo hi | basenc --base32hex; echo hi | basenc --base16; echo hi | basenc --base2msbf; echo hi | basenc --base2lsbf",
		'echo 68690A | basenc --base16 -d; echo __4= | basenc --base64url -d | od -An -tx1; basenc; echo $?; echo xyz | basenc --base16 -d; echo $?; seq 100 | basenc --base16 -w 20 | head -2',
	],
	setsid: ["setsid -w sh -c 'exit 3'; echo $?; setsid; echo $?; setsid nosuch; echo $?; setsid -w echo hi"],
});
