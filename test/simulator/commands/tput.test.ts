import { checkScripts } from './golden-cases.ts';

const CAPABILITIES = [
	...['setaf 1', 'setaf 9', 'setaf 253', 'setab 4', 'setaf', 'setaf x', 'setaf 0x3', 'setf 3', 'setb 6'],
	...['bold', 'dim', 'rev', 'blink', 'invis', 'smso rmso', 'smul rmul', 'sitm ritm', 'smxx', 'sgr0', 'op', 'sgr 0 1'],
	...['cup 3 7', 'cup 3', 'cup', 'home', 'hpa 4', 'vpa 4', 'cuu 2', 'cud1', 'cuf 5', 'cub1', 'sc', 'rc', 'csr 1 5'],
	...['clear', 'el', 'el1', 'ed', 'ech 3', 'ich 2', 'dch1', 'il 3', 'dl1', 'smcup', 'rmcup', 'civis', 'cnorm', 'smacs'],
	...['colors', 'cols', 'lines', 'pairs', 'it', 'am', 'hs', 'bce', 'km', 'kcuu1', 'kf5', 'khome', 'longname', 'md'],
	...['rep 65 3', 'initc 1 1000 500 0', 'tsl', 'flash', 'nosuch'],
];

const TERMINALS = 'xterm xterm-256color screen screen-256color tmux tmux-256color linux vt100 dumb'.split(' ');

/** Recorded with ncurses 6.4. */
checkScripts('commands-tput', 'bash', {
	'what terminals can do': TERMINALS.map(
		(name) =>
			`export TERM=${name}; for each in '${CAPABILITIES.join("' '")}'; do tput $each 2>&1 | od -An -c; echo "$each \${PIPESTATUS[0]}"; done`,
	),
	'how it is called': [
		'export TERM=xterm; tput; echo $?; tput -z; echo $?; tput --help; echo $?; tput -T; echo $?',
		'export TERM=xterm; tput bold sgr0 setaf 2 | od -c; tput setaf 1 2; echo $?; tput bold nosuch; echo $?; tput hs am; echo $?',
		'tput -T xterm cup -- -1 2 | od -c; tput -Tdumb clear; echo $?; tput -T nosuch bold; echo $?; tput -xT xterm clear | od -c',
		'tput bold; echo $?; TERM= tput bold; echo $?; TERM=nosuch tput bold; echo $?; TERM=constructor tput bold; echo $?',
		"printf 'bold\\n\\ncup 1 2\\n sgr0\\n' | tput -T vt100 -S | od -c; printf 'bold\\nnosuch\\n' | tput -T xterm -S; echo $?",
		'tput -T xterm init < /dev/null; echo $?; tput -T linux reset < /dev/null; echo $?',
	],
});
