import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { dns1123Subdomain } from '../../machinery/names.ts';
import type { WindowsSecurityContextOptions } from '../core/types/container.ts';
import type { PodSpec } from '../core/types/pod.ts';
import { utf8Length } from './object-meta.ts';
import { containersWithPaths } from './pod-containers.ts';

// What Pods may say of the operating system they run on.

/** Models pkg/apis/core/validation validateOS, validateLinux, validateWindows. */
export function validateOs(spec: PodSpec, path: string): FieldError[] {
	const name = spec.os?.name ?? '';
	if (name === '') return [required(`${path}.os.name`)];
	if (name === 'linux') return validateLinux(spec, path);
	if (name === 'windows') return validateWindows(spec, path);
	return [notSupported(`${path}.os`, name, ['linux', 'windows'])];
}

function validateLinux(spec: PodSpec, path: string): FieldError[] {
	const because = 'windows options cannot be set for a linux pod';
	const errors: FieldError[] = [];
	if (spec.securityContext?.windowsOptions !== undefined) {
		errors.push(forbiddenField(`${path}.securityContext.windowsOptions`, because));
	}
	for (const [{ securityContext }, at] of containersWithPaths(spec, path)) {
		if (securityContext?.windowsOptions === undefined) continue;
		errors.push(forbiddenField(`${at}.securityContext.windowsOptions`, because));
	}
	return errors;
}

function validateWindows(spec: PodSpec, path: string): FieldError[] {
	const { securityContext: context = {}, hostPID, hostIPC, hostUsers, shareProcessNamespace } = spec;
	const set: readonly (readonly [string, boolean])[] = [
		['securityContext.appArmorProfile', context.appArmorProfile !== undefined],
		['securityContext.seLinuxOptions', context.seLinuxOptions !== undefined],
		['hostUsers', hostUsers !== undefined],
		['hostPID', hostPID === true],
		['hostIPC', hostIPC === true],
		['securityContext.seccompProfile', context.seccompProfile !== undefined],
		['securityContext.fsGroup', context.fsGroup !== undefined],
		['securityContext.fsGroupChangePolicy', context.fsGroupChangePolicy !== undefined],
		['securityContext.sysctls', (context.sysctls ?? []).length > 0],
		['shareProcessNamespace', shareProcessNamespace !== undefined],
		['securityContext.runAsUser', context.runAsUser !== undefined],
		['securityContext.runAsGroup', context.runAsGroup !== undefined],
		['securityContext.supplementalGroups', context.supplementalGroups !== undefined],
		['securityContext.supplementalGroupsPolicy', context.supplementalGroupsPolicy !== undefined],
		['securityContext.seLinuxChangePolicy', context.seLinuxChangePolicy !== undefined],
	];
	const because = 'cannot be set for a windows pod';
	const errors = set.filter(([, isSet]) => isSet).map(([field]) => forbiddenField(`${path}.${field}`, because));
	for (const [{ securityContext }, at] of containersWithPaths(spec, path)) {
		for (const field of LINUX_ONLY) {
			if (securityContext?.[field] !== undefined)
				errors.push(forbiddenField(`${at}.securityContext.${field}`, because));
		}
	}
	return errors;
}

const LINUX_ONLY = [
	'appArmorProfile',
	'seLinuxOptions',
	'seccompProfile',
	'capabilities',
	'readOnlyRootFilesystem',
	'privileged',
	'allowPrivilegeEscalation',
	'procMount',
	'runAsUser',
	'runAsGroup',
] as const;

/** Models validateWindowsHostProcessPod. */
export function validateHostProcesses(spec: PodSpec, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
	const containers = containersWithPaths(spec, path);
	let count = 0;
	for (const [{ securityContext }, at] of containers) {
		const own = securityContext?.windowsOptions?.hostProcess;
		if (ofPod !== undefined && own !== undefined && ofPod !== own) {
			const because = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
			errors.push(invalidValue(`${at}.securityContext.windowsOptions.hostProcess`, own, because));
		}
		if (own ?? ofPod ?? false) count++;
	}
	if (count === 0) return errors;
	if (count !== containers.length) {
		const because = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
		errors.push(invalidValue(path, '', because));
	}
	if (spec.hostNetwork !== true) {
		const because = 'hostNetwork must be true if pod contains any hostProcess containers';
		errors.push(invalidValue(`${path}.hostNetwork`, false, because));
	}
	return errors;
}

const CREDENTIAL_KIB_MAX = 64;

/** Models validateWindowsSecurityContextOptions. */
export function validateWindowsOptions(options: WindowsSecurityContextOptions | undefined, path: string): FieldError[] {
	if (options === undefined) return [];
	const errors: FieldError[] = [];
	const { gmsaCredentialSpecName: name, gmsaCredentialSpec: credential, runAsUserName: user } = options;
	for (const complaint of name === undefined ? [] : dns1123Subdomain(name)) {
		errors.push(invalidValue(`${path}.gmsaCredentialSpecName`, name, complaint));
	}
	if (credential === '') {
		const because = 'gmsaCredentialSpec cannot be an empty string';
		errors.push(invalidValue(`${path}.gmsaCredentialSpec`, credential, because));
	} else if (credential !== undefined && utf8Length(credential) > CREDENTIAL_KIB_MAX * 1024) {
		const because = `gmsaCredentialSpec size must be under ${CREDENTIAL_KIB_MAX} KiB`;
		errors.push(invalidValue(`${path}.gmsaCredentialSpec`, credential, because));
	}
	for (const complaint of user === undefined ? [] : userComplaints(user)) {
		errors.push(invalidValue(`${path}.runAsUserName`, user, `runAsUserName${complaint}`));
	}
	return errors;
}

const DOMAIN_LENGTH_MAX = 256;
const USER_LENGTH_MAX = 104;
const NETBIOS_NAME = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_LABEL = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;

/** "DOMAIN\\user" or "user". */
function userComplaints(name: string): string[] {
	if (name === '') return [' cannot be an empty string'];
	if (/[\x00-\x1f\x7f]/.test(name)) return [' cannot contain control characters'];
	const parts = name.split('\\');
	if (parts.length > 2) return [' cannot contain more than one backslash'];
	const user = parts.at(-1) ?? '';
	const domain = parts.length === 2 ? (parts[0] ?? '') : undefined;
	const complaints: string[] = [];
	if ((domain ?? '').length >= DOMAIN_LENGTH_MAX) {
		complaints.push(`'s Domain length must be under ${DOMAIN_LENGTH_MAX} characters`);
	}
	if (
		domain !== undefined &&
		!NETBIOS_NAME.test(domain) &&
		!domain.split('.').every((label) => DNS_LABEL.test(label))
	) {
		complaints.push("'s Domain doesn't match the NetBios nor the DNS format");
	}
	if (user === '') complaints.push("'s User cannot be empty");
	else if (user.length > USER_LENGTH_MAX) {
		complaints.push(`'s User length must not be longer than ${USER_LENGTH_MAX} characters`);
	}
	if (/^[. ]+$/.test(user)) complaints.push("'s User cannot contain only periods or spaces");
	if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
		complaints.push('\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
	}
	return complaints;
}
