import { checkScripts } from './golden-cases.ts';

const files = { a: 'one\n', b: 'two\nthree\n' };

checkScripts('commands-encodings', 'bash', {
	b2sum: [
		['b2sum a b nope; b2sum a > s; b2sum -c s; b2sum --quiet -c s; echo $?', { files }],
		"printf '' | b2sum; printf abc | b2sum -b; head -c 128 /dev/zero | b2sum --tag; head -c 1000 /dev/zero | b2sum",
	],
	iconv: [
		"printf 'é한\\n' | iconv -f UTF-8 -t UTF-16LE | od -An -tx1; printf 'é\\n' | iconv -t LATIN1 | od -An -tx1",
		"printf 'a\\xe9\\n' | iconv -f latin1 -t utf-8; printf 'ab\\xffcd\\n' | iconv -f UTF-8 -t UTF-8; echo $?",
		"printf 'ab\\xffcd\\n' | iconv -c -f UTF-8 -t UTF-8; printf 'aé한b\\n' | iconv -t ASCII; echo $?",
		"printf 'aéb\\n' | iconv -c -t ASCII",
	],
	mcookie: ['mcookie | wc -c; mcookie | tr -d 0-9a-f'],
});
