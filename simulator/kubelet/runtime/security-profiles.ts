import type { FileTree } from '../../kernel/machine-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { ContainerConfig } from './container-record.ts';
import { RuntimeError } from './runtime-error.ts';

/** Where the kernel lists what is loaded: "deny-write (enforce)" a line. */
const LOADED = '/sys/kernel/security/apparmor/profiles';

/**
 * Throws RuntimeError when a container names a profile that its node does not have.
 * Models containerd internal/cri/server generateApparmorSpecOpts and contrib/seccomp WithProfile.
 */
export function requireProfiles({ apparmorProfile, seccompFile }: ContainerConfig, root: FileTree): void {
	if (apparmorProfile !== undefined && !isLoaded(apparmorProfile, root)) {
		throw new RuntimeError(
			`failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found ${apparmorProfile}`,
		);
	}
	if (seccompFile === undefined || root.readFile(seccompFile) !== undefined) return;
	throw new RuntimeError(
		`failed to create containerd container: cannot load seccomp profile ${JSON.stringify(seccompFile)}: open ${seccompFile}: no such file or directory`,
	);
}

function isLoaded(profile: string, root: FileTree): boolean {
	const loaded = root.readFile(LOADED);
	return (
		loaded !== undefined &&
		decodeUtf8(loaded)
			.split('\n')
			.some((line) => line.startsWith(`${profile} (`))
	);
}
