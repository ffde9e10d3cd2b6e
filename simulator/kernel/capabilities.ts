import type { Credentials } from './process-api.ts';

/** In the kernel's order, without CAP_. Models include/uapi/linux/capability.h. */
export const CAPABILITY_NAMES: readonly string[] = [
	'CHOWN',
	'DAC_OVERRIDE',
	'DAC_READ_SEARCH',
	'FOWNER',
	'FSETID',
	'KILL',
	'SETGID',
	'SETUID',
	'SETPCAP',
	'LINUX_IMMUTABLE',
	'NET_BIND_SERVICE',
	'NET_BROADCAST',
	'NET_ADMIN',
	'NET_RAW',
	'IPC_LOCK',
	'IPC_OWNER',
	'SYS_MODULE',
	'SYS_RAWIO',
	'SYS_CHROOT',
	'SYS_PTRACE',
	'SYS_PACCT',
	'SYS_ADMIN',
	'SYS_BOOT',
	'SYS_NICE',
	'SYS_RESOURCE',
	'SYS_TIME',
	'SYS_TTY_CONFIG',
	'MKNOD',
	'LEASE',
	'AUDIT_WRITE',
	'AUDIT_CONTROL',
	'SETFCAP',
	'MAC_OVERRIDE',
	'MAC_ADMIN',
	'SYSLOG',
	'WAKE_ALARM',
	'BLOCK_SUSPEND',
	'AUDIT_READ',
	'PERFMON',
	'BPF',
	'CHECKPOINT_RESTORE',
];

export const ALL_CAPABILITIES: ReadonlySet<string> = new Set(CAPABILITY_NAMES);

/** What containerd leaves a container's root. Models containerd/pkg/oci/spec.go defaultUnixCaps. */
export const CONTAINER_CAPABILITIES: ReadonlySet<string> = new Set([
	'CHOWN',
	'DAC_OVERRIDE',
	'FSETID',
	'FOWNER',
	'MKNOD',
	'NET_RAW',
	'SETGID',
	'SETUID',
	'SETFCAP',
	'SETPCAP',
	'NET_BIND_SERVICE',
	'SYS_CHROOT',
	'KILL',
	'AUDIT_WRITE',
]);

export const NO_CAPABILITIES: ReadonlySet<string> = new Set();

/** A host's root: everything. */
export const ROOT_CREDENTIALS: Credentials = { uid: 0, gid: 0, groups: [0], capabilities: ALL_CAPABILITIES };

/** What somebody of `own` becomes as `wanted`: no more than `own` is bound to. */
export function boundCredentials(own: Credentials, wanted: Credentials): Credentials {
	const { bounding, noNewPrivileges } = own;
	if (wanted === own || (bounding === undefined && noNewPrivileges !== true)) return wanted;
	return {
		...wanted,
		capabilities: bounding === undefined ? wanted.capabilities : within(wanted.capabilities, bounding),
		...(bounding === undefined ? {} : { bounding }),
		...(noNewPrivileges === undefined ? {} : { noNewPrivileges }),
	};
}

function within(capabilities: ReadonlySet<string>, bounding: ReadonlySet<string>): ReadonlySet<string> {
	return new Set([...capabilities].filter((name) => bounding.has(name)));
}

/** Bits as /proc/PID/status prints them (CapEff). */
export function capabilityMask(capabilities: ReadonlySet<string>): string {
	let mask = 0n;
	CAPABILITY_NAMES.forEach((name, bit) => {
		if (capabilities.has(name)) mask |= 1n << BigInt(bit);
	});
	return mask.toString(16).padStart(16, '0');
}
