import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

/** As `docker run -it --hostname web IMAGE bash` shows them, the terminal's window title in brackets. */
const PROMPTS: readonly (readonly [image: string, prompt: string])[] = [
	['nginx:1.29', 'root@web:/# '],
	['debian:bookworm', 'root@web:/# '],
	['redis:7', 'root@web:/data# '],
	['ubuntu:24.04', '<root@web: />root@web:/# '],
	['rockylinux:9', '[root@web /]# '],
	// Its bash would be 5.1: every bash of a world is the same.
	['mysql:8.4', 'bash-5.2# '],
];

test('interactive shells of containers show the prompts of their distributions', () => {
	for (const [image, prompt] of PROMPTS) {
		const terminal = new TestTerminal(newWorld('prompts'));
		terminal.run(
			`kubectl run web --image=${image} --env=MYSQL_ROOT_PASSWORD=x --command -- sleep 1d; kubectl wait pod/web --for=condition=Ready`,
		);
		const printed = terminal.type('kubectl exec -it web -- bash\n', 3_000);
		const shown = printed
			.replace(/\x1b\]0;([^\x07]*)\x07/g, '<$1>')
			.replace(/\x1b\[(\?2004[hl]|J)/g, '')
			.replace(/^.*[\r\n]/s, '');
		expect([image, shown]).toEqual([image, prompt]);
	}
});

test('what shells of containers read: colours and short names in Ubuntu, PATH of login shells in Debian', () => {
	const world = newWorld('startup');
	const script = `exec 2>&1
kubectl run u --image=ubuntu:24.04 -- sleep 1d >/dev/null; kubectl run d --image=golang:1.25 -- sleep 1d >/dev/null
kubectl wait pod/u pod/d --for=condition=Ready >/dev/null
kubectl exec u -- ls -A /root /etc/skel
kubectl exec d -- ls -A /root /etc/skel
kubectl exec u -- bash -ic 'alias; echo $HISTCONTROL' 2>/dev/null
kubectl exec d -- bash -c 'echo $PATH'
kubectl exec d -- bash -lc 'echo $PATH'
kubectl exec u -- bash -lc 'echo $PATH'`;
	expect(world.runScript({ name: 'x.sh', script }).stdout).toBe(`/etc/skel:
.bash_logout
.bashrc
.profile

/root:
.bashrc
.profile
/etc/skel:
.bash_logout
.bashrc
.profile

/root:
.bashrc
.profile
alias egrep='egrep --color=auto'
alias fgrep='fgrep --color=auto'
alias grep='grep --color=auto'
alias l='ls -CF'
alias la='ls -A'
alias ll='ls -alF'
alias ls='ls --color=auto'
ignoredups:ignorespace
/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
`);
});
