import { checkScripts } from './golden-cases.ts';

// Lists of access, named attributes, flags and capabilities of files, against acl 2.3.1, attr 2.5.1, e2fsprogs 1.47 and
// libcap 2.66 on ext4, as root; `as` looks as somebody else.
const AS = 'as() { setpriv --reuid "$1" --regid "$2" --clear-groups --inh-caps=-all sh -c "$3"; };';
const SHOW = 'show() { getfacl -cn "$@"; ls -ld "$@" | cut -c1-11; };';

checkScripts('commands-file-attributes', 'bash', {
	setfacl: [
		`${SHOW} touch f; setfacl -m u:7:rw f; show f; setfacl -m g:9:r,u::rwx,o:- f; show f; setfacl -x u:7 f; show f; setfacl -b f; show f`,
		`${SHOW} touch f; setfacl -m user:1:rw-,group:1:--x,mask::r,other::r f; show f; chmod g+wx f; show f; chmod 600 f; show f`,
		`${SHOW} touch f; setfacl -n -m u:9:rwx f; show f; setfacl -n -m u:8:rw f; show f; setfacl --mask -m m::x f; show f`,
		`${SHOW} mkdir d; setfacl -d -m u:33:rwx,g:4:r d; show d; setfacl -m d:o::- d; show d; setfacl -x d:u:33 d; show d; setfacl -k d; show d`,
		`${SHOW} mkdir d; setfacl -m d:u:5:rwX d; touch d/f; mkdir d/e; (umask 077; touch d/g; mkdir -m 700 d/h); show d/f d/e d/g d/h`,
		`${SHOW} mkdir -p d/e; touch d/e/f d/e/x; chmod +x d/e/x; setfacl -R -m u:2:rX,d:u:3:rw d; show d d/e d/e/f d/e/x; setfacl -Rb d; show d d/e`,
		`${SHOW} touch f; setfacl --set u::rw,g::r,o::-,u:3:r f; show f; setfacl -b -m u:5:r f; show f; setfacl -m u:1:r -x u:1 f; show f`,
		`${SHOW} touch f; printf 'u:6:rw\\n# remark\\ng:4:r  # more\\n\\n' | setfacl -M - f; show f; echo u:6 > x; setfacl -X x f; show f`,
		`${SHOW} mkdir d; touch d/f; setfacl -m u:1:r d/f; setfacl -dm g:2:rx d; chmod 2755 d; getfacl -nR d > saved; setfacl -Rb d; chmod 700 d; setfacl --restore=saved; show d d/f`,
		'touch f; setfacl --test -m u:1:r f; mkdir d; setfacl --test -d -m u:1:r d; setfacl --test -m u:1:r d; getfacl -c d',
		'touch f; setfacl; echo $?; setfacl f; echo $?; setfacl -m u:1:r; echo $?; setfacl -q f; echo $?; setfacl -m u:nosuch:r f; echo $?',
		'touch f; for e in x:rw u:1 u:: u:1: u:1:9 u:1:rwxr "u:1:r g:1:r" , g:nosuch:r "u:1:r, g:2:r"; do setfacl -m "$e" f; echo $?; done',
		'touch f; setfacl -x u:1:r f; echo $?; setfacl -m d:u:1:r f; echo $?; setfacl -m u:1:r nofile; echo $?; setfacl --set u::rwx,g::r f; echo $?',
		'touch f; setfacl -m u:1:r f; setfacl -x m f; echo $?; setfacl -x g:: f; echo $?; setfacl -M nofile f; echo $?; echo bad > x; setfacl -M x f; echo $?',
		'setfacl -m u:1:r /proc/version; echo $?; setfacl -b /proc/version; echo $?; ln -s nowhere l; setfacl -m u:1:r l; echo $?',
	],
	getfacl: [
		'touch f; mkdir d; chmod 4755 f; chmod 3777 d; getfacl f d; getfacl -n f; getfacl nofile f; echo $?; getfacl; echo $?; getfacl -x f; echo $?',
		'touch f; mkdir d; setfacl -m u:1:rw,m::r f; getfacl f; getfacl -e f; getfacl -E f; getfacl -s f d; setfacl -dm u:2:r d; getfacl -an d; getfacl -dn d',
		'touch f; mkdir d; setfacl -m u:1:rw,g:2:rx,m::r f; setfacl -m u:3:x,d:u:4:r d; getfacl -nt f d',
		'getfacl -c /proc/version; getfacl /proc/version | tail -3; getfacl -p /proc/version | head -1; ln -s f l; touch f; getfacl l; getfacl -P l',
	],
	'what lists of access are for': [
		`${AS} chmod 755 .; echo text > f; chmod 600 f; as 7 7 'cat f'; setfacl -m u:7:r f; as 7 7 'cat f; echo more > f'; as 8 8 'cat f'; setfacl -m m::- f; as 7 7 'cat f'`,
		`${AS} chmod 755 .; echo text > f; chmod 604 f; setfacl -m g:9:- f; as 8 9 'cat f'; as 8 8 'cat f'; setfacl -m g:9:r f; as 8 9 'cat f'`,
		`${AS} chmod 755 .; mkdir -m 700 d; setfacl -m u:7:rwx d; as 7 7 'touch d/f; ls d'; as 8 8 'ls d; touch d/g'; stat -c '%A %u' d/f`,
		`${AS} chmod 755 .; touch f; as 7 7 'setfacl -m u:7:r f'; chown 7 f; as 7 7 'setfacl -m u:8:r f; getfacl -cn f'`,
		'touch f; setfacl -m u:1:rw f; cp f plain; cp -p f kept; mv f moved; getfacl -cn plain kept moved; ls -l | cut -c1-11',
	],
	'getfattr, setfattr': [
		'touch f; setfattr -n user.a -v hello f; setfattr -n user.b -v 0x0102ff f; setfattr -n user.c -v 0sAAEC f; setfattr -n user.d f; getfattr f; getfattr -d f',
		'touch f; setfattr -n user.a -v hello f; getfattr -d -e hex f; getfattr -d -e base64 f; getfattr --only-values -n user.a f; getfattr -n user.z f; echo $?',
		`touch f; setfattr -n user.a -v 'a\\\\b\\101\\q' f; setfattr -n user.b -v '"a"b"' f; setfattr -n user.c -v '"ab' f; getfattr -d f`,
		'touch f; for v in 0x123 0xzz 0sA; do setfattr -n user.a -v $v f; echo $?; done; setfattr -x user.a f; echo $?; setfattr -n foo -v x f; echo $?',
		'touch f; setfattr; echo $?; getfattr; echo $?; setfattr -v x f; echo $?; setfattr -q f; echo $?; getfattr -e foo f; echo $?; getfattr -d nofile; echo $?',
		'touch f; setfattr -n trusted.t -v x f; setfattr -n user.k -v 한글 f; getfattr -d f; getfattr -d -m - f; getfattr -d -m ^trusted f',
		'mkdir d; touch d/f; setfattr -n user.a -v 1 d; setfattr -n user.a -v 2 d/f; getfattr -Rd d; getfattr -Rd d > saved; setfattr -x user.a d; setfattr --restore=saved; getfattr -d d',
		'touch f; setfacl -m u:1:r f; getfattr -d -m - f; getfattr -n user.a /proc/version; setfattr -n user.a -v x /proc/version; echo $?; ln -s f l; setfattr -h -n user.a l; echo $?',
		`${AS} chmod 755 .; touch f; as 7 7 'setfattr -n user.a -v 1 f; setfattr -n trusted.a -v 1 f; getfattr -n trusted.a f'; cp f g; setfattr -n user.a -v 1 f; cp -a f h; cp -p f i; getfattr -d h i`,
	],
	'chattr, lsattr': [
		'touch f; echo text > g; chattr +i f; lsattr f g; echo x > f; rm f; mv f z; chmod 600 f; chown 1 f; touch f; ln f h; cat f; chattr -i f; rm f; echo $?',
		'touch f; chattr +a f; echo a >> f; echo b > f; rm f; truncate -s 0 f; cat f; lsattr -l f; chattr -a f; rm f; echo $?',
		'mkdir d; touch d/x; chattr +i d; touch d/y; rm d/x; mv d/x .; echo text > d/x; cat d/x; chattr -i d; chattr +a d; touch d/y; rm d/y; ls d; chattr -a d',
		'mkdir d; touch d/x; chattr -R +i d; lsattr d; lsattr -d d; chattr -R -i d; chattr -RV +A d; lsattr -R | grep d',
		'touch f; chattr =Ad f; lsattr f; chattr = f; lsattr f; chattr +e f; lsattr f; chattr +i f; chattr +d f; chattr -i +d f; lsattr f',
		'touch f; chattr; chattr f; chattr +Z f; chattr +i; chattr +i nofile; chattr =i -d f; chattr -V +i f; chattr -i f; chattr -f +i nofile; echo $?',
		'touch f; ln -s f l; chattr +i l; chattr +i /dev/null; lsattr l; lsattr nofile; lsattr -Z; lsattr --help; lsattr -V f; lsattr -p f; echo $?',
		`${AS} chmod 755 .; touch f; as 7 7 'chattr +i f; chattr +A f; lsattr f'; chattr +i f; tee f < /dev/null; chattr -i f`,
	],
	'setcap, getcap': [
		'PATH=$PATH:/usr/sbin; cp /bin/true p; for c in cap_net_raw+ep cap_net_raw,cap_net_admin=eip cap_net_raw=p all=ep =ep = CAP_CHOWN+pe cap_chown=i "all=p cap_chown-p"; do setcap "$c" p; echo $?; getcap p; done',
		'PATH=$PATH:/usr/sbin; cp /bin/true p; setcap cap_net_bind_service=+ep p; getcap -r .; setcap -v cap_net_bind_service=ep p; setcap -v cap_chown=p p; echo $?; echo >> p; getcap p',
		'PATH=$PATH:/usr/sbin; touch p; setcap -r p; echo $?; setcap foo p; echo $?; setcap cap_net_raw+ep nofile; mkdir d; setcap cap_net_raw+ep d; setcap; setcap cap_net_raw p; getcap nofile; echo $?; getcap -z; getcap -v p',
		'PATH=$PATH:/usr/sbin; touch p; setcap cap_chown=p p; chown 1 p; getcap p; setcap "cap_net_raw=ep cap_chown=p" p; echo $?; setcap cap_chown=p p p q; echo $?; getfattr -d -m - p',
	],
});
