import { checkScripts } from './golden-cases.ts';

const NAMED = "2>&1 | sed -E 's/^[0-9/]+ [0-9:]+ socat\\[[0-9]+\\]/socat/'";

/** Where real ones lie on the machine that records, of packages that are not installed there. */
const PATHS = 'PATH=$PATH:/opt/recorded/bin;';
/** A server that says the same to everybody, and ab's words without its times. */
const SERVER = `${PATHS} cat > serve <<'EOF'
read method path rest; while read -r line && [ "$line" != "\r" ] && [ -n "\${line%?}" ]; do :; done
body="<$method $path>"; [ "$path" = /gone ] && status='404 Not Found' || status='200 OK'
printf 'HTTP/1.0 %s\\r\\nServer: tiny/1\\r\\nContent-Length: %d\\r\\n\\r\\n%s' "$status" \${#body} "$body" > r$$; cat r$$; rm r$$
EOF
socat TCP-LISTEN:18941,fork,reuseaddr EXEC:'bash serve' & sleep 0.5; at=http://127.0.0.1:18941;`;
const TIMELESS =
	"2>&1 | sed -E '/^(Time|Requests|Transfer|Connect:|Processing:|Waiting:|Total:|WARNING: The|ERROR: The| +(These|dev))/d; s/^( +[0-9]+%) .*[0-9]/\\1 N/; s/Revision.*/Revision/; /kb.s/d'";

// What packages bring that a host has not before they are installed: against the real ones of Debian 12.
checkScripts('commands-packaged-tools', 'bash', {
	ab: [
		`${SERVER} ab -n 20 -c 4 $at/ ${TIMELESS}; ab -n 3 -l -S -d $at/gone ${TIMELESS}; ab -n 200 -c 3 $at/x?y=1 ${TIMELESS}; kill $!`,
		`${SERVER} ab -n 1 -v 2 -k -C a=b -A me:pw -H X-Y:1 -H accept:z $at/ ${TIMELESS}; echo data > post; ab -n 2 -p post -T text/x $at/p ${TIMELESS}; ab -n 1 -v 2 -i $at/ ${TIMELESS}; ab -q -m DELETE -n 160 $at/ ${TIMELESS}; kill $!`,
		`${PATHS} (ab; echo $?; ab -n 0 http://x/; echo $?; ab -c 3 http://x/; echo $?; ab foo; echo $?; ab http://127.0.0.1; echo $?; ab -n 5 http://127.0.0.1:1/; echo $?; ab -Q; echo $?; ab -n; echo $?; ab -p none http://127.0.0.1/; echo $?) ${TIMELESS} | grep -v '^  '; ab -h | tail -3`,
	],
	socat: [
		"printf 'a\\tb\\\\c\\r\\nxyz\\n' | socat - EXEC:cat; echo 'GET /' | socat -,crnl EXEC:'od -c'; echo 'GET /' | socat - EXEC:'od -c',crnl; socat -u EXEC:'echo \"a b\"  c' -; socat - 'SYSTEM:\"echo a,b; echo $((1+2))\"' < /dev/null",
		'echo hello > f; socat -u FILE:f -; socat -u ./f -; echo zz | socat -u - OPEN:g,creat,append; echo yy | socat -u - OPEN:g,creat,append; cat g; echo q | socat -u - CREATE:h; cat h; echo pp | socat - PIPE; echo ww | socat -u STDIN STDOUT',
		`(socat; socat -; socat a b c; socat f -; socat tcp:1:2:3 -; socat - UNIX-LISTEN; socat - TCP:127.0.0.1:1; socat - OPEN:nofile; socat - TCP:127.0.0.1:1,foo=3; socat -Z - -; socat - UNIX-CONNECT:/tmp/nosuchsock; socat -u - CREATE:/nodir/x; socat -t x - -; socat - TCP-LISTEN:x; socat TCP-LISTEN:22,bind=9.9.9.9 -; socat UNIX-LISTEN:/nodir/s -) ${NAMED}`,
		`(sleep 0.2 | socat - EXEC:nosuch; echo $?; sleep 0.2 | socat - SYSTEM:'exit 4'; echo $?; sleep 0.2 | socat - EXEC:true; echo $?) ${NAMED} | sed -E 's/child [0-9]+/child N/' | LC_ALL=C sort`,
		"printf 'ab\\n' | socat -x -v -u - /dev/null 2>&1 | sed 's/[0-9.:/]* [0-9.:]*  /WHEN /'; printf 'a%.0s' {1..40} | socat -x -u - /dev/null 2>&1 | tail -1; printf 'a\\tb\\\\c\\r\\n' | socat -v -u - /dev/null 2>&1 | tail -1 | od -c",
		'socat TCP-LISTEN:18734,fork,reuseaddr SYSTEM:\'read line; echo "got $line"\' & sleep 0.3; for n in 1 2 3; do echo hey$n | socat - TCP:127.0.0.1:18734; done; kill $!; wait 2> /dev/null; socat -u UDP-LISTEN:18735 CREATE:u & sleep 0.3; echo packet | socat - UDP:127.0.0.1:18735; sleep 0.3; kill $!; cat u',
		'socat UNIX-LISTEN:s,fork,mode=600 EXEC:"tr a-z A-Z" & sleep 0.3; stat -c "%F %a" s; echo shout | socat - UNIX-CONNECT:s; echo again | socat - UNIX-CONNECT:s; kill $!; socat TCP-LISTEN:18736,reuseaddr TCP:127.0.0.1:18737 & socat TCP-LISTEN:18737,reuseaddr - < /dev/null > out & p=$!; sleep 0.3; echo through | socat -u - TCP:127.0.0.1:18736; wait $p; cat out',
	],
});
