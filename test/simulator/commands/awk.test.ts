import { checkScripts } from './golden-cases.ts';

const PS = { stdin: 'NAME READY STATUS AGE\nweb-1 1/1 Running 5m\ndb-0 0/1 Pending 10s\nweb-2 1/1 Running 2d\n' };

const awk = (...programs: readonly string[]) =>
	programs.map((program) => [`awk '${program.replaceAll("'", "'\\''")}'; echo "= $?"`, PS] as const);

checkScripts('commands-awk', 'bash', {
	records: awk(
		'{print $1}',
		'NR>1 {print $1, $3}',
		'$3 == "Running" {n++} END {print n, NR}',
		'/web/',
		'!/web/ {print NF}',
		'NR==2,NR==3',
		'{print $NF; print $(NF-1)}',
		'{$2="x"; print; print NF}',
		'{NF=2; print}',
		'{$6="z"; print}',
		'END{print $0, NF}',
		'BEGIN{FS="/"} {print $2}',
		'BEGIN{RS=" "} {print NR": "$0}',
		'BEGIN{OFS="-";ORS="|\\n"} {$1=$1; print; print $1,$2}',
		'{print length, length($1), length()}',
		'{a[$3]++} END {for (k in a) print k, a[k]}',
		'{sub(/web/,"WEB"); print}',
		'{print ($4 ~ /^[0-9]+m$/) ? "min" : "other"}',
		'NR==1{next} {print FNR, FILENAME "!"}',
	),
	values: awk(
		'BEGIN{print 1/0, -1/0, 2^3, 1e6, 0.1+0.2, 1e20, int("3abc"), "3x"+1, 5%3, -5%3, 2^0.5}',
		'BEGIN{print 1==1.0, "a"<"b", "10"<"9", 10<9, "abc"<1; print 1 " " -1, 1 2 3, -1 " " -1}',
		'BEGIN{print substr("hello",2), substr("hello",2,3), index("abc","c"), index("abc","z")}',
		'BEGIN{s="hello"; n=gsub(/l/,"[&]",s); print n, s; gsub(/x*/,"-",s); print s; t="a.b.c"; gsub(".","x",t); print t; u="a&b"; gsub(/&/,"\\\\&",u); print u}',
		'BEGIN{print match("foobar","o+"), RSTART, RLENGTH; print match("x","y"), RSTART, RLENGTH}',
		'BEGIN{n=split("a:b:c",p,":"); print n, p[1], p[3]; n=split("a1b22c",q,/[0-9]+/); print n, q[2]; n=split("",r); print n; n=split("  a b ",s); print n, s[1]}',
		'BEGIN{printf "%5.2f|%-5d|%05d|%x|%o|%e|%g|%s|%c%c|%%|%5s|%-5s|%.2s\\n", 3.14159,42,42,255,8,12345.678,0.0001,"s",65,"BCD","ab","ab","abcdef"}',
		'BEGIN{printf "%z\\n", 3}',
		'BEGIN{x["a"]=1; x["b"]; delete x["a"]; print ("a" in x), ("b" in x), length(x); x[1,2]=3; for (k in x) {split(k,p,SUBSEP); print p[1], p[2]}; delete x; print length(x)}',
		'BEGIN{print tolower("ABC") toupper("def"), sprintf("%03d",7), int(-3.7), sqrt(16), exp(0), log(1), sin(0), cos(0), atan2(0,-1)}',
		'BEGIN{CONVFMT="%.2g"; x=3.14159; y=x ""; print y; OFMT="%.3f"; print 3.14159, 17, 1e300}',
		'BEGIN{a="10"; b=9; print (a>b), ("10">"9"); c="abc"; print c+0, c>0, !c, !"", !0, !"0"}',
		'BEGIN{i=5; print i++ + ++i, i--, --i, -i^2, 2^3^2, !0+1; i+=2; i*=3; i-=1; i/=2; i%=5; i^=2; print i}',
		'BEGIN { print length("x" "yz"), (1,2) in a, 1>2?"y":"n", 1<2 }'.replace('1>2?', '(1>2)?'),
	),
	control: awk(
		'function f(n){return n<=1?1:n*f(n-1)} BEGIN{print f(10), f(20)}',
		'function g(a,i,  local){a[i]=i; local=5; return local} BEGIN{print g(x,1); g(x,2); print length(x), x[2], local}',
		'BEGIN{for(i=0;i<5;i++){if(i==1)continue; if(i==3)break; print i}; while(j<2)print j++; do{print k++}while(k<2)}',
		'BEGIN{exit 3} END{print "end"}',
		'{exit} END{print NR; exit 4}',
		'BEGIN{while((getline line)>0) n++; print n, line}',
		'NR==1{getline; print} NR==3{getline x; print x, $0}',
		'BEGIN{"echo hi; echo there" | getline a; print a; print (getline b < "nope"); print system("exit 3"); close("x")}',
		'{print $1 > "out.txt"} END{close("out.txt"); while((getline l < "out.txt")>0) print "got " l}',
		'{print $1 | "sort -r"} END{close("sort -r"); print "done"}',
		'BEGIN{print "err" > "/dev/stderr"; print "out"; printf "x" | "cat 1>&2"}',
		'BEGIN { if (1) print "a"; else print "b" }\nfunction h(x) { print "h" x }\nBEGIN {\n  h(1) ; h(2)\n}\n# comment\n',
		'BEGIN{srand(1); a=rand(); srand(1); print a==rand(), srand(), a<1}',
		'BEGIN { $0 = "a b c"; print NF, $2; $5 = "e"; print; print NF; $0=""; print NF }',
	),
	errors: [
		"awk 'BEGIN{print 1'; echo $?; awk 'BEGIN { x = }'; awk 'BEGIN{foo(1)}'; awk '{print}' nope; echo $?; awk -f nope; awk -Z; awk 'BEGIN{print \"a}'; awk '/a'",
		"awk '{print $-1}' /dev/null",
	],
	options: [
		[
			"awk -F: '{print $2}' f; awk -F, -v x=7 '{print x, $1}' g; awk -v 'x=a\\tb' 'BEGIN{print x}'; awk '{print v, $0}' v=1 f v=2 g; awk -f p f; awk -- '{print NR}' f; awk -F'|' '{print $2}' h; awk -F'[:,]' '{print NF}' f g; awk 'BEGIN{print ARGC, ARGV[1], ENVIRON[\"TZ\"]}' q",
			{ files: { f: 'a:b:c\n', g: 'x,y\n', h: 'p|q\n', p: 'BEGIN{print "p"}\n{print toupper($0)}\n' } },
		],
		[
			"awk 'BEGIN{RS=\"\"}{print NR\": \"$1\"/\"$NF}' f; awk 'BEGIN{RS=\";\"}{print}' g; awk 'FNR==1{print FILENAME}' f g; awk 'NR==FNR{a[$1];next} $1 in a' f f; awk 'END{print}' f",
			{ files: { f: 'a b\nc d\n\n\ne f\n', g: 'x;y;z' } },
		],
	],
});
