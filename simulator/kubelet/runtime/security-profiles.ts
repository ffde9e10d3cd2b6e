import type { GroupMemory, Machine, ResourceGroup } from '../../kernel/machine-api.ts';
import type { Confinement, GuestKernel } from '../../kernel/security/confinement.ts';
import { RUNTIME_PROFILE } from '../../kernel/security/loaded-profiles.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { ContainerConfig, ContainerRecord } from './container-record.ts';
import { RuntimeError } from './runtime-error.ts';
import { SeccompFilter, type SeccompProfile } from './seccomp-profile.ts';

/**
 * What a container's seccomp profile says; undefined when none is named. Throws RuntimeError when a profile that it names
 * is not on the node. Models containerd internal/cri/server generateApparmorSpecOpts and contrib/seccomp WithProfile.
 */
export function requireProfiles(
	{ apparmorProfile, seccompFile }: ContainerConfig,
	machine: Machine,
): SeccompProfile | undefined {
	if (apparmorProfile !== undefined && !machine.hasAccessProfile(apparmorProfile)) {
		throw new RuntimeError(
			`failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found ${apparmorProfile}`,
		);
	}
	if (seccompFile === undefined) return undefined;
	const data = machine.root.readFile(seccompFile);
	const quoted = JSON.stringify(seccompFile);
	if (data === undefined) {
		throw new RuntimeError(
			`failed to create containerd container: cannot load seccomp profile ${quoted}: open ${seccompFile}: no such file or directory`,
		);
	}
	try {
		return parseJson(decodeUtf8(data)) as SeccompProfile;
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		throw new RuntimeError(
			`failed to create containerd container: decoding seccomp profile failed ${quoted}: ${error.message}`,
		);
	}
}

const USUAL: Confinement = { profile: RUNTIME_PROFILE };
const USUAL_FILTERED: Confinement = { profile: RUNTIME_PROFILE, filtered: true };

/** What a container's processes are bound to together, and what they may. */
export function containmentOf(
	machine: Machine,
	{ id, config, seccomp }: ContainerRecord,
	guest: GuestKernel | undefined,
	memory: GroupMemory | undefined,
): { readonly group: ResourceGroup; readonly confinement: Confinement | undefined } {
	const { memoryLimitBytes, cpuLimitMillicores, cpuShares, processLimit, oomScoreAdj } = config;
	const limits = { memoryLimitBytes, cpuLimitMillicores, cpuShares, processLimit, oomScoreAdj };
	const group = machine.createResourceGroup(id, limits, memory);
	const confinement = confinementOf(config, seccomp);
	return { group, confinement: guest === undefined ? confinement : { ...confinement, guest } };
}

function confinementOf(config: ContainerConfig, seccomp: SeccompProfile | undefined): Confinement | undefined {
	const { privileged, apparmorProfile, apparmorUnconfined, seccompDefault, firstUid } = config;
	if (privileged) return undefined;
	const usual = apparmorProfile === undefined && apparmorUnconfined !== true && firstUid === undefined;
	if (usual && seccomp === undefined) return seccompDefault === true ? USUAL_FILTERED : USUAL;
	return {
		...(seccompDefault === true || seccomp !== undefined ? { filtered: true } : {}),
		...(seccomp === undefined ? {} : { syscalls: new SeccompFilter(seccomp) }),
		...(firstUid === undefined ? {} : { firstUid }),
		...(apparmorUnconfined === true ? {} : { profile: apparmorProfile ?? RUNTIME_PROFILE }),
	};
}
