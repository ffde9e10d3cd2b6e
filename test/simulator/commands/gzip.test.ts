import { checkScripts } from './golden-cases.ts';

const FILES = 'printf "hello hello hello hello\\n" >a; cp a b; touch -d 2025-01-02T03:04 a; chmod 640 a; ';

checkScripts('commands-gzip', 'bash', {
	'pack and unpack': [
		`${FILES}gzip a; ls; stat -c '%a %Y' a.gz; gunzip a.gz; stat -c '%a %Y' a; cat a; ls`,
		`${FILES}gzip -k a; ls; gzip -t a.gz; echo $?; zcat a.gz; zcat a; gzip -dc a.gz; gunzip <a.gz`,
		`${FILES}gzip -c a b | gunzip | wc -c`,
		`${FILES}gzip -9 a; gzip -d a; gzip --best --stdout b | zcat -`,
		`${FILES}gzip -S .z a; ls; gunzip -S .z a.z; ls`,
		`${FILES}mkdir d; mv a b d; gzip -r d; ls d; gunzip -r d; ls d`,
		'seq 1 60000 >big; md5sum <big; gzip big; zcat big | md5sum; gunzip big; tail -1 big',
		': | gzip | gunzip | wc -c; : | gzip -n | od -An -tx1 | head -c 30',
		`${FILES}gzip -k a; cat a.gz a.gz >c.gz; zcat c.gz`,
		`${FILES}tar cf x.tar a; gzip x.tar; mv x.tar.gz x.tgz; gunzip x.tgz; ls`,
	],
	'what cannot be': [
		`${FILES}gzip nothing; echo $?; gunzip nothing; echo $?; zcat a; echo $?`,
		`${FILES}gzip -k a; gzip a.gz; echo $?; gunzip a.gz; echo $?; gunzip b; echo $?; gunzip -q b; echo $?`,
		`${FILES}gzip -k a; gzip -f a; gunzip -f a.gz; ls`,
		'mkdir d; gzip d; echo $?',
		'echo x >n.gz; gunzip n.gz; echo $?; gzip -t n.gz; echo $?; gunzip <n.gz; echo $?',
		`${FILES}gzip -n a; head -c 20 a.gz >c.gz; gunzip c.gz; echo $?; ls`,
		': >e.gz; gunzip e.gz; echo $?; : | gunzip; echo $?',
		`${FILES}gzip -v a 2>&1 | cut -c1-3; gunzip -v a.gz 2>&1 | sed 's/.*--/--/'`,
		'gzip --nothing; echo $?',
	],
	tar: [
		'mkdir -p d; seq 1 200 >d/n; tar czf x.tgz d; tar tzf x.tgz; tar tf x.tgz; rm -r d; tar xzvf x.tgz; tail -1 d/n',
		'mkdir -p d; seq 1 200 >d/n; tar cz d | tar tz; tar cz d | gunzip | tar t; tar c d | gzip | tar xzO | tail -1',
		'echo x >n; tar tzf n; echo $?; tar tf n; echo $?',
	],
});
