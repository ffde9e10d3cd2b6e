import { checkScripts } from './golden-cases.ts';

const TREE = 'mkdir -p d/e; echo hi >d/f; ln -s f d/l; touch -d 2025-01-02T03:04 d/f d/e d; chmod 600 d/f; ';

checkScripts('commands-tar', 'bash', {
	'what cannot be': [
		'tar',
		'tar cf x.tar',
		'tar tf nothing.tar',
		'tar xf nothing.tar; echo $?',
		': | tar tf -; echo $?',
		'echo abc | tar tf -; echo $?',
		'tar cf - nothing | wc -c',
		'tar -xt',
		'tar Q; echo $?',
		'tar cf',
		'tar -cf x.tar -C /nowhere a; echo $?',
	],
	'create and list': [
		`${TREE}tar cf x.tar d/f d/l; tar tf x.tar; tar tf x.tar d/f; tar tf x.tar nothing; echo $?`,
		`${TREE}tar cvf x.tar d/e d/f; tar tf x.tar d/e/`,
		`${TREE}tar cvf - d/f 2>&1 >/dev/null`,
		`${TREE}tar cf - -C d f l | tar t`,
		`${TREE}tar c d/f | wc -c; tar c --exclude=f d/f | wc -c`,
		`${TREE}chown 0:0 d/f; tar cf - d/f | tar tvf -`,
		`${TREE}tar cf x.tar "$PWD/d/f"; tar tf x.tar | wc -l`,
		`${TREE}tar cf d/x.tar d/x.tar d/f; tar tf d/x.tar`,
		'mkdir empty; tar cf - empty | tar tf -',
		`f=$(printf 'n%.0s' $(seq 120)); echo long >$f; tar cf - $f | tar xOf -; tar cf - $f | tar tf - | wc -c`,
	],
	extract: [
		`${TREE}tar cf x.tar d; mkdir out; tar xf x.tar -C out; cat out/d/f; readlink out/d/l; stat -c '%a %Y' out/d/f out/d/e`,
		`${TREE}tar cf x.tar d/f; rm -r d; tar xvf x.tar; cat d/f; tar xOf x.tar`,
		`${TREE}tar cf x.tar d; mkdir out; tar -xf x.tar --strip-components=1 -C out; ls out`,
		`${TREE}tar cf x.tar d/f; tar xkf x.tar; echo $?`,
		`${TREE}tar cf - d | (mkdir o; cd o; tar xf - d/f d/none; echo $?; find . -type f)`,
		`${TREE}tar cf x.tar d/f; tar xmf x.tar; test "$(stat -c %Y d/f)" -gt 1750000000 && echo new`,
	],
});
