import { checkScripts } from './golden-cases.ts';

const PASSWD =
	'root:x:0:0:root:/root:/bin/bash\nbob:x:1001:0::/nonexist:/bin/sh\nbob:x:1002:0::/tmp:/bin/sh\nbad line\nal:x:abc:0:x:/tmp:/bin/sh\neve:x:1005:7777::/tmp:/no/shell\nzed:x:1007:0::/tmp:/bin/sh\n';
const SHADOW = 'root:*:19000:0:99999:7:::\nbob:!:19000:0:99999:7:::\nghost:!:19000:0:99999:7:::\n';
const GROUP = 'root:x:0:\nstaff:x:50:root,nosuch\nstaff:x:51:\nbad\nops:x:60:root\n';
const GSHADOW = 'root:*::\nstaff:!::root\nold:!::\nops:!::\n';
const files = { passwd: PASSWD, shadow: SHADOW, group: GROUP, gshadow: GSHADOW };
const PATHS = 'PATH=$PATH:/usr/sbin;';

// shadow-utils 4.13 on files that are not the machine's own. How many days ago today is differs: it is cut out.
checkScripts('commands-account-files', 'bash', {
	'pwck, grpck': [
		[`${PATHS} pwck -r passwd shadow; echo $?; pwck -rq passwd shadow; echo $?; pwck -r passwd; echo $?`, { files }],
		[`${PATHS} grpck -r group gshadow; echo $?; grpck -r group; echo $?`, { files }],
		[
			`${PATHS} yes n | pwck passwd shadow; echo $?; cat passwd shadow; yes y | pwck passwd shadow; echo $?; sed -E 's/:[0-9]{5}:/:DAY:/' passwd shadow; pwck -s passwd shadow; echo $?; ls`,
			{ files },
		],
		[`${PATHS} yes y | grpck group gshadow; echo $?; cat group gshadow; grpck group gshadow; echo $?`, { files }],
		[
			`${PATHS} pwck -x; echo $?; pwck nofile; echo $?; pwck a b c; echo $?; grpck --help; echo $?; pwck --help; vipw --help; vigr --nothing; echo $?; pwconv --nothing; echo $?; groupmems -x; echo $?`,
			{ files },
		],
	],
});
