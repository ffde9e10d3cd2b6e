import { checkScripts } from './golden-cases.ts';

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
});
