import type { Errno } from '../../kernel/process-api.ts';
import type { SyscallFilter } from '../../kernel/security/confinement.ts';

/** What a profile file says, as far as it decides here: plain data. Models opencontainers/runtime-spec LinuxSeccomp. */
export interface SeccompProfile {
	readonly defaultAction?: string;
	readonly syscalls?: readonly {
		readonly names?: readonly string[];
		readonly action?: string;
		readonly args?: readonly unknown[];
	}[];
}

type Verdict = 'allow' | 'kill' | Errno;

/** A profile as the kernel asks it. Differs: rules on arguments never refuse, and no rule knows errnoRet. */
export class SeccompFilter implements SyscallFilter {
	readonly #otherwise: Verdict;
	readonly #byName = new Map<string, Verdict>();

	constructor(profile: SeccompProfile) {
		this.#otherwise = verdictOf(profile.defaultAction);
		for (const { names = [], action, args } of profile.syscalls ?? []) {
			const verdict = verdictOf(action);
			if ((args ?? []).length > 0 && verdict !== 'allow') continue;
			for (const name of names) if (!this.#byName.has(name)) this.#byName.set(name, verdict);
		}
	}

	verdict(name: string): Verdict {
		return this.#byName.get(name) ?? this.#otherwise;
	}
}

function verdictOf(action: string | undefined): Verdict {
	switch (action) {
		case 'SCMP_ACT_ERRNO':
			return 'EPERM';
		case 'SCMP_ACT_KILL':
		case 'SCMP_ACT_KILL_THREAD':
		case 'SCMP_ACT_KILL_PROCESS':
		case 'SCMP_ACT_TRAP':
			return 'kill';
		default:
			return 'allow';
	}
}

/** What stands in the way of a container's start once its filter is there; undefined: nothing. Models runc libcontainer/standard_init_linux.go. */
export function startProblem(filter: SyscallFilter | undefined, command: string): string | undefined {
	if (filter === undefined) return undefined;
	if (filter.verdict('openat') !== 'allow' && filter.verdict('open') !== 'allow') {
		return 'error closing exec fds: open /proc/thread-self/fd/: operation not permitted';
	}
	return filter.verdict('execve') === 'allow' ? undefined : `exec ${command}: operation not permitted`;
}
