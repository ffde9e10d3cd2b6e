// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of shell scripts
import { SCALARS, type Words } from './words.ts';

/** A line of what scripts hold less often: declarations, descriptors, temporary variables, traps, reading in other ways. */
export function rareCommand(words: Words): string {
	const word = (): string => words.word(2);
	const name = (): string => words.pick(SCALARS);
	return words.pick([
		() => `${name()}=${word()} ${name()}=${word()} eval 'echo "$x|$y|$z"'; echo "$x|$y|$z"`,
		() => `${name()}=${word()} printenv ${name()}; echo $?`,
		() => `${name()}+=${word()} env | grep '^[xyzs]=' | sort`,
		() =>
			`declare -n ref=${words.pick(['x', 'a', 'a[1]', 'm[k]', 'nope'])}; ref=${word()}; echo "$ref" "\${!ref}" "$x" "\${a[1]}"; unset -n ref`,
		() =>
			`declare -${words.pick(['u', 'l', 'c', 'i', 'r', 'x', 'ai', 'A', 'xi', 'lr'])} q${words.number(9)}; declare -p q1 q2 q3 q4`,
		() =>
			`declare -A h=([${words.pick(['k', 'é', '한국', '"a b"', '=', 'a:b', '$x', '007'])}]=${word()} [b]=2); declare -p h; echo "\${#h[@]}" "\${h[@]@K}"`,
		() => `declare -p ${words.pick(['x', 'a', 'm', 'nope', 'n', 'e'])}; echo $?`,
		() => `local ${name()}=${word()}; echo $?`,
		() => `export ${name()}=${word()}; declare -p x y z s; export -n x y`,
		() => `readonly ro${words.number(9)}=${word()}; ro1=${word()}; echo "st $?"; unset ro2; echo $?`,
		() => `exec {fd}> out; echo ${word()} >&$fd; exec {fd}>&-; cat out; echo $((fd > 9))`,
		() => `{ echo ${word()} >&3; echo ${word()}; } 3> out | cat; cat out`,
		() => `echo ${word()} 3>&1 1>&2 2>&3 3>&-`,
		() => `exec 4< nums; read -u 4 l; read -u 4 r; echo "$l $r"; exec 4<&-; read -u 4 l; echo $?`,
		() =>
			`read -${words.pick(['d:', 'n2', 'N3', 'rd,', 'e', 'a q -d3', 's', 'n0'])} l <<< ${word()}; echo "$? [$l] \${q[*]}"`,
		() =>
			`IFS=${words.pick([':', ',', "''", "' :'"])} read -r${words.pick(['', 'a q'])} l r rest <<< ${words.pick(['a:b::c', '" a : b "', '"$s"', ':,:', 'a,b,'])}; echo "[$l][$r][$rest] \${#q[@]}"`,
		() =>
			`mapfile ${words.pick(['-t', '-n2', '-s1 -t', '-O2 -t', '-d: -t', '-d" "', '-t -c1 -C "echo cb"'])} q < ${words.pick(['f1.txt', 'f2.txt', 'nums', 'd/g.log'])}; declare -p q`,
		() =>
			`trap 'echo "$BASH_COMMAND" $LINENO' ${words.pick(['DEBUG', 'ERR', 'RETURN', 'EXIT'])}; ${words.pick(['false', 'true', 'f1', ':', '(false)', 'x=1'])}; trap - DEBUG`,
		() => `trap 'echo usr $?' USR1; kill -USR1 $$; echo "after $?"; trap -p USR1; trap - USR1`,
		() => `( trap 'echo bye $?' EXIT; exit ${words.number(4)} ); echo $?`,
		() =>
			`printf '${words.pick(['%-5s|', '%5.1s|', '%+d|', '%#x|', '%#o|', '% d|', '%05d|', '%e|', '%g|', '%*d|', '%-*s|', '%.*s|', '%b|', '%q ', '%c', '%u|', '%X|', '%5%|', '%(%Y)T|', '%Q|', '%.3q|'])}\\n' ${word()} ${words.pick(['3', '-7', '0x1f', '"\'a"', '1.5', 'abc', ''])}; echo $?`,
		() => `printf '%s=%s;' ${words.many(5, word)}; echo`,
		() =>
			`printf '%d %s\\n' ${words.many(3, () => words.pick(['1', '010', '0xff', 'x', '9999999999999999999', '""', '"1 "', '"\'a"']))}; echo $?`,
		() =>
			`echo -${words.pick(['n', 'e', 'E', 'ne', 'nE', 'x', '-'])} ${words.pick(['"a\\tb\\n"', "'\\x41\\101\\u00e9'", "'a\\cb' c", "'\\\\'", word()])}`,
		() =>
			`[[ ${word()} =~ ${words.pick(['^([a-z]+)([0-9]*)$', '(a|(b))c*', '"."', '[[:space:]]', '$y', 'x{2,}', '\\.', '^"$x"', "'*'", '()'])} ]]; echo "$? \${#BASH_REMATCH[@]} \${BASH_REMATCH[*]}"`,
		() =>
			`[[ ${words.pick(['! -z $x && ( $n -eq 3 || $i == 2 )', '-f f1.txt -o', '$x', '$x == a* && $s != *two*', '( -n $z )', '! ! -n $x', 'f1.txt -nt nums', 'f1.txt -ef f1.txt', '-o errexit', '-R x', '$n -lt 10#08', 'a[0] -eq 0'])} ]]; echo $?`,
		() =>
			`[ ${words.pick(['-n "$x" -a -n "$z"', '! -e nope', '"$x" \\< "$y"', '-z', '-n', '=', '! "" -o x', '\\( a = a \\)', 'a = b -o c = c', '1 -eq 01', '" 3" -eq 3', '-t 0', 'f1.txt -ot nope', '-v x', 'a == a', '! -z "" -a x'])} ]; echo $?`,
		() =>
			`let ${words.pick(['"n = i ? 4 : 5"', '"n <<= 2" i--', '"a[2] = 7" "n = a[2] + 1"', '"n = (1, 2, 3)"', '"i = -7 / 2" "n = -7 % 3"', '"n = 2 ** 63"', '"n = ~0 >> 1"', '"n ^= 3"', '"n = 08"', '"m[k] = 5"', '"n=16#fF+36#z"', '"n = i++ + ++i"', '"n = !n"'])}; echo "$? $n $i \${a[2]} \${m[k]}"`,
		() =>
			`(( a[${words.pick(['1', 'n', 'i+1', '-1', '9'])}]${words.pick(['=', '+=', '++', '--', '|='])} ${words.pick(['', '3', 'n'])})); echo "$? \${a[*]}"`,
		() =>
			`echo "\${a[@]:${words.pick(['-2', ' -2', '1:1', '0', '2:9', 'n', ' -1:1', '7'])}}" "\${@:${words.pick(['0', '1', '2', ' -1', '0:1', '2:1', '9'])}}"`,
		() =>
			`echo "\${${name()}${words.pick(['@K', '@k', '@P', '@A', '@a', '@E', '@L', '@u', '@U', '@Q'])}}" "\${a[@]${words.pick(['@K', '@k', '@P', '@A', '@a', '@E', '@u', '@Q'])}}" "\${m[@]${words.pick(['@K', '@k', '@A', '@a', '@Q'])}}"`,
		() =>
			`echo "\${!${words.pick(['r', 'r-x', 'r:1', 'r#?', 'r^', 'a[1]', 'x@', 'e*', 'nope', 'BASH_VERSI*', '1', '#', 'r@Q', 'm[@]', 'r:=q'])}}"; echo $?`,
		() =>
			`set ${words.pick(['-- -a b', '+x', '-- ', '-u -- a', '-f -- *', '+f', '-o noglob', '+o noglob', '-- "$@" z', '-C', '+C', '-- *', '- x'])}; echo "$# $* $-"; set +f +C +u`,
		() => `wait; (sleep 0; exit ${words.number(5)}) & { wait $!; } 2> /dev/null; echo $?; wait 99999; echo $?`,
		() =>
			`shopt ${words.pick(['-q extglob', '-s nope', 'nullglob', '-p dotglob', '-u globstar', '-s compat31', '-o errexit', '-q', '-po noglob'])}; echo $?`,
		() => `alias ll='echo ${words.pick(['a', 'b c'])}'; alias ll; unalias ll; alias ll; echo $?`,
		() =>
			`hash -r; hash; type -t ${words.pick(['echo', 'if', 'cat', 'nope', 'f1', 'ls'])}; command -v ${words.pick(['echo', 'if', 'nope', 'cd'])}; echo $?`,
		() => `umask ${words.pick(['', '-S', '022', 'u=rwx,g=,o=', '0777', '8', 'g+w', '-p'])}; echo $?; umask 022`,
		() =>
			`pushd d > out; dirs; popd; pushd nope; dirs -${words.pick(['p', 'v', 'l', 'c', '1', '0'])}; cd "$OLDPWD" 2> /dev/null; pwd | tail -c 3`,
		() => `test -e f1.txt && echo ${word()} | tee -a out | cat -n; cat out; echo "\${PIPESTATUS[@]}"`,
		() =>
			`comm -12 <(sort f1.txt) <(sort ${words.pick(['f1.txt', 'f2.txt', 'nums'])}); cat <(echo ${word()}) - < nums | head -3`,
		() => `echo ${word()} > >(cat); wait; echo ${word()} | { read -r q; echo "[$q]"; }`,
		() =>
			`function g { local -a la=(${word()} b); local n=\${#la[@]}; echo "$n \${FUNCNAME[*]} $#"; unset la; echo "\${la-none}"; return $(( n % 4 )); }; g ${words.many(3, word)}; echo $? $n`,
		() =>
			`h() { [[ $1 -le 0 ]] && return; echo -n "$1 "; h $(( $1 - 1 )); echo -n "/$1 "; }; h ${words.number(5)}; echo`,
		() =>
			`for ((i=0, n=9; i<n; i+=${1 + words.number(4)}, n--)); do [[ $i -eq 4 ]] && continue; echo -n "$i,$n "; done; echo`,
		() =>
			`while getopts ":a:bc" o ${words.pick(['-a x -b y', '-bc', '-a', '-z', '-b -- -c', '-ax -bq'])}; do echo "$o \${OPTARG-none} $OPTIND"; done; OPTIND=1`,
		() =>
			`case ${word()} in ${words.pick(['a|b) echo 1;& c) echo 2;;& *) echo 3', '?) echo one;; ??) echo two;; *) echo many', '[[:upper:]]*) echo U;; *\' \'*) echo sp;; "") echo none'])};; esac`,
		() => `cat <<< ${word()}$'\\n'${word()}; wc -c <<< ${word()}`,
		() => `eval "$(printf 'v%d=%q\\n' 1 ${word()} 2 ${word()})"; echo "$v1|$v2"`,
		() =>
			`echo \${x/${words.pattern()}/${words.pick(['&&', '\\&', '"&"', '$y', "'&'", '<&>', '\\\\&'])}} "\${s//[aeiou]/${words.pick(['&&', '\\&', '-', '', "'&'"])}}"`,
		() =>
			`if ! { echo ${word()}; (( n )); } > /dev/null; then echo no; elif [[ -n $u ]]; then echo u; else echo "else $?"; fi`,
		() => `time_out=$( { echo a; echo b >&2; } 2>&1 ); echo "$time_out" "$(< nums)" "$(cat < f2.txt | wc -l)"`,
		() =>
			`unset "a[${words.number(4)}]" "m[k]"; echo "\${!a[@]}" "\${#m[@]}"; unset ${words.pick(['-v x', '-f f1', 'x y', '-n x', 'a[@]', 'm'])}; echo "$? \${x-U}"`,
		() =>
			`builtin ${words.pick(['echo hi', 'nope', 'cd d', 'test 1'])}; command ${words.pick(['-v ls', 'echo a', '-V echo', 'nope'])}; enable -n test; enable test; echo $?; cd "$OLDPWD" 2> /dev/null`,
	])();
}
