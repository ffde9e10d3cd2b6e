import { checkScripts } from './golden-cases.ts';

// What the kernel holds processes to, by bash 5.2's ulimit and util-linux 2.38.1's prlimit, as root. Limits that are not
// set here are the machine's own: none of them is shown.
checkScripts('commands-resource-limits', 'bash', {
	prlimit: [
		"prlimit --nofile=10:20 sh -c 'ulimit -n; ulimit -Hn'; prlimit --nofile=15:30 prlimit --nofile; prlimit -n10:20 -u50:60 prlimit -n -u --raw; prlimit --fsize=4096 prlimit -f -o SOFT,HARD,RESOURCE --noheadings",
		'sleep 5 & prlimit -p $! --nofile=77:88; prlimit -p $! --nofile -o SOFT,HARD; grep "open files" /proc/$!/limits; prlimit --verbose -p $! --nproc=5: | sed s/$!/PID/ | cut -d: -f1; kill $!',
		'prlimit --foo; echo $?; prlimit --nofile=x true; echo $?; prlimit --nofile=30:20 true; echo $?; prlimit -p 99999999; echo $?; prlimit -p x; echo $?; prlimit -o nosuch; echo $?; prlimit --nofile=5:6 nosuch; echo $?',
		'prlimit --core=unlimited:unlimited prlimit -c; prlimit --nofile=20:30 prlimit --nofile=:25 prlimit -n; prlimit --nofile=20:30 prlimit --nofile=10: prlimit -n; prlimit --stack=4194304:8388608 prlimit -s -o RESOURCE,SOFT,UNITS',
	],
	'what holds': [
		'(ulimit -n 12; for fd in 5 6 7 8 9 10 11 12 13; do eval "exec $fd< /dev/null" && echo $fd; done) 2> /dev/null; prlimit --nofile=8:8 bash -c \'exec 7< /dev/null && echo seven; exec 8< /dev/null && echo eight\' 2> /dev/null; echo $?',
		"(ulimit -f 1; head -c 1024 /dev/zero > a; echo $?; head -c 3000 /dev/zero > b; echo $?; stat -c '%s' a b) 2> /dev/null; (ulimit -f 1; trap '' XFSZ; head -c 3000 /dev/zero > c; echo $?; stat -c %s c) 2> /dev/null",
		"cd /; setpriv --reuid 4242 --regid 4242 --clear-groups bash -c 'ulimit -u 1; (echo no) 2> /dev/null & wait $!; echo $?' 2> /dev/null; echo $?",
		'ulimit -Sn 50; ulimit -n; ulimit -Hn 60; ulimit -Hn; (ulimit -n 55; ulimit -n; ulimit -Hn); ulimit -n; ulimit -Sn 70; echo $?; ulimit -s 1000; ulimit -s; prlimit -s -o SOFT,HARD --noheadings; ulimit -f 10; prlimit -f -o SOFT --noheadings',
		"setpriv --reuid 7 --regid 7 --clear-groups bash --norc -c 'ulimit -n 30; ulimit -n 40; echo $?; ulimit -n; prlimit --nofile=40:40 true; echo $?; prlimit --nofile=20 prlimit -n -o SOFT,HARD'",
	],
});
