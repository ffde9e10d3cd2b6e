import { checkScripts } from './golden-cases.ts';

const ALTERNATIVES = `exec 2>&1; rm -rf /tmp/ua; mkdir /tmp/ua; cd /tmp/ua; mkdir alt adm bin; touch bin/a bin/b bin/c; L=$PWD
U="update-alternatives --altdir $L/alt --admindir $L/adm"; trap 'rm -rf /tmp/ua' EXIT;`;

checkScripts('commands-package-tools', 'bash', {
	'update-alternatives': [
		`${ALTERNATIVES} $U --install $L/ed ed $L/bin/a 10 --slave $L/ed.1 ed.1 $L/bin/c; $U --install $L/ed ed $L/bin/b 20
for answer in 2 '' 0 x 1; do echo $answer | $U --config ed; echo; done; $U --config ed </dev/null; $U --display ed; $U --query ed
$U --install $L/ed ed $L/bin/c 30; $U --auto ed; $U --set ed $L/bin/a; $U --remove ed $L/bin/a; $U --display ed
$U --remove ed $L/bin/x; $U --list ed; stat -c %N * alt/*; cat adm/ed; $U --remove-all ed; $U --display ed; echo $?; ls -R`,
		`${ALTERNATIVES} $U --install $L/ed ed $L/bin/nope 10; $U --install $L/ed ed $L/bin/a x; $U --install $L/ed ed; $U --set ed; $U; $U --foo; $U --list no; echo $?
touch zed; $U --install $L/zed ed $L/bin/a -4; cat adm/ed; $U --query ed; $U --install $L/e2 ed $L/bin/b 50; stat -c %N * alt/*; $U --get-selections
printf 'ed manual /x\\ned manual %s\\ned foo\\ned\\nbla manual x\\ned auto /q\\n' $L/bin/b | $U --set-selections; $U --quiet --set ed $L/bin/a; echo | $U --config ed; $U --list ed --set ed x`,
	],
	dpkg: [
		"exec 2>&1; PATH=$PATH:/usr/sbin:/sbin; for words in '' --foo -W '-l -s' '--compare-versions 1 lt' '--compare-versions 1 foo 2' --assert-foo --assert-multi-arch '--verify-format foo -V' '--abort-after=x -l' '-D zz -l' '--force-foo -l' --log '--status-fd x -l' '--ignore-depends -l' -L -S -i -P; do echo \"== $words\"; dpkg $words; echo $?; done",
		"exec 2>&1; PATH=$PATH:/usr/sbin:/sbin; for words in '' '-W --foo' -L -S '-l nope' '-L nope' '-S /nope' '-s nope' '-p nope' '--admindir=/nope -l' '-c'; do echo \"== $words\"; dpkg-query $words; echo $?; done; dpkg -V nope; dpkg -r nope; dpkg --no-act -i /nope.deb; dpkg --configure nope; dpkg -C nope; dpkg --get-selections nope",
		'exec 2>&1; PATH=$PATH:/usr/sbin:/sbin; dpkg --force-help; dpkg -Dhelp; dpkg --assert-help; dpkg --predep-package; echo $?; dpkg --help; dpkg-query --help',
		'exec 2>&1; PATH=$PATH:/usr/sbin:/sbin; for version in 1.0: :1 99999999999:1 1- a 1_2 1-a_b " 1 " "" "1 2"; do dpkg --validate-version "$version"; echo $?; done; for name in foo "A!" "" -x; do dpkg --validate-pkgname -- "$name"; echo $?; dpkg --validate-archname -- "$name"; echo $?; dpkg --validate-trigname -- "$name"; echo $?; done; dpkg --validate-pkgname; echo $?',
		'exec 2>&1; PATH=$PATH:/usr/sbin:/sbin; for op in lt le eq ne ge gt lt-nl le-nl ge-nl gt-nl "<<" "<=" "<" "=" ">" ">=" ">>"; do for pair in "1 2" "2 1" "1 1" "1.0~rc1 1.0" "1:0 2" "1.10 1.9" "1-1 1-1ubuntu1"; do set -- $pair; dpkg --compare-versions $1 "$op" $2 2>/dev/null; echo -n $?; done; dpkg --compare-versions "" "$op" 1 2>/dev/null; echo $?; done',
	],
});
