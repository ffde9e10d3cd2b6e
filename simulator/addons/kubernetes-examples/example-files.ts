import { made } from './pieces.ts';

const json = (value: object): (() => string) => {
	return () => `${JSON.stringify(value, null, 2)}\n`;
};
const lines = (...each: readonly string[]): (() => string) => {
	return () => `${each.join('\n')}\n`;
};
const namespace = (name: string): object => made('v1', 'Namespace', name, {}, { labels: { name } });

/** What a small server of Go needs of the kernel. */
const SYSTEM_CALLS = `accept4 epoll_wait pselect6 futex madvise epoll_ctl getsockname setsockopt vfork mmap read write close
arch_prctl sched_getaffinity munmap brk rt_sigaction rt_sigprocmask sigaltstack gettid clone bind socket openat readlinkat
exit_group epoll_create1 listen rt_sigreturn sched_yield clock_gettime connect dup2 epoll_pwait execve exit fcntl getpid
getuid ioctl mprotect nanosleep open poll recvfrom sendto set_tid_address setitimer writev fstatfs getdents64 pipe2 getrlimit`;

const PROFILES = 'pods/security/seccomp/profiles';

/** Files of the documentation that are no manifests in YAML: the path below examples/, and the text. */
export const EXAMPLE_FILES: readonly (readonly [path: string, text: () => string])[] = [
	['admin/namespace-dev.json', json(namespace('development'))],
	['admin/namespace-prod.json', json(namespace('production'))],
	[`${PROFILES}/audit.json`, json({ defaultAction: 'SCMP_ACT_LOG' })],
	[`${PROFILES}/violation.json`, json({ defaultAction: 'SCMP_ACT_ERRNO' })],
	[
		`${PROFILES}/fine-grained.json`,
		json({
			defaultAction: 'SCMP_ACT_ERRNO',
			architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
			syscalls: [{ names: SYSTEM_CALLS.split(/\s+/), action: 'SCMP_ACT_ALLOW' }],
		}),
	],
	['configmap/game-env-file.properties', lines('enemies=aliens', 'lives=3', 'allowed="true"', '', '# Read past.')],
	[
		'configmap/game.properties',
		() =>
			lines(
				'enemies=aliens',
				'lives=3',
				'enemies.cheat=true',
				'enemies.cheat.level=noGoodRotten',
				'secret.code.passphrase=UUDDLRLRBABAS',
				'secret.code.allowed=true',
				'secret.code.lives=30',
			)().trimEnd(),
	],
	['configmap/ui-env-file.properties', lines('color=purple', 'textmode=true', 'how=fairlyNice')],
	[
		'configmap/ui.properties',
		lines('color.good=purple', 'color.bad=yellow', 'allow.textmode=true', 'how.nice.to.look=fairlyNice'),
	],
];
