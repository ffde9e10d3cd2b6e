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
});
