import type { FileTree } from '../../kernel/machine-api.ts';
import type { Credentials } from '../../kernel/process-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { RuntimeError } from './runtime-error.ts';

/** Who the container's first process runs as, as its status shows it. */
export interface ContainerUser {
	readonly uid: number;
	readonly gid: number;
	readonly supplementalGroups: readonly number[];
	/** For HOME; "/" when the user is in no passwd file. */
	readonly home: string;
}

export interface UserRequest {
	/** securityContext.runAsUser. */
	readonly runAsUser: number | undefined;
	readonly runAsGroup: number | undefined;
	/** fsGroup and supplementalGroups of the Pod. */
	readonly supplementalGroups: readonly number[];
	/** The image's USER: "", "101", "nginx", "65532:65532". */
	readonly imageUser: string;
	/** supplementalGroupsPolicy: Strict leaves the image's own group memberships out. */
	readonly strictGroups: boolean;
}

/** The users and groups of an image. */
export interface ImageAccounts {
	readonly accounts: readonly Account[];
	readonly groups: readonly { readonly name: string; readonly gid: number; readonly members: readonly string[] }[];
}

export function readImageAccounts(tree: FileTree): ImageAccounts {
	return { accounts: readAccounts(tree), groups: readGroups(tree) };
}

/** Models containerd/internal/cri/server userstr and oci.WithUser, oci.WithAdditionalGIDs. */
export function resolveContainerUser({ accounts, groups }: ImageAccounts, request: UserRequest): ContainerUser {
	const [imageUser, imageGroup] = request.imageUser.split(':') as [string, string | undefined];
	let account: Account | undefined;
	let uid = 0;
	if (request.runAsUser !== undefined) {
		uid = request.runAsUser;
		account = accounts.find((each) => each.uid === uid);
	} else if (imageUser !== '') {
		account = accounts.find((each) => each.name === imageUser);
		if (account === undefined && !/^\d+$/.test(imageUser)) {
			throw new RuntimeError(
				`failed to generate container spec: unable to find user ${imageUser}: no matching entries in passwd file`,
			);
		}
		uid = account?.uid ?? Number(imageUser);
		account ??= accounts.find((each) => each.uid === uid);
	} else account = accounts.find((each) => each.uid === 0);
	let gid = account?.gid ?? 0;
	if (request.runAsGroup !== undefined) gid = request.runAsGroup;
	else if (request.runAsUser === undefined && imageGroup !== undefined) {
		gid = groups.find((each) => each.name === imageGroup)?.gid ?? (Number(imageGroup) || 0);
	}
	const memberships =
		account === undefined || request.strictGroups
			? []
			: groups.filter((each) => each.members.includes(account.name)).map((each) => each.gid);
	const supplementalGroups = [...new Set([gid, ...memberships, ...request.supplementalGroups])].sort((a, b) => a - b);
	return { uid, gid, supplementalGroups, home: account?.home ?? '/' };
}

/** What containers hold unless their securityContext says otherwise. Models containerd's default capabilities. */
const DEFAULT_CAPABILITIES = [
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
] as const;

const PRIVILEGED_CAPABILITIES = [
	...DEFAULT_CAPABILITIES,
	'DAC_READ_SEARCH',
	'LINUX_IMMUTABLE',
	'NET_BROADCAST',
	'NET_ADMIN',
	'IPC_LOCK',
	'IPC_OWNER',
	'SYS_MODULE',
	'SYS_RAWIO',
	'SYS_PTRACE',
	'SYS_PACCT',
	'SYS_ADMIN',
	'SYS_BOOT',
	'SYS_NICE',
	'SYS_RESOURCE',
	'SYS_TIME',
	'SYS_TTY_CONFIG',
	'LEASE',
	'AUDIT_CONTROL',
	'MAC_OVERRIDE',
	'MAC_ADMIN',
	'SYSLOG',
	'WAKE_ALARM',
	'BLOCK_SUSPEND',
	'AUDIT_READ',
	'PERFMON',
	'BPF',
	'CHECKPOINT_RESTORE',
] as const;

export interface CapabilityRequest {
	readonly privileged: boolean;
	readonly add: readonly string[];
	readonly drop: readonly string[];
	/** allowPrivilegeEscalation is off. */
	readonly noNewPrivileges: boolean;
}

/**
 * The credentials of the container's processes: root holds what the container is bound to, others nothing until they
 * execute a setuid program. Models containerd internal/cri/opts WithCapabilities and runc's no_new_privs.
 */
export function containerCredentials(user: ContainerUser, request: CapabilityRequest): Credentials {
	const { uid, gid, supplementalGroups: groups } = user;
	const bounding = boundingSet(request);
	return {
		uid,
		gid,
		groups,
		capabilities: uid === 0 ? bounding : NO_CAPABILITIES,
		bounding,
		...(request.noNewPrivileges ? { noNewPrivileges: true } : {}),
	};
}

/** Case does not matter to containerd; it does to admission (Pod Security), which asks for `ALL`. */
function boundingSet(request: CapabilityRequest): ReadonlySet<string> {
	if (request.drop.length === 0 && request.add.length === 0) {
		return request.privileged ? ALL_CAPABILITIES : ROOT_CAPABILITIES;
	}
	const held = new Set<string>(request.privileged ? PRIVILEGED_CAPABILITIES : DEFAULT_CAPABILITIES);
	const add = request.add.map((name) => name.toUpperCase());
	const drop = request.drop.map((name) => name.toUpperCase());
	if (add.includes('ALL')) for (const each of PRIVILEGED_CAPABILITIES) held.add(each);
	if (drop.includes('ALL')) held.clear();
	for (const name of add) if (name !== 'ALL') held.add(name.replace(/^CAP_/, ''));
	for (const name of drop) if (name !== 'ALL') held.delete(name.replace(/^CAP_/, ''));
	return held;
}

const NO_CAPABILITIES: ReadonlySet<string> = new Set();
const ROOT_CAPABILITIES: ReadonlySet<string> = new Set(DEFAULT_CAPABILITIES);
const ALL_CAPABILITIES: ReadonlySet<string> = new Set(PRIVILEGED_CAPABILITIES);

interface Account {
	readonly name: string;
	readonly uid: number;
	readonly gid: number;
	readonly home: string;
}

function readAccounts(tree: FileTree): Account[] {
	return readColonFile(tree, '/etc/passwd').map((fields) => ({
		name: fields[0] as string,
		uid: Number(fields[2]),
		gid: Number(fields[3]),
		home: fields[5] ?? '/',
	}));
}

function readGroups(tree: FileTree): { name: string; gid: number; members: readonly string[] }[] {
	return readColonFile(tree, '/etc/group').map((fields) => ({
		name: fields[0] as string,
		gid: Number(fields[2]),
		members: (fields[3] ?? '').split(','),
	}));
}

function readColonFile(tree: FileTree, path: string): string[][] {
	const data = tree.readFile(path);
	if (data === undefined) return [];
	return decodeUtf8(data)
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => line.split(':'));
}
