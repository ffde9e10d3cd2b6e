import { checkScripts } from './golden-cases.ts';

const BINARY = { files: { f: 'hello world, this is xxd\n\u0000~' } };

const ARMOURED = `-----BEGIN PGP PUBLIC KEY BLOCK-----
Version: GnuPG v2.0.15 (GNU/Linux)

mQENBGMHoXcBCADEnGuOAdFEzAnNYaEqkAMx
=aWWw
-----END PGP PUBLIC KEY BLOCK-----
`;

checkScripts('commands-tools', 'bash', {
	gpg: [
		[
			'gpg --dearmor < k.asc | xxd; gpg --dearmor -o out.gpg k.asc; echo $?; gpg --yes --dearmor --output out.gpg < k.asc; xxd out.gpg; gpg --dearmor k.asc; ls *.gpg; gpg --dearmor nofile',
			{ files: { 'k.asc': ARMOURED } },
		],
		'echo junk | gpg --dearmor -o out.gpg; echo $?; ls; : | gpg --dearmor; echo $?',
	],
	install: [
		"echo a > f; chmod 640 f; install f g; stat -c '%a %n' g; install -m 644 f h; stat -c %a h; install -m u=rw,go=r f k; stat -c %a k",
		'echo a > f; install -d x/y/z; install -D f p/q/r; install -vD f d1/d2/v; install -dv n1/n2; find . | sort; install -t x f; install -v f x; ls x',
		'echo a > f; install f; install; install nope z; install f f nodir; install f nodir/g; install f f; install -m 999 f z; mkdir x; install x z; install -T f x; install -o nosuch f z; echo $?',
		'echo a > f; cp f g; install -v f g; install -bv f g; ls; install -o root -g root -m 0755 f g; install -C f g; install -v -m 700 -d q; stat -c "%a %U" q; install -p f s; [ f -nt s ] || [ f -ot s ] || echo same',
		'install --help',
	],
	od: [
		['od f; od -c f; od -x f; od -An -tx1 f; od -A d -t x1z f; od -A x -t x1 -v f', BINARY],
		['od -t d4 f; od -t u2 -N 5 f; od -j 3 -N 4 -c f; od -tx1 -w8 f; od -b f; od -a f; od -t c -t x1 f', BINARY],
		[
			'od -to2 f; od -tx8 f ; od -d f; od -s f;  od -An -N4 -i f; od -t x2c f; od -t d1 -t x4 f; od -An -tx1 f | tr -d " \\n"',
			BINARY,
		],
		'head -c 64 /dev/zero | od -x; od nope; echo $?; od -t q /dev/null; od -A z /dev/null; od -t x3 /dev/null; printf x | od -j 9; od < /dev/null; od --help',
	],
	xxd: [
		['xxd f; xxd -p f; xxd -b f; xxd -i f; xxd -e f', BINARY],
		['xxd -u -g1 -c8 f; xxd -l 5 -s 3 f; xxd -s -4 f; xxd -c 4 -p f; xxd -i < f; xxd -c 5 -d f; xxd -g 0 f', BINARY],
		['echo 68656c6c6f | xxd -r -p; xxd f | xxd -r | cmp - f; xxd -p f | xxd -r -p | cmp - f && echo same', BINARY],
		'head -c 100 /dev/zero | xxd -a; xxd < /dev/null; head -c 40 /dev/zero | xxd -o 5; echo "0a: 4142" | xxd -r | xxd',
		'xxd nope; echo $?; xxd -c 300 /dev/null; echo $?; xxd -C -n my-name -i < /dev/null; echo -n key | xxd -p -u',
	],
});
