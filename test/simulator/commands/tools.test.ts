import { checkScripts } from './golden-cases.ts';

const BINARY = { files: { f: 'hello world, this is xxd\n\u0000~' } };

checkScripts('commands-tools', 'bash', {
	xxd: [
		['xxd f; xxd -p f; xxd -b f; xxd -i f; xxd -e f', BINARY],
		['xxd -u -g1 -c8 f; xxd -l 5 -s 3 f; xxd -s -4 f; xxd -c 4 -p f; xxd -i < f; xxd -c 5 -d f; xxd -g 0 f', BINARY],
		['echo 68656c6c6f | xxd -r -p; xxd f | xxd -r | cmp - f; xxd -p f | xxd -r -p | cmp - f && echo same', BINARY],
		'head -c 100 /dev/zero | xxd -a; xxd < /dev/null; head -c 40 /dev/zero | xxd -o 5; echo "0a: 4142" | xxd -r | xxd',
		'xxd nope; echo $?; xxd -c 300 /dev/null; echo $?; xxd -C -n my-name -i < /dev/null; echo -n key | xxd -p -u',
	],
});
