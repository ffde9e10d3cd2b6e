import { checkScripts } from './golden-cases.ts';

const LINES = { files: { f: 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve' } };
const TABLE = { files: { t: 'b 10 x\na 9 y\nc 100 z\nB 2 w\n가 5 v\na 9 a\n' } };
const FIELDS = { files: { p: 'a:b:c:d\n1:2:3:4\nno delimiter\n::x:\n한글:둘:셋:넷' } };

checkScripts('commands-coreutils-text', 'bash', {
	head: [
		['head -n 3 f; head -n -10 f; head -c 7 f; head -c -60 f; head -2 f', LINES],
		['head -n 1 f f; head -q -n 1 f f; head -v -n 1 f; head -n 1 f nofile f; echo $?', LINES],
		[
			'head -n x f; head -c 1z f; head -n; head -Z f; echo $?; head -n 0 f | wc -c; head -c 1k f | wc -c; head -n 1K f | wc -l',
			LINES,
		],
		[
			"printf 'a\\0b\\0c' | head -z -n 2 | od -c; printf 'no newline' | head -n 1; head -n 5 < /dev/null; mkdir d; head d; echo $?",
			LINES,
		],
	],
	tail: [
		['tail -n 3 f; tail -n +11 f; tail -c 5 f; tail -c +75 f; tail -2 f; tail +11 f', LINES],
		['tail -n 1 f f; tail -q -n 1 f f; tail -v -n 1 f; tail -n 1 nofile f; echo $?', LINES],
		[
			'tail -n x f; tail -c 1q f; tail -n; tail -Z f; echo $?; tail -n 0 f; tail -n +0 f | wc -l; cat f | tail -n 2; cat f | tail -c +78',
			LINES,
		],
		[
			"printf 'a\\0b\\0c' | tail -z -n 1 | od -c; printf 'x\\ny' | tail -n 1; tail < /dev/null; mkdir d; tail d; echo $?; timeout 1 tail -f --pid=1 nofile; echo $?",
			LINES,
		],
	],
	cut: [
		['cut -d: -f2 p; cut -d: -f1,3 p; cut -d: -f2- p; cut -d: -f-2 p; cut -s -d: -f2 p', FIELDS],
		['cut -c1-3 p; cut -c2 p; cut -b1-3 p | od -An -tx1 | tail -2; cut -c5- p; cut -c-2,4 p', FIELDS],
		[
			'cut -d: -f1,3 --output-delimiter=" | " p; cut --complement -d: -f2 p; cut -d: -f3-4,1 p; cut -d " " -f2 p; cut -f1 p',
			FIELDS,
		],
		[
			'cut p; cut -f; cut -f0 p; cut -f2-1 p; cut -fx p; cut -d ab -f1 p; cut -f1 -c1 p; cut -f 1,,2 p; cut -c 1 -d: p; cut -f1 nofile; echo $?',
			FIELDS,
		],
		[
			"printf 'a\\tb\\0c\\td\\0' | cut -z -f2 | od -c; printf 'a:b' | cut -d: -f2; printf '' | cut -f1; cut -d '' -f1 p; cut -d: -f- p; echo $?",
			FIELDS,
		],
	],
	sort: [
		['sort t; sort -r t; sort -u t; sort -n -k2 t; sort -k2,2n -k1,1 t', TABLE],
		['sort -k1,1 -s t; sort -f t; sort -k3 t; sort -k2n -r t; sort -k1.1,1.1 -u t', TABLE],
		[
			"printf '10K\\n1M\\n5\\n2G\\n900\\n' | sort -h; printf 'v1.10\\nv1.9\\nv1.2.3\\n' | sort -V; printf 'Mar\\nJan\\nxx\\nFeb\\n' | sort -M; printf '1e3\\n5\\n-2\\n1.5\\n' | sort -g",
		],
		[
			"printf '  b\\na\\n c\\n' | sort; printf '  b\\na\\n c\\n' | sort -b; printf 'a-b\\nab\\na.c\\n' | sort -d; printf 'b\\0a\\0' | sort -z | od -c; printf 'b\\na' | sort",
		],
		[
			"printf 'x:3\\ny:1\\nz:2\\n' | sort -t: -k2; printf 'x:3\\ny:1\\n' | sort -t: -k2,2nr -o out && cat out; sort -c t; echo $?; printf 'a\\nb\\n' | sort -c; echo $?; sort -C t; echo $?",
			TABLE,
		],
		[
			'sort -k0 t; sort -k x t; sort -t ab t; sort --key t; sort nofile; echo $?; sort -Z; sort -k1,1x t; sort -nM t; sort -m t t | head -3',
			TABLE,
		],
		[
			"printf '3\\n1\\n2\\n' | sort -n --parallel=2 -S 10M; printf 'a\\nA\\nb\\nB\\n' | sort -fu; printf '1\\n1.0\\n01\\n' | sort -nu; printf '+1\\n-1\\n0\\n' | sort -n; printf 'b 1\\na 1\\n' | sort -k2,2 -s; sort -R < /dev/null",
		],
	],
	uniq: [
		["printf 'a\\na\\nb\\nA\\na\\n' > u; uniq u; uniq -c u; uniq -d u; uniq -u u; uniq -i u; uniq -D u"],
		[
			"printf 'x 1\\ny 1\\nz 2\\n' | uniq -f1; printf 'ab1\\ncb1\\n' | uniq -s1; printf 'abc\\nabd\\n' | uniq -w2; printf 'a\\na\\nb\\nb\\n' | uniq --group; printf 'a\\na\\nb\\n' | uniq --all-repeated=separate; printf 'a\\na\\nb\\nb\\n' | uniq --group=both",
		],
		[
			"printf 'a\\na' | uniq; printf 'a\\0a\\0b' | uniq -z | od -c; uniq nofile; echo $?; uniq -f x; uniq --group -c; uniq a b c; uniq -w; printf 'a\\na\\n' | uniq - out; cat out; echo a | uniq -cd",
		],
	],
	tr: [
		[
			"echo hello | tr a-y b-z; echo HELLO | tr '[:upper:]' '[:lower:]'; echo aabbcc | tr -s ab; echo hello | tr -d l; echo hello123 | tr -cd '[:digit:]'; echo",
		],
		[
			"echo hello | tr -c 'a-z\\n' x; echo 'a  b   c' | tr -s ' '; printf 'a\\tb\\n' | tr '\\t' ' '; echo abc | tr abc '[x*]'; echo abcd | tr -t abcd xy; echo hello | tr el ip; echo 'a\\b' | tr '\\\\' /",
		],
		[
			"echo abc | tr; echo abc | tr a; echo abc | tr -d a b; echo abc | tr z-a x; echo abc | tr '[:foo:]' x; echo abc | tr a ''; echo abc | tr -s '[:upper:]' '[:digit:]'; echo abc | tr '[=a=]' x; echo abc | tr 'a\\143' xy; echo $?",
		],
		[
			"echo 'path:to:x' | tr ':' '\\n'; printf 'a\\0b' | tr '\\0' '\\n'; echo; echo abcabc | tr -ds a b; echo ABC | tr '[:upper:]' '[:lower:]' | tr -d '\\n'; echo; echo 12345 | tr '1-5' 'a-e'; echo 'x-y' | tr -- - _; echo abc | tr -C ab X",
		],
	],
	wc: [
		['wc f; wc -l f; wc -w f; wc -c f; wc -m f; wc -L f; wc -lw f f; cat f | wc; wc - < f', LINES],
		[
			"printf '한글 단어\\n' | wc; printf '한글 단어\\n' | wc -m; printf '한글\\n' | wc -L; printf 'a\\tb\\n' | wc -L; printf 'x' | wc -l; wc nofile; echo $?; wc < /dev/null; mkdir d; wc d; wc -Z; printf 'f\\0' > l; echo hi > f; wc --files0-from=l;",
		],
	],
	nl: [
		[
			"printf 'a\\n\\nb\\n' > n; nl n; nl -ba n; nl -n ln n; nl -n rz -w 3 n; nl -s: n; nl -v 10 -i 5 n; nl -b pb n; nl -bn n",
		],
		[
			"printf 'h\\n\\\\:\\\\:\\\\:\\nhead\\n\\\\:\\\\:\\nbody\\n\\\\:\\nfoot\\n' | nl -ha -fa; nl -b x; nl -w 0; nl nofile; echo $?; printf 'x' | nl; nl -l 2 -ba <<< $'a\\n\\n\\nb'; nl -p < /dev/null",
		],
	],
	'paste, join, comm': [
		[
			"seq 3 > a; printf 'x\\ny\\n' > b; paste a b; paste -d, a b; paste -s a b; paste -sd+ a; paste - - < a; paste -d '\\n' a b; paste -d ',:' a b a; seq 4 | paste -d' ' - -; paste a nofile; echo $?; paste -d '\\0' a b; paste -z a b | od -c | head -2",
		],
		[
			"printf '1 a\\n2 b\\n3 c\\n' > l; printf '1 x\\n3 y\\n4 z\\n' > r; join l r; join -a1 l r; join -a 2 l r; join -v1 l r; join -o 1.2,2.2 l r; join -e - -o auto -a1 -a2 l r; join -o 0,2.2 -a2 -e NULL l r",
		],
		[
			"printf 'a:1\\nb:2\\n' > l; printf 'A:3\\nb:4\\n' > r; join -t: l r; join -t: -i l r; join -1 2 -2 2 -t: l r; join -j 1 -t : l r; printf 'b\\na\\n' | join - l; join l; join l r x; join -1 0 l r; join nofile l; join -o 3.1 l r; join --header -t: l r; echo $?",
		],
		[
			"printf 'a\\nb\\nc\\n' > x; printf 'b\\nc\\nd\\n' > y; comm x y; comm -12 x y; comm -3 x y; comm -23 x y; comm --output-delimiter=, x y; comm --total x y; printf 'b\\na\\n' | comm - x; echo $?; comm x; comm x y z; comm nofile x; comm -12 -z x y | od -c | head -1",
		],
	],
	'fold, fmt, expand': [
		[
			"echo 'abcdefghij klmnop' | fold -w 5; echo 'one two three four' | fold -s -w 9; echo 'one two three' | fold -w 20; fold -w 0 < /dev/null; fold -w x; echo '한글테스트문장' | fold -w 6; printf 'ab\\tcd\\n' | fold -w 9; printf 'abcdef' | fold -b -w 4; fold -5 <<< abcdefgh",
		],
		[
			"echo 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen' | fmt; echo 'one two three four five' | fmt -w 12; printf 'a\\nb\\n\\nc\\nd\\n' | fmt; printf '  in\\n  dent ed\\n' | fmt -w 20; fmt -w x; printf '# a\\n# b\\n' | fmt -p '#'; printf 'a b\\nc d\\n' | fmt -s; fmt -20 <<< 'aa bb cc dd ee ff gg hh'; printf 'A.  B.\\nC\\n' | fmt -u",
		],
		[
			"printf 'a\\tb\\n\\tc\\n' | expand; printf 'a\\tb\\tc\\n' | expand -t 4; printf 'a\\tb\\tc\\td\\n' | expand -t 2,6; printf '\\ta\\tb\\n' | expand -i; expand -t 0; expand -t x; expand -t 4,2; printf 'a       b\\n' | unexpand -a | od -c | head -1; printf '        a\\n' | unexpand | od -c | head -1; printf '    a\\n' | unexpand -t 4 | od -c | head -1; expand nofile; echo $?",
		],
	],
	'split, tac, rev': [
		[
			'split -l 5 f; ls x*; wc -l xa*; split -b 20 f p-; ls p-*; split -n 3 f n; ls n*; split -d -l 6 f d; ls d*',
			LINES,
		],
		[
			'split -a 3 -l 6 f q; ls q*; split -l 4 --additional-suffix=.txt f s; ls s*; split --numeric-suffixes=5 -l 6 f m; ls m*; split -l 0 f; split -b x f; split -n l/2 f z; wc -l z*; split nofile; echo $?; split -l 5 --verbose f v; split -n 1/3 f | head -2; split -C 15 f w; ls w*',
			LINES,
		],
		[
			"seq 4 | tac; printf 'a\\nb' | tac; printf 'a,b,c' | tac -s ,; printf 'a,b,c,' | tac -b -s ,; tac nofile; echo $?; printf 'aXXbXc' | tac -r -s 'X+'; echo; tac < /dev/null; echo hello | rev; printf '한글\\nab' | rev; rev nofile; echo $?",
		],
	],
	'tee, seq, yes, shuf': [
		[
			'echo a | tee x; echo b | tee -a x y; cat x y; echo c | tee nodir/x; echo $?; echo d | tee x > /dev/null; cat x; echo e | tee; tee -Z; echo f | tee -p x -; tee --help | head -1',
		],
		[
			"seq 3; seq 2 5; seq 1 2 9; seq 5 -2 1; seq -s, 3; seq -w 8 11; seq 0.5 0.5 2; seq -f '%03g' 3; seq 1 0; seq 5 1; seq 1.0 3; seq -w 0.5 10.5 | head -2; seq 1e2 102",
		],
		[
			"seq; seq a; seq 1 0 5; seq 1 2 3 4; seq -f '%d' 3; seq -f x 3; seq -f '%g%g' 2; seq -s; seq --foo; echo $?; seq -f '%.2f' 1 3; seq -f '%5.1f|' 2; seq -1 1; seq -s '' 3; seq inf 1; seq 3 | tail -1",
		],
		[
			"yes | head -2; yes a b | head -2; yes --foo; echo $?; shuf -i 1-1; shuf -e x; shuf -n 0 -i 1-5; seq 5 | shuf | sort -n | tr '\\n' ' '; shuf -i 5-1; shuf -i x; shuf -n x; shuf -e; shuf a b; shuf -n 3 -r -e z; shuf -i 1-3 -n 9 | wc -l; shuf nofile; echo $?",
		],
	],
	'base64, checksums': [
		[
			"echo hello | base64; echo aGVsbG8K | base64 -d; printf 'a' | base64; printf 'ab' | base64 -w 0; echo; seq 40 | base64 -w 20 | head -3; echo 'aGVs bG8K' | base64 -d; echo; echo 'aGVs*bG8K' | base64 -di; echo '!!' | base64 -d; echo $?; base64 nofile; base64 -w x; base64 a b; printf 'YQ' | base64 -d; echo; printf 'a\\nb' | base32; echo MEFGE=== | base32 -d | od -c",
		],
		[
			'echo hello > f; md5sum f; sha1sum f; sha256sum f; sha512sum f | cut -c1-40; md5sum < f; md5sum --tag f; sha256sum f > s; sha256sum -c s; echo bad >> f; sha256sum -c s; echo $?; sha256sum --status -c s; echo $?; md5sum nofile; echo $?; md5sum -b f; md5sum -z f | od -c | tail -2',
		],
		[
			"echo a > x; echo b > y; md5sum x y > s; rm y; md5sum -c s; echo $?; md5sum -c --ignore-missing s; md5sum -c --quiet s; echo junk > j; md5sum -c j; echo $?; (cat s; echo junk) | md5sum -c -w; md5sum --strict -c j; md5sum -c nofile; echo $?; printf 'a\\\\b' > 'b\\c'; md5sum 'b\\c'; md5sum --tag x | md5sum -c; sum x; sum -s x; cksum x; cksum -a md5 x; cksum -a sha256 --untagged x; cksum nofile; mkdir d; md5sum d",
		],
	],
	od: [
		[
			"printf 'AB\\0\\n\\377xyz0123456789' > o; od o; od -c o; od -An -tx1 o; od -tx2 o; od -A d -t d1 o; od -j 2 -N 4 -c o; od -w4 -tx1 o; od -t a o; od -tx1z o; od -b o",
		],
		[
			"printf '%.0sab' {1..40} | od -c; printf '%.0sab' {1..40} | od -v -An -tx1 -w8 | head -2; od -t f4 /dev/null; od nofile; echo $?; od -t q; od -A z /dev/null; od -N x; od -S 3 <<< $'ab\\0abcd\\0'; printf '\\1\\2\\3\\4\\5\\6\\7\\10' | od -An -td2 -tu4 -tx8; printf '\\0\\0\\200\\77' | od -An -tf4; od --endian=big -An -tx4 <<< abc; od -x -c <<< hi",
		],
	],
	column: [
		[
			"printf 'a b c\\naa bb cc\\n' | column -t; printf 'a:b\\nccc:d\\n' | column -t -s:; printf 'a,b,c\\n1,,3\\n' | column -t -s,; printf 'a b\\nc d\\n' | column -t -o ' | '; seq 10 | column -c 30; seq 10 | column -x -c 30; printf '한글 x\\nab y\\n' | column -t",
		],
		[
			"printf 'n v\\na 1\\nbb 22\\n' | column -t -R 2; printf 'a b\\n' | column -t -N X,Y; printf 'a 1\\nb 2\\n' | column -J -N name,val -n tab; printf 'a b c d\\n' | column -t -l 2; column nofile; echo $?; printf '' | column -t; printf 'a\\n\\nb\\n' | column -t; printf 'a\\n\\nb\\n' | column -t -L; column -Z; echo $?; printf 'a b\\n' | column -t -H 1; printf 'x y z\\n' | column -t -N A,B,C -O C,A",
		],
	],
	'cat, echo, printf': [
		[
			"printf 'a\\n\\n\\nb\\t\\x01\\n' > c; cat c; cat -n c; cat -b c; cat -s c; cat -A c; cat -E c; cat -T c; cat -v c; cat -e c; cat -t c; cat -ns c; echo x | cat - c; cat nofile c; echo $?; cat -Z; mkdir d; cat d; printf 'no nl' > n; cat n n; cat -n n n; printf '\\377\\200\\n' | cat -v; cat < /dev/null",
		],
		[
			"/bin/echo -n a; /bin/echo -e 'x\\ty\\x41\\101\\n'; /bin/echo -E 'a\\n'; /bin/echo -e 'a\\cb'; /bin/echo; /bin/echo --help | head -1; /bin/echo -ne 'a\\0101b\\n'; /bin/echo -- x; /bin/echo -z; /bin/echo 'a\\tb'; /bin/echo -e '\\e[0m' | od -c",
		],
		[
			"/usr/bin/printf '%s-%d|%5.2f|%x|%o|%c|%%\\n' a 5 3.14159 255 8 xyz; /usr/bin/printf '%s\\n' a b c; /usr/bin/printf '%d %d\\n' 1 2 3; /usr/bin/printf '%-5s|%5s|%05d\\n' a b 42; /usr/bin/printf '%b\\n' 'a\\tb'; /usr/bin/printf '%q\\n' \"it's a\"; /usr/bin/printf '%d\\n' abc; echo $?; /usr/bin/printf '%d\\n' 0x1f; /usr/bin/printf '%d\\n' \"'A\"; /usr/bin/printf; /usr/bin/printf '%z\\n'; /usr/bin/printf '%*d|\\n' 5 3; /usr/bin/printf '%.3s|\\n' abcdef; /usr/bin/printf '%e %g\\n' 12345.678 0.00001; /usr/bin/printf '\\u00e9\\x41\\n'; /usr/bin/printf '%d\\n' 12abc; /usr/bin/printf '%s %s\\n' only; /usr/bin/printf '%5%|\\n'",
		],
	],
	xxd: [
		[
			"printf 'hello world\\0\\377\\n' | xxd; printf 'hello' | xxd -p; echo 68656c6c6f | xxd -r -p; echo; printf 'abc' | xxd -b; printf 'abc' | xxd -c 2; printf 'abcdef' | xxd -s 2 -l 3; printf 'abc' | xxd -u; printf 'abcd' | xxd -g 1; printf 'abcd' | xxd -e; printf 'ab' | xxd -i; printf 'abc' | xxd | xxd -r; xxd nofile; echo $?; printf 'abcdefgh' | xxd -p -c 4; seq 20 | xxd -a | tail -2",
		],
	],
});
