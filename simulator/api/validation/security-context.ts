import type { FieldError } from '../../machinery/field-error.ts';
import {
	duplicate,
	forbiddenField,
	invalidValue,
	notSupported,
	required,
	tooLong,
} from '../../machinery/field-error.ts';
import { unixId } from '../../machinery/names.ts';
import type { AppArmorProfile, PodSecurityContext, SeccompProfile, SecurityContext } from '../core/types/container.ts';
import type { PodSpec } from '../core/types/pod.ts';
import { validateDescendingPath } from './paths.ts';
import { containersWithPaths } from './pod-containers.ts';
import { validateWindowsOptions } from './pod-os.ts';

// Models pkg/apis/core/validation ValidateSecurityContext, validatePodSpecSecurityContext.

export function validateSecurityContext(
	context: SecurityContext | undefined,
	hostUsers: boolean,
	path: string,
): FieldError[] {
	if (context === undefined) return [];
	const errors: FieldError[] = [];
	for (const field of ['runAsUser', 'runAsGroup'] as const) validateId(context[field], `${path}.${field}`, errors);
	if (context.procMount !== undefined) {
		const types = ['Default', 'Unmasked'];
		if (!types.includes(context.procMount)) {
			errors.push(notSupported(`${path}.procMount`, context.procMount, types));
		}
		if (hostUsers && context.procMount === 'Unmasked') {
			errors.push(invalidValue(`${path}.procMount`, context.procMount, '`hostUsers` must be false to use `Unmasked`'));
		}
	}
	errors.push(...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`));
	if (context.allowPrivilegeEscalation === false) {
		if (context.privileged === true) {
			errors.push(
				invalidValue(
					path,
					internalSecurityContext(context),
					'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
				),
			);
		}
		if (context.capabilities?.add?.includes('CAP_SYS_ADMIN') === true) {
			errors.push(
				invalidValue(
					path,
					internalSecurityContext(context),
					'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
				),
			);
		}
	}
	errors.push(...validateWindowsOptions(context.windowsOptions, `${path}.windowsOptions`));
	errors.push(...validateAppArmor(context.appArmorProfile, `${path}.appArmorProfile`));
	return errors;
}

/** The real server prints its own structure here, with every field, spelled as in Go. */
function internalSecurityContext(context: SecurityContext): object {
	const { capabilities, seLinuxOptions: linux, seccompProfile, appArmorProfile } = context;
	const profile = (value: SeccompProfile | AppArmorProfile | undefined): object | null =>
		value === undefined ? null : { Type: value.type, LocalhostProfile: value.localhostProfile ?? null };
	return {
		Capabilities:
			capabilities === undefined ? null : { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null },
		Privileged: context.privileged ?? null,
		SELinuxOptions:
			linux === undefined
				? null
				: { User: linux.user ?? '', Role: linux.role ?? '', Type: linux.type ?? '', Level: linux.level ?? '' },
		WindowsOptions: context.windowsOptions ?? null,
		RunAsUser: context.runAsUser ?? null,
		RunAsGroup: context.runAsGroup ?? null,
		RunAsNonRoot: context.runAsNonRoot ?? null,
		ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
		AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
		ProcMount: context.procMount ?? null,
		SeccompProfile: profile(seccompProfile),
		AppArmorProfile: profile(appArmorProfile),
	};
}

function validateId(id: number | undefined, path: string, errors: FieldError[]): void {
	if (id === undefined) return;
	for (const complaint of unixId(id)) errors.push(invalidValue(path, id, complaint));
}

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function validateSeccomp(profile: SeccompProfile | undefined, path: string): FieldError[] {
	if (profile === undefined) return [];
	const errors: FieldError[] = [];
	if (profile.type === '') errors.push(required(`${path}.type`, 'type is required when seccompProfile is set'));
	else if (!PROFILE_TYPES.includes(profile.type)) {
		errors.push(notSupported(`${path}.type`, profile.type, PROFILE_TYPES));
	}
	const at = `${path}.localhostProfile`;
	if (profile.type === 'Localhost') {
		if (profile.localhostProfile === undefined) {
			errors.push(required(at, 'must be set when seccomp type is Localhost'));
		} else errors.push(...validateDescendingPath(profile.localhostProfile, at));
	} else if (profile.localhostProfile !== undefined) {
		const value = { Type: profile.type, LocalhostProfile: profile.localhostProfile };
		errors.push(invalidValue(at, value, 'can only be set when seccomp type is Localhost'));
	}
	return errors;
}

const PROFILE_LENGTH_MAX = 4095;

function validateAppArmor(profile: AppArmorProfile | undefined, path: string): FieldError[] {
	if (profile === undefined) return [];
	const { type, localhostProfile: name } = profile;
	const at = `${path}.localhostProfile`;
	if (type === '') return [required(`${path}.type`, 'type is required when appArmorProfile is set')];
	if (!PROFILE_TYPES.includes(type)) return [notSupported(`${path}.type`, type, PROFILE_TYPES)];
	if (type !== 'Localhost') {
		return name === undefined ? [] : [invalidValue(at, name, 'can only be set when AppArmor type is Localhost')];
	}
	if (name === undefined) return [required(at, 'must be set when AppArmor type is Localhost')];
	const errors: FieldError[] = [];
	if (name.trim() !== name) errors.push(invalidValue(at, name, 'must not be padded with whitespace'));
	else if (name === '') errors.push(required(at, 'must be set when AppArmor type is Localhost'));
	if (name.length > PROFILE_LENGTH_MAX) errors.push(tooLong(at, PROFILE_LENGTH_MAX));
	return errors;
}

export function validatePodSecurityContext(
	context: PodSecurityContext | undefined,
	spec: PodSpec,
	path: string,
): FieldError[] {
	if (context === undefined) return [];
	const errors: FieldError[] = [];
	for (const field of ['fsGroup', 'runAsUser', 'runAsGroup'] as const) {
		validateId(context[field], `${path}.${field}`, errors);
	}
	for (const [index, group] of (context.supplementalGroups ?? []).entries()) {
		validateId(group, `${path}.supplementalGroups[${index}]`, errors);
	}
	if (spec.shareProcessNamespace === true && spec.hostPID === true) {
		errors.push(
			invalidValue(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'),
		);
	}
	errors.push(...validateSysctls(context, spec, `${path}.sysctls`));
	const choose = (field: keyof typeof CHOICES): void => {
		const value = context[field];
		if (value === undefined || CHOICES[field].includes(value)) return;
		errors.push(notSupported(`${path}.${field}`, value, CHOICES[field]));
	};
	choose('fsGroupChangePolicy');
	errors.push(...validateSeccomp(context.seccompProfile, `${path}.seccompProfile`));
	errors.push(...validateWindowsOptions(context.windowsOptions, `${path}.windowsOptions`));
	errors.push(...validateAppArmor(context.appArmorProfile, `${path}.appArmorProfile`));
	choose('supplementalGroupsPolicy');
	choose('seLinuxChangePolicy');
	return errors;
}

/** The other way to label volumes, MountOption, has its gate (SELinuxMount) off. */
const CHOICES: {
	readonly [field in 'fsGroupChangePolicy' | 'supplementalGroupsPolicy' | 'seLinuxChangePolicy']: readonly string[];
} = {
	fsGroupChangePolicy: ['Always', 'OnRootMismatch'],
	supplementalGroupsPolicy: ['Merge', 'Strict'],
	seLinuxChangePolicy: ['Recursive'],
};

const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL_PATTERN = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;

/** The same language as the pattern, without a repetition inside another to backtrack in. */
function isSysctl(name: string): boolean {
	return name.split(/[./]/).every((segment) => /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/.test(segment));
}

const SYSCTL_LENGTH_MAX = 253;

function validateSysctls(context: PodSecurityContext, spec: PodSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const seen = new Set<string>();
	for (const [index, { name }] of (context.sysctls ?? []).entries()) {
		const at = `${path}[${index}].name`;
		if (name === '') errors.push(required(at));
		else if (name.length > SYSCTL_LENGTH_MAX || !isSysctl(name)) {
			errors.push(
				invalidValue(at, name, `must have at most ${SYSCTL_LENGTH_MAX} characters and match regex ${SYSCTL_PATTERN}`),
			);
		} else if (seen.has(name)) errors.push(duplicate(at, name));
		seen.add(name);
		const dotted = name.replaceAll('/', '.');
		if (spec.hostNetwork === true && dotted.startsWith('net.')) {
			errors.push(invalidValue(at, name, "may not be specified when 'hostNetwork' is true"));
		} else if (spec.hostIPC === true && /^(fs\.mqueue\.|kernel\.(shm|msg|sem))/.test(dotted)) {
			errors.push(invalidValue(at, name, "may not be specified when 'hostIPC' is true"));
		}
	}
	return errors;
}

/** Host namespaces and users. Models validateHostUsers. */
export function validateHostUsers(spec: PodSpec, path: string): FieldError[] {
	if (spec.hostUsers !== false) return [];
	const errors: FieldError[] = [];
	const shown = { hostNetwork: 'hostNetwork', hostPID: 'HostPID', hostIPC: 'HostIPC' };
	for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const) {
		if (spec[field] === true) errors.push(forbiddenField(`${path}.${shown[field]}`, 'when `hostUsers` is false'));
	}
	for (const [{ volumeDevices }, at] of containersWithPaths(spec, path)) {
		if ((volumeDevices ?? []).length === 0) continue;
		errors.push(forbiddenField(`${at}.volumeDevices`, 'when `hostUsers` is false'));
	}
	return errors;
}
