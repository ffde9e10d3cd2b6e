// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import type { Words } from './words.ts';

const SOURCES: readonly string[] = [
	'cat f1.txt',
	'cat f2.txt d/g.log',
	'seq 12',
	'seq -w 8 12',
	'seq 1 0.5 3',
	'seq -s, 5 -1 1',
	'seq -f %03g 3',
	"printf '%s\\n' b a C 10 9 '' ' x' a",
	"printf 'k%d\\tv%d\\n' 1 2 3 4 2 9",
	"printf '%s:%s:%s\\n' a 3 x b 1 y a 2 z",
	'cat nums nums',
	"printf 'one  two\\tthree\\n\\n\\nfour\\\\n\\n'",
	'printf "no newline"',
	'find . -type f ! -name "out*" | sort',
	'find d -name "*.log" -printf "%f %s\\n" | sort',
	'echo "the quick brown fox jumps over the lazy dog again and again"',
];

const FILTERS: readonly (readonly string[])[] = [
	'sort|-n|-r|-u|-k2|-k2,2n|-t: -k2n|-f|-h|-V|-b|-s -k1,1|-c|-m|-z|-d|-g|-k1.2|-t: -k1,1 -k2,2nr|-M|-i'.split('|'),
	'uniq|-c|-d|-u|-i|-f1|-s1|-w2|-D|--group|-z|-cd|--all-repeated=separate|--group=both'.split('|'),
	"cut|-c2-4|-c-2|-f2|-f1,3 -d:|-d' ' -f2-|-s -f2|-b1|-c1,3-5|--complement -c2|-d: -f1 --output-delimiter=-|-f|-c0|-z -c1".split(
		'|',
	),
	"tr|a-z A-Z|-d '\\n'|-s ' '|-c a-z _|-cd '0-9\\n'|'[:lower:]' '[:upper:]'|a-c x|-s a-z|-ds a b|'\\n' ,|-t abc xy|'[a*2]b' xyz|'[:space:]' '_*'|abc".split(
		'|',
	),
	"paste|-s|-d, - -|-sd+|- - -|-d':;' - - -|-s -d '\\n'|- nums|-d '' - -".split('|'),
	"sed|-n '2p'|'1!G;h;$!d'|'s/[aeiou]/<&>/2g'|'/a/,/b/d'|-n '$='|'2q'|'y/abc/xyz/'|'s/\\(.\\)\\(.\\)/\\2\\1/'|-E 's/(.)(.?)/\\U\\1\\E\\2/'|'1~2d'|'$!N;s/\\n/ /'|-n '/a/{p;=}'|'2i\\\\\\nin'|'a end'|'/^$/d;c ch'|-z 's/\\n/,/g'|-s -n '$p'|'s/a/b/w out'|':a;N;$!ba;s/\\n/+/g'|'5,2p'|'0,/a/s//X/'|-n 'l 8'|'2r nums'|'/b/I!s/^/# /'|'s/x*/-/g'".split(
		'|',
	),
	"awk|'{print $NF}'|'NR%2'|'{a[$1]++} END {print a[\"a\"], length(a)}'|-F: '{print $2+0}'|'BEGIN{OFS=\"-\"} {$1=$1} 1'|'{printf \"%-5s:%3d\\n\", $1, NF}'|'length > 3'|'{gsub(/a/,\"<&>\"); print}'|'END {print NR, $0}'|'{print substr($0,2,3), index($0,\"o\")}'|'/a/,/b/'|'{n=split($0,p,/[ :]/); print n, p[1]}'|-v k=2 '$k'|'!s[$0]++'|'{print toupper($1) > \"/dev/stdout\"}'|'{x=$1; sub(/^./,\"_\",x); print x}'|'NR==2{exit} {print}'|'{print ($1 > 2 ? \"big\" : \"small\"), $1 ~ /^[0-9]+$/}'|'BEGIN{while ((getline l < \"nums\") > 0) t+=l; print t}'|'{ print; getline; print \"g\", $0 }'".split(
		'|',
	),
	"grep|-v a|-c .|-n o|-i A|-o '[a-z]*'|-E 'a+b?'|-w a|-x 10|-A1 b|-B1 b|-C1 b|-m1 a|-l a|-L a|-q a|-e a -e b|-F .|-Eo '.{2}'|-nb a|-P '\\d+'|--color=always a|-H a|-hs a - nope|-z b|-vn ''|-c -v '^$'|-on 'o.'|-E '(a)\\1?b'|-i -w ONE".split(
		'|',
	),
	"xargs|echo|-n2|-I{} echo '<{}>'|-d '\\n' printf '[%s]'|-L1 echo|-0 echo|-r echo|-s 30 echo|-n1 -P1 echo x|-t echo|sh -c 'echo $#' _|-I% -n1 echo %|-E b echo|-x -n3 echo|false|sh -c 'exit 255'".split(
		'|',
	),
	'head|-n2|-n -1|-c4|-c -3|-1|-qn1 - nums|-v -n1|-zn1'.split('|'),
	'tail|-n2|-n +2|-c4|-c +3|-1|-qn1 - nums|-v -n1|-zn1'.split('|'),
	'nl|-ba|-w3|-s:|-v5 -i2|-bn|-nrz|-nln|-bpa|-ba -l2|-d:: -p'.split('|'),
	'fold|-w5|-s -w8|-bw3|-w1'.split('|'),
	'expand|-t4|-i|-t 2,6|-t /3|-t +4'.split('|'),
	'unexpand|-a|-t4|--first-only|-a -t 2,5'.split('|'),
	'wc|-l|-w|-c|-m|-L|-lw|- nums'.split('|'),
	'cat|-n|-b|-s|-A|-E|-T|-v|-sn|- nums'.split('|'),
	"tac|-s ' '|-b|-r -s '[0-9]'|-b -s a".split('|'),
	'od|-c|-An -tx1|-tx1z|-An -td2|-j2 -N4 -c|-Ad -c|-b|-w4 -tx1|-v -An -to1|-An -tu1 -w6|-tf4 -N8 -An|-s'.split('|'),
	'comm|- <(sort nums)|-12 - <(sort f1.txt)|-3 - nums|--total - nums|-13 --output-delimiter=: - f2.txt|--nocheck-order - nums'.split(
		'|',
	),
	'tee|out|-a out|out out2|/dev/null'.split('|'),
	'base64||-w5|-d|-di'.split('|'),
	'md5sum|-b|--tag'.split('|'),
];

/** A pipeline of the common tools, with options that few know. */
export function toolLine(words: Words): string {
	const filters = Array.from({ length: 1 + words.number(4) }, () => {
		const [name, ...options] = words.pick(FILTERS);
		return `${name} ${options.length === 0 ? '' : words.pick(options)}`.trimEnd();
	});
	return `${words.pick(SOURCES)} | ${filters.join(' | ')}; echo "\${PIPESTATUS[*]}"`;
}
