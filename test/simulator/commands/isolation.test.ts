import { checkScripts } from './golden-cases.ts';

// Processes that part from each other, against util-linux 2.38.1 as root.
checkScripts('commands-isolation', 'bash', {
	unshare: [
		"unshare -u sh -c 'hostname inner; hostname'; [ $(hostname) = inner ]; echo $?",
		'unshare --fork --pid --mount-proc bash -c \'echo $$; ls /proc | grep -E "^[0-9]+$" | head -1; readlink /proc/self > /dev/null; sleep 5 & kill $!; wait $!; echo $?\'; ls -d /proc/$$ > /dev/null; echo $?',
		"unshare -pf sh -c 'echo $$; exit 3'; echo $?; unshare -p bash -c 'ls -d /; ls -d /; echo no' 2> /dev/null; echo $?; unshare -pf sh -c 'kill -9 $$; echo alive'",
		"mkdir d; unshare -m sh -c 'mount -t tmpfs none d && touch d/f && ls d'; ls d; unshare -mn sh -c 'cat /proc/net/dev | grep -c :'",
		'for kind in mnt uts ipc net pid_for_children user cgroup; do readlink /proc/self/ns/$kind; done > a; unshare -muinpUCf sh -c "for kind in mnt uts ipc net pid_for_children user cgroup; do readlink /proc/self/ns/\\$kind; done" > b; paste a b | awk \'{ print ($1 == $2) }\'',
		'unshare nosuch; echo $?; unshare --propagation x true; echo $?; unshare -S x true; echo $?; unshare --nothing; echo $?; unshare --monotonic 5 true; echo $?; unshare -w /nowhere true; echo $?; unshare -R /nowhere true; echo $?; unshare -f nosuch; echo $?',
		'unshare -uf -w /usr pwd; unshare -u -S 7 -G 7 id -u; setpriv --reuid 7 --regid 7 --clear-groups unshare -u true; echo $?',
	],
	setpriv: [
		'setpriv; echo $?; setpriv --foo; echo $?; setpriv --reuid nosuch id; echo $?; setpriv --bounding-set foo id; echo $?; setpriv -d id; echo $?; setpriv nosuch; echo $?',
		'setpriv --reuid 7 --regid 7 id; echo $?; setpriv --reuid 7 --regid 7 --clear-groups id -u; setpriv --reuid 7 --regid 7 --groups 1,9 id -G; setpriv --reuid 7 --groups 3 id -G',
		'setpriv --nnp grep NoNew /proc/self/status; setpriv --reuid 7 --clear-groups --regid 7 setpriv -d | head -6; setpriv --list-caps | head -3; setpriv --bounding-set -all setpriv -d | grep bounding',
	],
});
