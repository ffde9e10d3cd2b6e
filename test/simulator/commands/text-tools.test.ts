import { checkScripts } from './golden-cases.ts';

const G = {
	files: {
		g: 'apple pie\nBanana\ncherry 123\n\nfoo.bar\nfoo_bar baz\n한글 파일\ntab\there\n',
		h: 'second foo\napple\n',
	},
};
const E = { files: { e: 'PATH=/usr/bin\n# comment\n\nname = "web"\nport: 8080\nlist:\n  - one\n  - two\nend' } };
const W = {
	files: {
		w: 'NAME READY STATUS AGE\nweb-1 1/1 Running 5m\ndb-0 0/1 Pending 2h\nweb-2 1/1 Running 10s\napi 2/3 Error 1d\n',
		c: 'a,b,c\n1,2,3\n"x,y",5,\n',
	},
};
const D = {
	files: {
		a: 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n',
		b: 'one\n2\nthree\nfour\nfive and a half\nsix\nseven\neight\n',
		n: 'one\ntwo',
	},
};

checkScripts('commands-text-tools', 'bash', {
	grep: [
		['grep foo g; grep -c foo g; grep -n foo g; grep -v foo g; grep -i banana g', G],
		['grep -w foo g; grep -x Banana g; grep -o foo g; grep -on "[0-9]" g; grep -ob foo g', G],
		['grep -l foo g h; grep -L foo g h; grep -h foo g h; grep -H foo g; grep -c foo g h', G],
		['grep -A1 cherry g; grep -B1 cherry g; grep -C1 Banana g; grep -A1 foo g; grep -n -A1 apple g h', G],
		[
			'grep -m1 foo g; grep -q foo g; echo $?; grep nope g; echo $?; grep foo nofile; echo $?; grep -s foo nofile; echo $?',
			G,
		],
		[
			"grep -E 'foo|apple' g; grep -F 'foo.' g; grep 'foo\\.' g; grep '^$' g | wc -l; grep -c '' g; grep -e foo -e apple h",
			G,
		],
		[
			"grep -E '[[:digit:]]+$' g; grep '[[:upper:]]' g; grep -P '\\d+' g; grep '\\bfoo\\b' g; grep '\\<fo' g; grep -E 'o{2}' g",
			G,
		],
		[
			"grep -r foo . | sort; grep -rl foo . | sort; grep -rn --include='h' foo .; grep -r --exclude=g foo .; mkdir d; cp h d; grep -r --exclude-dir=d apple . | sort; grep foo d; grep -d skip foo d; echo $?",
			G,
		],
		[
			"grep '한' g; grep -o '..파' g; grep 'tab\there' g; grep -c $'\\t' g; grep -vc foo g; grep --color=always foo h",
			G,
		],
		[
			"grep; echo $?; grep -E '(' g; grep -Z; grep -A x foo g; grep -E 'a**' g; grep '\\(' g; grep -m x a g; grep -e; echo $?",
			G,
		],
		[
			"printf 'foo\\nbar\\n' > pat; grep -f pat g; grep -f nofile g; printf 'a\\0foo\\0' | grep -z foo | od -c | head -1; printf 'foo\\0bar\\n' | grep foo; printf 'foo\\0bar\\n' | grep -a foo | od -c | head -1; printf 'foo\\0' > bin; grep foo bin; grep -c foo bin; grep --binary-files=without-match foo bin; echo $?",
			G,
		],
		[
			'cat g | grep foo -; grep -n foo - < g; grep --label=in -H foo < g; grep -T foo g; grep -nb foo g; grep --line-buffered foo h; grep -y APPLE h; grep -no foo g; grep -ow bar g; grep --no-messages x nofile; grep -L nope g; echo $?',
			G,
		],
		[
			"echo aXbXc | grep -o 'X.'; echo abc | grep -E '^(a)(b)c$'; echo abab | grep -E '(ab)\\1'; echo abab | grep '\\(ab\\)\\1'; echo 'a+b' | grep 'a+b'; echo 'a+b' | grep -E 'a\\+b'; echo 'ab' | grep 'a\\?b'; echo foo | grep -io F",
		],
	],
	sed: [
		["sed 's/e/E/' e; sed 's/e/E/g' e | head -3; sed -n 's/port/PORT/p' e; sed 's/o/0/2' e | tail -3", E],
		[
			"sed -n 4p e; sed -n '4,6p' e; sed -n '$p' e; sed '2d' e | head -2; sed '/^#/d;/^$/d' e; sed -n '/list/,/two/p' e",
			E,
		],
		[
			"sed '1i top' e | head -2; sed '1a below' e | head -2; sed '4c changed' e | sed -n 4p; sed '$a last' e | tail -2; sed '/name/i\\  indented' e | sed -n 4p",
			E,
		],
		[
			"sed -E 's/(\\w+): ([0-9]+)/\\2=\\1/' e | sed -n 5p; sed 's/.*=/[&]/' e | head -1; sed 's|/usr|/opt|' e | head -1; sed 's/one/\\U&/;s/two/\\u&/' e | tail -3",
			E,
		],
		[
			"sed -i 's/8080/9090/' e; grep port e; sed -i.bak 's/one/1/' e; ls; sed -n '=' e | tail -1; sed -n 'l' e | tail -2; sed 'y/abc/xyz/' e | head -1; sed q e; sed '3q5' e > /dev/null; echo $?",
			E,
		],
		[
			"sed -n '2~3p' e; sed '1~2d' e | head -3; sed -n '/port/{n;p}' e; sed 'N;s/\\n/ /' e | head -2; sed '$!N;$!D' e; sed -n '$=' e; sed '/one/{s//X/;q}' e | tail -1; sed '0,/e/s//E/' e | head -1",
			E,
		],
		[
			"sed ':a;N;$!ba;s/\\n/,/g' e; echo; sed 's/x*/-/g' <<< abc; sed 's/b*/X/2' <<< abc; sed -e 's/a/b/' -e 's/b/c/' <<< a; sed -s -n '1p' e e; sed -z 's/\\n/;/g' <<< $'a\\nb'; sed 's/[^[:alnum:]]//g' <<< 'a-b c_d!'",
			E,
		],
		[
			"sed 's/a' <<< a; sed 's/(/x' <<< a; sed -E 's/(/x/' <<< a; sed 'k' <<< a; sed 's/a/b/' nofile; echo $?; sed '/a' <<< a; sed 's/a/\\1/' <<< a; sed 'b foo' <<< a",
			E,
		],
		[
			"sed 'y/ab/c/' <<< a; sed '3,1p' -n <<< a; sed 's/a/b/gg' <<< a; sed 's/a/b/0' <<< a; sed '}' <<< a; sed '{p' <<< a; sed ':' <<< a; sed 'r' <<< a; sed 'a' <<< a; sed '1,p' <<< a; sed 's/a/b/w' <<< a; echo $?",
		],
		[
			"printf 'x\\n' > ins; sed '1r ins' <<< $'a\\nb'; sed 'w out' <<< a; cat out; sed -n '/a/w m' <<< $'a\\nb'; cat m; sed 'h;G' <<< a; sed -n 'x;p;x' <<< $'a\\nb'; sed '1!G;h;$!d' <<< $'1\\n2\\n3'; sed 's/a/x\\ny/' <<< bab; sed 's/\\t/TAB/' <<< $'a\\tb'; sed -u 1q <<< $'a\\nb'",
		],
		[
			"sed 's/./\\&/' <<< ab; sed 's/a\\|b/X/g' <<< abc; sed -E 's/a|b/X/g' <<< abc; sed 's/\\(a\\)\\(b\\)/\\2\\1/' <<< ab; sed 's/한/글/' <<< 한글; sed 's/A/x/I' <<< aA; sed -n '/A/Ip' <<< a; sed 's/$/!/' <<< a; sed 's/^/> /' <<< $'a\\nb'; sed 's/a/$HOME/' <<< a; printf 'no newline' | sed 's/no/NO/'; sed -E 's/^(.)(.*)$/\\2\\1/' <<< abc; sed '/^$/d' <<< $'a\\n\\nb'",
		],
		[
			"sed 't;s/a/b/;t;s/b/c/' <<< a; sed -n '/start/,/end/{//!p}' <<< $'start\\nin\\nend'; sed '/x/,+1d' <<< $'a\\nx\\ny\\nz'; sed '2,~2d' <<< $'1\\n2\\n3\\n4'; sed '$d' <<< $'a\\nb'; sed -n '2{p;q}' <<< $'a\\nb\\nc'; sed 's/[aeiou]/(&)/g;s/)(//g' <<< queue; sed --expression='s/a/b/' <<< a; sed -f <(echo 's/a/Z/') <<< a; sed 'c\\' <<< a; sed 'i\\\\tx' <<< a; sed F <<< a; sed --posix 's/a+/x/' <<< a+; true",
		],
	],
	awk: [
		[
			"awk '{print $1}' w; awk 'NR>1{print $1,$3}' w; awk '/Running/' w; awk '$3==\"Running\"{n++} END{print n}' w; awk 'END{print NR, NF}' w",
			W,
		],
		[
			"awk -F, '{print $2}' c; awk -F, -v OFS=- '{$1=$1;print}' c; awk -F'[,/]' '{print NF}' c; awk '{print NR\":\"$0}' w | head -2; awk 'NR==2,NR==3' w; awk '!/web/' w",
			W,
		],
		[
			"awk '{s+=length($1)} END{print s/NR}' w; awk '{printf \"%-8s|%5s|\\n\",$1,$4}' w; awk 'BEGIN{printf \"%d %05.2f %x %o %c %s%%\\n\", 3.9, 3.14159, 255, 8, 65, \"x\"}'; awk '{$2=\"X\";print}' w | head -1; awk '{print $NF}' w; awk '{print $(NF-1)}' w | head -1",
			W,
		],
		[
			'awk \'BEGIN{x["a"]=1;x["b"]=2;for(k in x)n+=x[k];print n;print ("a" in x),("c" in x);delete x["a"];print length(x)}\'; awk \'{c[$3]++} END{for(k in c)print k,c[k]}\' w | sort; awk \'BEGIN{n=split("a:b:c",p,":");print n,p[1],p[3]}\'',
			W,
		],
		[
			'awk \'BEGIN{print substr("hello",2,3),index("hello","l"),length("hello"),toupper("abc"),tolower("ABC")}\'; awk \'BEGIN{s="aXbXc";print gsub(/X/,"-",s),s;sub(/a/,"[&]",s);print s}\'; awk \'BEGIN{print match("foobar",/o+/),RSTART,RLENGTH}\'; awk \'BEGIN{print substr("hello",4) "|" substr("hi",5)}\'',
		],
		[
			"awk 'BEGIN{print 1/3;print 10%3;print 2^10;print int(3.9);print sqrt(16);print 1e6;print 1000000*10;print 0.1+0.2;print 1e300*1e300;print -7%3}'; awk 'BEGIN{OFMT=\"%.2f\";print 3.14159}'; awk 'BEGIN{print length()}' < /dev/null",
		],
		[
			'awk \'BEGIN{while((getline l < "w")>0)n++;print n}\'; awk \'BEGIN{"echo hi"|getline x;print x}\'; awk \'{print > "out_" $3}\' w; ls out_*; awk \'BEGIN{print "b\\na" | "sort"}\'; awk \'BEGIN{system("echo sys");print ENVIRON["LC_ALL"]}\'; awk \'BEGIN{print ARGC,ARGV[1]}\' foo',
			W,
		],
		[
			"awk 'function f(n){return n<2?n:f(n-1)+f(n-2)} BEGIN{print f(15)}'; awk 'BEGIN{for(i=0;i<3;i++){if(i==1)continue;print i};do{j++}while(j<5);print j;while(1){if(++k>3)break};print k}'; awk 'BEGIN{print 1==1.0,\"a\"<\"b\",\"10\"<\"9\",10<9,!0,1&&0,1||0}'; awk '{next}END{print NR}' w; awk 'NR==2{exit 3}' w; echo $?",
			W,
		],
		[
			"awk '{print' w; echo $?; awk '{print $1}' nofile; echo $?; awk 'BEGIN{print 1/0}'; echo $?; awk 'BEGIN{f()}'; echo $?; awk -f nofile; echo $?",
			W,
		],
		[
			"awk 'BEGIN{RS=\"\"}{print NR\": \"$1}' <<< $'a b\\nc\\n\\nd'; awk 'BEGIN{RS=\";\"}{print}' <<< 'a;b'; awk -v 'RS=[0-9]' '{print}' <<< a1b2c; awk 'BEGIN{ORS=\"|\";OFS=\"-\"}{print $1,$2}' <<< $'a b\\nc d'; echo; awk -v x='a\\tb' 'BEGIN{print x}'; awk 'BEGIN{FS=\":\"}{print $2}' <<< a:b; awk '{$5=\"e\";print;print NF}' <<< 'a b'; awk '{NF=1;print}' <<< 'a b c'",
		],
		[
			'awk \'{a[NR]=$0}END{for(i=NR;i>0;i--)print a[i]}\' w | head -2; awk \'!seen[$3]++\' w; awk \'BEGIN{x="A";y=x++;print x,y}\'; awk \'BEGIN{print -"3x",+"4","3"+4,"a" "b"}\'; awk \'BEGIN{print length(12345),index("abc","c")}\'; awk \'BEGIN { print "a" > "/dev/stderr" }\'; awk \'BEGIN{print toupper(substr("hello",1,1)) substr("hello",2)}\'; awk \'$2 ~ /^1/ && $4 !~ /s$/\' w; awk \'{print ($3=="Error"?"bad":"ok")}\' w | tail -1',
			W,
		],
	],
	diff: [
		['diff a b; echo $?; diff a a; echo $?; diff -q a b; diff -s a a', D],
		['diff -u a b | sed 1,2d; diff -U1 a b | sed 1,2d; diff -c a b | sed 1,2d; diff -u --label x --label y a n', D],
		[
			'diff -y -W 30 a b; diff --suppress-common-lines -y -W 30 a b; diff -e a b; diff -n a b; diff -i <(echo A) <(echo a); echo $?',
			D,
		],
		[
			"diff -w <(echo 'a  b') <(echo 'a b'); echo $?; diff -b <(echo 'a  b') <(echo 'a b'); diff -B <(printf 'a\\n\\nb\\n') <(printf 'a\\nb\\n'); echo $?; diff n <(printf 'one\\ntwo\\n'); diff -I '^#' <(echo '#a') <(echo '#b'); echo $?",
			D,
		],
		[
			'mkdir x y; echo 1 > x/s; echo 2 > y/s; echo o > x/only; diff x y; diff -r x y; diff -rq x y; diff -rN x y; diff nofile a; echo $?; diff a; echo $?; diff a b c; diff -Z a; diff x a; diff --brief a b; cat a | diff - b | head -2',
			D,
		],
		[
			'cmp a b; echo $?; cmp -s a b; echo $?; cmp a a; cmp n a; cmp -l a b | head -3; cmp -b a b; cmp -n 3 a b; cmp nofile a; cmp; echo $?; cmp -i 4 a b | head -1',
			D,
		],
	],
	xargs: [
		[
			"echo a b c | xargs; echo a b c | xargs -n1; echo a b c | xargs -n2 echo x; printf 'a b\\nc\\n' | xargs -L1; printf 'a\\0b c\\0' | xargs -0 -n1; echo 'a b' | xargs -I{} echo '[{}]'; printf '1\\n2\\n' | xargs -I% sh -c 'echo n%'",
		],
		[
			"echo \"'a b' c\" | xargs -n1; echo 'a\\ b' | xargs -n1; : | xargs echo none; : | xargs -r echo none; echo a,b | xargs -d, -n1; echo x | xargs -t echo; echo a | xargs false; echo $?; echo a | xargs nosuch; echo $?; echo a | xargs sh -c 'exit 255'; echo $?",
		],
		[
			"seq 5 | xargs -P2 -n1 echo | sort; echo \"a'b\" | xargs; echo $?; xargs -n x; xargs -Z; echo $?; echo a b | xargs -E b; seq 3 | xargs -i echo {}.txt; echo f | xargs -a /dev/null echo; printf 'a\\nb\\n' > l; xargs -a l; echo 'a b c d' | xargs -s 12 echo; seq 3 | xargs --max-args=2",
		],
	],
	envsubst: [
		[
			"export A=1 B='x y'; echo '$A ${B} $C $$ ${A}b \\$A' | envsubst; echo '$A $B' | envsubst '$A'; envsubst -v '$A ${B}'; echo '${A:-d} $1 ${}' | envsubst; printf '$A' | envsubst; echo",
		],
	],
});
