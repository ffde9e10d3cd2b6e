import { checkScripts } from './golden-cases.ts';

const TREE = "mkdir -p d; echo hello > a; yes hello | head -500 > d/b; touch -d '2026-01-02 03:04:05' a d/b d;";

checkScripts('commands-host-tools', 'bash', {
	'ssh-keygen': [
		// The two halves belong together, and every way to ask says so.
		"ssh-keygen -q -t ed25519 -N '' -C me@here -f k; cat k.pub | cut -c1-24; stat -c '%a' k k.pub; head -1 k; [ \"$(ssh-keygen -y -f k)\" = \"$(cat k.pub)\" ] && echo same; ssh-keygen -lf k | sed 's/SHA256:[^ ]*/SHA/'; wc -l < k",
		"ssh-keygen -q -t rsa -b 2048 -N '' -C '' -f k; cut -c1-30 k.pub; ssh-keygen -lf k.pub | sed 's/SHA256:[^ ]*/SHA/'; tail -1 k; ssh-keygen -y -f k | wc -w",
		[
			'ssh-keygen -lf a.pub; ssh-keygen -lvf a.pub; ssh-keygen -l -E md5 -f a.pub; ssh-keygen -l -f none; echo $?; ssh-keygen -l -f text; echo $?',
			{
				files: {
					'a.pub': 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJzDT6vHYpxRmM3ZbHZJxqPPJXyYuiqbTvVkSVCCwnHR ann@host\n',
					text: 'nothing\n',
				},
			},
		],
		[
			"cp hosts h; ssh-keygen -F b -f h; echo $?; ssh-keygen -F zz -f h; echo $?; ssh-keygen -R b -f h; cat h; cat h.old | wc -l; ssh-keygen -R zz -f h; echo $?; ssh-keygen -R a -f none; echo $?; ssh-keygen -R '[c]:2222' -f h; cut -c1-5 h",
			{
				files: {
					hosts: ['a', 'b,10.0.0.2', '# b', '[c]:2222']
						.map((name) => `${name} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJzDT6vHYpxRmM3ZbHZJxqPPJXyYuiqbTvVkSVCCwnHR\n`)
						.join(''),
				},
			},
		],
		"ssh-keygen -q -t ed25519 -N '' -f k; ssh-keygen -t ed25519 -N '' -f k <<< n; echo $?; ssh-keygen -t foo -f x; echo $?; ssh-keygen -t rsa -b 100 -f y -N ''; echo $?; chmod 644 k; ssh-keygen -y -f k; echo $?",
		"printf '\\n\\n' | ssh-keygen -t ed25519 -f k -C c 2>&1 | sed 's/SHA256:[^ ]*/SHA/' | head -7",
	],
	'zip and unzip': [
		`${TREE} zip x.zip a d/b; zip -r y d; zip -r y.zip a d; unzip -l y.zip; unzip -Z1 y; zip -d y a; unzip -t y.zip; zip -j j d/b; zip -q q.zip a; unzip -p q`,
		`${TREE} zip -qr y d a; rm -rf d a; unzip y; stat -c '%a %s %Y' d d/b a; unzip -o y; unzip -q y -d out < /dev/null; unzip -n y; unzip -oj y d/b -d flat; unzip y a < /dev/null; echo n | unzip y a; echo; echo A | unzip y; cmp a out/a`,
		`${TREE} zip z none; echo $?; unzip nofile; echo $?; zip -q y a; unzip y none; echo $?; echo text > t; unzip t; echo $?; zip -r y d none; echo $?; zip -r x.zip . -x '*.zip' 'd/*' t; zip -rq9 k d -i '*b'; unzip -Z1 k; zip -m m.zip a; ls; zip -Q x a; echo $?`,
	],
	'run-parts': [
		[
			'mkdir d; for f in a b c.sh e; do cp $f d; done; chmod +x d/a d/b d/c.sh; chmod -x d/e; run-parts d; echo $?; run-parts --test d; run-parts --list d; run-parts -a X --report d; echo $?; run-parts --exit-on-error --reverse d; echo $?; run-parts --regex=sh$ d; run-parts -v d 2>&1 | tail -2; run-parts nod; echo $?; run-parts; echo $?',
			{
				files: {
					a: '#!/bin/sh\necho one "$@"\n',
					b: '#!/bin/sh\necho two; exit 3\n',
					'c.sh': '#!/bin/sh\necho x\n',
					e: 'text\n',
				},
			},
		],
	],
	logger: ['logger --no-act -p foo.err x; echo $?; logger -p user.foo x; echo $?'],
});
