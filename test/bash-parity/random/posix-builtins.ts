// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import { LITERALS, NAMES, type PosixWords } from './posix-words.ts';
import type { Words } from './words.ts';

/** A line about one builtin of dash. */
export function posixBuiltinLine(words: Words, posix: PosixWords): string {
	const word = (): string => posix.word(1);
	const name = (): string => words.pick(NAMES);
	const literal = (): string => words.pick(LITERALS);
	return words.pick([
		() => `set -- ${words.many(3, word)}; echo "$#" "$@"`,
		() =>
			`set ${words.pick(['-e +e', '-u +u', '-f', '+f', '-C', '+C', '- a b', '--', '-o', '+o', '-o noglob', '+o noglob', '-o nope', '-Z', '+Z', '-x', '+x', '-eu -- a', '-a', '+a', '-v', '+v', 'a b', '-'])} > out 2>&1; echo "$? $# $-"; head -3 out; set +fuxv`,
		() => `shift ${words.pick(['', '1', '2', '3', '0', '9', 'x', '-1', '1 2'])}; echo "$? $# $1"`,
		() =>
			`unset ${words.pick(['x', 'x y', '-v x', '-f f1', 'nope', '-z', '1x', '-f nope', 'IFS', 'PATH; ls; PATH=/usr/bin:/bin', 'x=y', ''])}; echo "$? \${x-U} \${y-U}"`,
		() =>
			`${words.pick(['export', 'readonly'])} ${words.pick(['x', 'k=1', 'k="$s"', 'k=$s', 'k=~ j=a:~', '-p', 'nope', '1x', '-z', 'k=*', "'k=a b'", '"$s"', 'x y=2', ''])} > out; echo "$? $k"; grep -E ' (x|k|y|nope)' out`,
		() =>
			`readonly ro=1; ${words.pick(['ro=2', 'ro=2 :', 'ro=2 true', 'unset ro', 'export ro=2', 'for ro in 1; do :; done', 'read ro < nums', 'echo $((ro = 3))', ': ${ro:=5}', '( ro=2 ); echo "s $?"', 'f() { local ro=4; }; f', 'ro=2 cat /dev/null'])}; echo "$? $ro"`,
		() =>
			`eval ${words.pick([`'echo ${posix.expansion(1).replaceAll("'", '')}'`, `"echo ${literal().replaceAll(/["'\\]/g, '')}"`, "'x=1; y=2'", "'false'", "'if'", "''", 'echo a \\; echo b', "'exit 3'", "'echo (' 2>&1", "'for'"])}; echo "$? $x"`,
		() =>
			`echo 'echo "in $# $1"; x=sourced; ${words.pick(['return 3', 'false', 'exit 4', 'set -- q', 'nosuch', 'if'])}; echo no' > scr; ${words.pick(['. ./scr', '. ./scr a b', '. scr', '. ./nope', '.', '( . ./scr )', '. ./scr > out', 'PATH=.:$PATH; . scr'])}; echo "$? $x $#"`,
		() =>
			`( trap 'echo "T $?"' ${words.pick(['EXIT', 'EXIT', '0', 'USR1', 'INT TERM', 'USR1 EXIT', '10'])}; ${words.pick(['kill -USR1 $$ & wait', 'false', 'exit 3', '( exit 2 ); echo in', 'trap', 'trap - EXIT USR1; trap', 'x=$(trap)', 'nosuch', 'set -e; false; echo no', 'return 2', 'exec true', 'exec nosuch', ': ${u?bad}', 'cd /nope', 'echo $((1/0))'])}; echo "e $?" ); echo "s $?"`,
		() =>
			`trap ${words.pick(["'' INT", "'echo x' NOSIG", '-', '-- "echo q" USR2', "'echo u' USR1; kill -USR1 $$", "'' USR1; kill -USR1 $$", '-l', '1', "'a' SIGINT", "'it'\\''s' EXIT; trap; trap - EXIT", '9', "'x' 99"])} 2>&1 | head -3; echo $?; trap; trap - EXIT INT USR1 USR2`,
		() =>
			`OPTIND=1; while getopts ${words.pick(['ab:c', ':ab:c', 'a', ':', 'a:b:', 'abc'])} o ${words.many(4, () => words.pick(['-a', '-b', '-b x', '-ab', '-bval', '-c', '-z', '--', '-', 'rest', "-a''"]))}; do echo "$o \${OPTARG-none} $OPTIND"; done; echo "$? $o $OPTIND"`,
		() =>
			`${words.pick(['', 'IFS= ', 'IFS=: ', "IFS=' :' ", 'IFS=a '])}read ${words.pick(['l', '-r l', 'l r', '-r l r w', '', '1x', '-z l', 'l 1y', '-p q l', 'ro2'])} ${words.pick(['< nums', '< f2.txt', '< /dev/null', '< nope', '<<E\n a  b:c \nE', '<<E\na\\\\ b c\\\\\nd\nE', '<<E\nx:y::z:\nE'])}\necho "$? [$l][$r][$w]"`,
		() =>
			`cd ${words.pick(['d', '', '-', 'nope', 'd/..', '""', '-P d', '-L d', '/', 'f1.txt', 'd x', './d', '-z', '~', '//', '/usr/../bin'])} > out 2>&1; echo "$? \${PWD##*/}" "$(pwd | tail -c 4)"; cd "$HERE"; cat out`,
		() =>
			`umask ${words.pick(['', '-S', '022', 'u=rwx,g=,o=', '0777', '8', 'g+w', 'x', '-p', 'a=', 'o-r', '77 1'])}; echo $?; umask; umask 022`,
		() =>
			`ulimit ${words.pick(['-c', '-n 64; ulimit -n', '-Z', '-S -c', '-c 0', '-H -c', 'x', '-c unlimited'])}; echo $?`,
		() =>
			`${words.pick(['', 'fu() { :; }; ', "alias ll='ls -l'; ", 'hash -r; '])}${words.pick(['type', 'command -v', 'command -V', 'hash', 'command'])} ${words.many(2, () => words.pick(['echo', 'cd', 'if', 'cat', 'nope', 'fu', 'll', './scr', '/bin/cat', 'test', '[', ':', 'export', '{', 'f1.txt', './nope']))}; echo $?; unalias -a`,
		() =>
			`alias ${words.pick(["q1='echo al'", 'q1', 'nope', '', "q1='echo a b' q2=c", '-p', "'q1=x y'", 'q1="it\'s"', '=', 'a=b=c'])}; echo $?; ${words.pick(['\nq1 z', 'unalias q1', 'unalias nope', 'alias', 'unalias', 'unalias -a'])}; echo $?; unalias -a`,
		() =>
			`(exit ${words.number(5)}) & ${words.pick(['wait', 'wait $!', 'wait %1', 'wait nope', 'wait 99999', 'wait $! $!', 'jobs > out; wait', 'wait %9', 'wait -n'])}; echo $?`,
		() =>
			`${words.pick(['kill', 'kill -l', 'kill -l 9', 'kill -l 130', 'kill -NOPE 1', 'kill nope', 'kill -s', 'kill -0 99999', 'kill -l HUP', 'kill %9', 'kill -9', 'kill -s NOPE 1', 'kill -0 $$', 'kill -l 99', 'kill -l nope'])} 2>&1 | head -3; echo $?`,
		() =>
			`printf '${words.pick(['%5.1s|', '%+d|', '%#x|', '% d|', '%05d|', '%e|', '%g|', '%*d|', '%-*s|', '%.*s|', '%b|', '%c|', '%X|', '%5%|', '%z', '%', '\\101\\x41|', '%s %d %s', '%o', '%u', '%.3f', '%5', '%ld|', '%hhd|', '%\\n', '%1$s', '%q|', '%a|', '%E|', '%-5d|', '%+.2f|', '%#o|', '%.0d|', '%.5d|', '\\c after'])}\\n' ${words.pick(['', word(), '3 ab', '-7', '0x1f 2', '"\'a"', '1.5', 'abc', '010 08', '5 -3 x', "'a\\\\tb'", "''", '99999999999999999999', '1e3', "'1 '", '-0', '+4'])}; echo $?`,
		() =>
			`echo ${words.pick(['-n', '-e', '-E', '-ne', '--', '-n -n', ''])} ${words.pick(["'a\\tb'", "'a\\cb' c", "'\\0101\\101'", "'\\x41'", "'\\\\\\\\'", "'a\\'", "'\\e[0m'", "'\\a\\b\\f\\v\\r' | od -c", word(), "'\\0'  | od -c", "'a\\nb'", '"a\\\\nb"'])}`,
		() =>
			`${words.pick(['break', 'continue', 'return', 'exit', 'break 2', 'return 3', 'break x', 'break 0', 'return x', 'exit x', 'continue -1', 'times | wc -l', ':', 'local k=1', 'exec', 'command', 'command exit 3', 'eval', 'wait', 'jobs', 'bg', 'fg', 'hash', 'type', 'true x', 'test', 'true -z', 'false --help'])}; echo "$?"`,
		() =>
			`for q in 1 2 3; do for w in a b; do ${words.pick(['[ $q = 2 ] && continue 2', '[ $w = b ] && break 2', 'break', 'continue', 'break 5', 'false', 'fb() { break; }; fb', 'eval break', '( break )', ': | break', '. ./scr2'])}; echo "$q$w"; done; done; echo "l $?"`,
		() =>
			`exec ${words.pick(['3> out; echo three >&3; exec 3>&-; cat out', '4< nums; read l <&4; echo "$l"; exec 4<&-; read l <&4; echo $?', '> out; echo o; exec >&2', '< nums; read l; echo "$l"', '9>&1; echo a >&9; exec 9>&-', '5<&0 < f2.txt; cat; exec <&5'])}`,
		() =>
			`${words.pick(['local', 'declare', 'typeset', 'let', 'source', 'function', 'select', 'mapfile', 'shopt', 'pushd', '[[', '((', 'coproc', 'disown', 'help', 'history', 'fc', 'builtin', 'caller', 'enable', 'logout', 'bind', 'compgen', 'popd', 'dirs', 'suspend'])} ${words.pick(['x', 'x=1', '-p', '1 -eq 1 ]]', ''])}; echo "$?"`,
		() =>
			`f1() { ${words.pick(['local x; echo "${x-U}"', 'local x=$s; echo "$x|$words"', 'local x="$s" y=; echo "$x|$y"', 'local IFS=:; echo "$*"', 'local -r q=1; echo $?', 'local 1x; echo $?', 'local x=1 && unset x; echo "${x-U}"', 'local x; x=in; f2', 'local - ; set -f; echo *', 'local nope=1; echo $nope'])}; return $(( $# + 1 )); }; f2() { echo "f2 $x"; x=f2; }; f1 a 'b c'; echo "$? $x"`,
		() =>
			`${name()}=${word()} ${words.pick(['f3', ':', 'eval "echo $x"', 'export k', 'true', 'env | grep -c ^x=', '. ./nope', 'command :', 'command eval "x=9"', 'exec < /dev/null'])}; echo "$? $x $y $z"`,
		() =>
			`${words.pick(['nosuch', './d', './f1.txt', '/nope/x', '""', '$nope', '"$z" a', './scr', '. ', 'd', '*', '\\ls d', '"ls" d', "'nosuch cmd'", '-x', '$s'])} ${words.pick(['', 'a', '2> out', '|| echo or', '&& echo and', '; :'])}; echo $?`,
		() =>
			`x=$(${words.pick(['exit 3', 'false', 'echo a; exit 4', 'nosuch', 'echo "$(echo "in $(echo deep)")"', 'cat < nope', ': ${u?err}', 'set -e; false; echo no', 'return 2', 'f1', 'kill -9 $$ & wait', 'trap "echo t" EXIT', 'echo a >&2', 'echo "a\nb\n\n"', '(exit 5)', 'exec echo e', 'x=1; echo $x'])}); echo "$? [$x]"`,
		() =>
			`case ${word()} in ${words.pick(['a|b) echo 1;; *) echo 3', '?) echo one;; ??) echo two;; *) echo many', "[[:upper:]]*) echo U;; *' '*) echo sp;; '') echo none", '(a*) echo p;; (*) echo q', '"$x") echo same;; $y) echo pat;; *) false', '[!a-c]) echo n;; [a-c]*) ;; *) echo o', '~) echo home;; \\*) echo star;; *) echo o'])};; esac; echo $?`,
		() =>
			`{ echo a; echo b >&2; } ${words.pick(['2>&1 > out', '> out 2>&1', '2> out', '3>&1 1>&2 2>&3', '>&- 2> out', '2>&-', '>&2 2>&1', '> out 3>&1 >&2', '<&- > out', '1>out 2>>out', '>out >out2'])}; echo $?; cat out`,
		() =>
			`set -C; echo one ${words.pick(['> nums', '>| nums', '>> nums', '> new', '> /dev/null', '2> nums', '<> nums'])}; echo $?; set +C; head -2 nums`,
		() =>
			`cat ${words.pick(['<&9', '< nope', '<&-', '< "$z"', '< $z', '< nums < f2.txt', '<<E < nums\nhere\nE', '- < nums', '<<A <<B\na\nA\nb\nB', '0< nums', '< *.txt', '< nu*', '<&$u', '<> new2', '< d'])}\necho $?`,
		() =>
			`PS4='${words.pick(['+ ', '> ', '$x ', ''])}'; set -x; ${words.pick([`echo ${word()}`, `${name()}=${word()}`, 'for q in 1 2; do :; done', 'case $x in a*) : ;; esac', `${name()}=${word()} true`, '[ a = b ]', 'f4() { :; }; f4 "a b"', 'echo a | cat', 'y=$(echo sub)', ': > out', '( : in )', 'eval "echo ev"', ': "$@"', '! true', 'while false; do :; done', 'x=1 y=2', ': a\\\\b "c\'d"'])}; { set +x; } 2> /dev/null; PS4='+ '`,
	])();
}
