import { checkScripts } from './golden-cases.ts';

const TREE =
	'mkdir -p d/e/f d/g; echo hello > d/a.txt; touch d/e/b.md d/e/f/c.txt; ln -s a.txt d/l; chmod 600 d/e/b.md; touch -d "2 days ago" d/g; ';

checkScripts('commands-findutils', 'bash', {
	find: [
		`${TREE}find d | sort; find d -type f -name "*.txt" | sort; find d -maxdepth 1 -mindepth 1 | sort`,
		`${TREE}find d -type l -o -type d | sort; find d ! -type d -a -not -name "*.md" | sort; find d "(" -name a.txt -o -name b.md ")" -print | sort`,
		`${TREE}find d -name "*.txt" -exec echo x {} y \\; | sort; find d -name "*.txt" -exec echo {} + | wc -w; find d -type f -exec false \\; -print; echo $?`,
		`${TREE}find d -path "*/f/*" ; find d -iname "A*"; find d -empty | sort; find d -size -1k | sort; find d -size +0c -type f; find d -perm 600; find d -perm -400 -type f | sort; find d -perm /111 -type f`,
		`${TREE}find d -printf "%p %f %h %P %d %s %m %y %l\\n" | sort; find d/a.txt -printf "%u:%g %M %-8f|%5s|\\n"`,
		`${TREE}find d -name e -prune -o -type f -print; find d -type f -delete; find d | sort; find d -mtime +1; find d -mmin -5 | wc -l; find d -newermt "1 day ago" | wc -l`,
		`${TREE}find d -regex ".*/[ab]\\..*" | sort; find d -links 1 -type l; find d -user root -name a.txt; find d -samefile d/a.txt`,
		'find nope; echo $?; find . -foo; echo $?; find . -name; find . -type x; find . -maxdepth x; find . -exec echo; find . "("; find . ")"; find . -size 1x; find . -user nobodyx',
		`${TREE}find d -execdir pwd \\; | sort -u | wc -l; find d -name a.txt -ls | awk '{print $3, $4, $7, $NF}'; find d -type f -print0 | tr "\\0" "\\n" | sort; find -L d -type f | sort; find d -quit`,
	],
	xargs: [
		'seq 5 | xargs; seq 5 | xargs -n2; seq 3 | xargs -I{} echo a{}b{}; seq 5 | xargs -n2 echo x; printf "" | xargs echo empty; printf "" | xargs -r echo empty',
		"printf 'a b\\nc d\\n' | xargs -L1 echo; printf 'a\\0b c\\0' | xargs -0 -n1; printf 'a,b,c' | xargs -d, -n1; printf '\"a b\" c\\\\ d' | xargs -n1; printf \"'x\" | xargs; echo $?",
		'seq 2 | xargs false; echo $?; seq 2 | xargs nope; echo $?; seq 2 | xargs -n1 sh -c "exit 255" ; echo $?; seq 3 | xargs -t -n2 echo; seq 2 | xargs -P2 -n1 | sort; seq 2 | xargs -n x',
	],
	column: [
		"printf 'NAME AGE\\npod-a 1\\nlonger-pod 22\\n' | column -t; printf 'a:b:c\\naa::c\\n' | column -t -s:; printf 'a:b\\naa:b\\n' | column -ts: -o ' | '",
		'seq 12 | column; seq 5 | column -c 40; seq 30 | column -x -c 80',
		"printf '1 a\\n2 b\\n' | column -t -N ID,NAME -R ID; printf '1 a\\n2 b\\n' | column -J -N ID,NAME -n rows; printf 'x y z\\n1 2\\n' | column -t -H 2",
	],
	kill: [
		'/usr/bin/kill -l 9; /usr/bin/kill -l TERM; /usr/bin/kill 999999; echo $?; /usr/bin/kill x; sleep 100 & /usr/bin/kill $!; wait $!; echo $?; /usr/bin/kill -FOO 1',
	],
});
