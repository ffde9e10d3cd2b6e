import { checkScripts } from './golden-cases.ts';

// Processes that stand back for each other. Process ids differ from run to run: they are cut out.
const NO_PIDS = "2>&1 | sed -E 's/^(renice: failed to [a-z]+ priority for )?[0-9]+ /\\1PID /'";

checkScripts('commands-sharing', 'bash', {
	flock: [
		'flock; echo $?; flock l nosuch; echo $?; flock abc; echo $?; flock /nope/x true; echo $?; flock 77; echo $?',
		"flock l -c 'echo hi'; flock l sh -c 'exit 3'; echo $?; flock -x d/e true; echo $?; mkdir d; flock d echo directory",
		"flock -n l sh -c 'flock -n l true; echo $?; flock -E 7 -n l true; echo $?; flock --verbose -n l true; echo $?'",
		"flock l sh -c 'flock -w 0.1 l true; echo $?; flock --verbose -w 0.1 l true; echo $?'; flock -w x l true; echo $?",
		"flock -s l flock -s -n l echo shared; flock -s l sh -c 'flock -n l true; echo $?'",
		'(flock 9; echo a; sleep 0.4; echo b) 9> l & sleep 0.1; (flock 9; echo c) 9> l; wait',
		'exec 9> l; flock 9; (flock -n 9; echo same $?); flock -n l true; echo $?; flock -u 9; flock -n l true; echo $?',
		'exec 9> l; flock 9; (sleep 0.3) & exec 9>&-; flock -n l true; echo $?; wait; flock -n l true; echo $?',
	],
	nice: [
		'nice; nice -n 5 nice; nice -3 nice; nice -n 50 nice; nice nice -n 2 nice; nice -n x true; echo $?; nice -n 5; echo $?',
		"nice -n 4 sh -c 'nice; ps -o ni=,pri= -p $$'",
	],
	renice: [
		'renice; echo $?; renice x 1; echo $?; renice -n 5; echo $?; renice 5 abc; echo $?; renice 3 99999999; echo $?',
		`sleep 5 & renice 5 $! ${NO_PIDS}; renice -n 7 -p $! ${NO_PIDS}; ps -o ni=,pri=,stat= -p $!; kill $!`,
	],
	'descriptors of children': [
		'echo f | xargs -I{} cat <(echo a); find . -maxdepth 0 -exec cat <(echo b) \\;',
		'exec 5< <(echo c); echo x | xargs sh -c "cat <&5"; exec 6> out; echo y | xargs sh -c "echo d >&6"; cat out',
	],
});
