import type { Volume } from '../../../api/core/types/volume.ts';
import { forbiddenSeccompProfile, procMount, unlessUserNamespace } from './baseline-checks.ts';
import {
	badContainers,
	type Check,
	type CheckedPod,
	type CheckPod,
	containersText,
	distinct,
	isWindows,
	plural,
	quoted,
	settersText,
	settingOf,
	type Violation,
} from './check.ts';

/** Models pod-security-admission/policy check_allowPrivilegeEscalation.go. */
function allowPrivilegeEscalation(pod: CheckedPod): Violation | undefined {
	const bad = badContainers(pod, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
	if (bad.length === 0) return undefined;
	const detail = `${containersText(bad)} must set securityContext.allowPrivilegeEscalation=false`;
	return { reason: 'allowPrivilegeEscalation != false', detail };
}

/** Models check_capabilities_restricted.go. */
function capabilities(pod: CheckedPod): Violation | undefined {
	const keeping = badContainers(
		pod,
		({ securityContext }) => securityContext?.capabilities?.drop?.includes('ALL') !== true,
	);
	const forbidden = new Set<string>();
	const adding = badContainers(pod, ({ securityContext }) => {
		const added = (securityContext?.capabilities?.add ?? []).filter((each) => each !== 'NET_BIND_SERVICE');
		for (const each of added) forbidden.add(each);
		return added.length > 0;
	});
	const details: string[] = [];
	if (keeping.length > 0) details.push(`${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`);
	if (adding.length > 0) {
		const names = quoted(distinct(forbidden));
		details.push(`${containersText(adding)} must not include ${names} in securityContext.capabilities.add`);
	}
	return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

const ALLOWED_VOLUMES: readonly (keyof Volume)[] = [
	'configMap',
	'csi',
	'downwardAPI',
	'emptyDir',
	'ephemeral',
	'image',
	'persistentVolumeClaim',
	'projected',
	'secret',
];

/** Models check_restrictedVolumes.go. */
function restrictedVolumes({ spec }: CheckedPod): Violation | undefined {
	const bad = (spec.volumes ?? []).filter((volume) => !ALLOWED_VOLUMES.some((type) => volume[type] !== undefined));
	if (bad.length === 0) return undefined;
	const types = distinct(bad.map(typeOf));
	const names = bad.map(({ name }) => name);
	const uses = names.length === 1 ? 'uses' : 'use';
	const kinds = `${plural('restricted volume type', types.length)} ${quoted(types)}`;
	const detail = `${plural('volume', names.length)} ${quoted(names)} ${uses} ${kinds}`;
	return { reason: 'restricted volume types', detail };
}

function typeOf({ name: _, ...source }: Volume): string {
	return Object.keys(source)[0] ?? 'unknown';
}

/** Models check_runAsNonRoot.go. */
function runAsNonRoot(pod: CheckedPod): Violation | undefined {
	const { ofPod, ofContainer } = settingOf(pod, (context) => context.runAsNonRoot);
	const reason = 'runAsNonRoot != true';
	const explicit = [...ofContainer].filter(([, value]) => !value).map(([{ name }]) => name);
	if (ofPod === false || explicit.length > 0) {
		const setters = settersText(ofPod === false, explicit);
		return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
	}
	const silent = ofPod === true ? [] : badContainers(pod, (container) => !ofContainer.has(container));
	if (silent.length === 0) return undefined;
	return { reason, detail: `pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true` };
}

/** Models check_runAsUser.go. */
function runAsUser(pod: CheckedPod): Violation | undefined {
	const { ofPod, ofContainer } = settingOf(pod, (context) => context.runAsUser);
	const bad = [...ofContainer].filter(([, user]) => user === 0).map(([{ name }]) => name);
	if (ofPod !== 0 && bad.length === 0) return undefined;
	return { reason: 'runAsUser=0', detail: `${settersText(ofPod === 0, bad)} must not set runAsUser=0` };
}

/** Models check_seccompProfile_restricted.go. */
function seccompProfile(pod: CheckedPod): Violation | undefined {
	const forbidden = forbiddenSeccompProfile(pod);
	if (forbidden !== undefined) return forbidden;
	const { ofPod, ofContainer } = settingOf(pod, (context) => context.seccompProfile);
	const silent = ofPod !== undefined ? [] : badContainers(pod, (container) => !ofContainer.has(container));
	if (silent.length === 0) return undefined;
	const detail = `pod or ${containersText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
	return { reason: 'seccompProfile', detail };
}

/** Windows has none of it. */
function unlessWindows(check: CheckPod): CheckPod {
	return (pod) => (isWindows(pod) ? undefined : check(pod));
}

/** The rules that level "restricted" adds to the baseline, by id. */
export const RESTRICTED_CHECKS: readonly Check[] = [
	{
		id: 'allowPrivilegeEscalation',
		versions: [
			{ since: 8, check: allowPrivilegeEscalation },
			{ since: 25, check: unlessWindows(allowPrivilegeEscalation) },
		],
	},
	{
		id: 'capabilities_restricted',
		versions: [
			{ since: 22, check: capabilities, overrides: ['capabilities_baseline'] },
			{ since: 25, check: unlessWindows(capabilities), overrides: ['capabilities_baseline'] },
		],
	},
	{ id: 'procMount_restricted', versions: [{ since: 35, check: procMount, overrides: ['procMount'] }] },
	{
		id: 'restrictedVolumes',
		versions: [{ since: 0, check: restrictedVolumes, overrides: ['hostPathVolumes'] }],
	},
	{
		id: 'runAsNonRoot',
		versions: [
			{ since: 0, check: runAsNonRoot },
			{ since: 35, check: unlessUserNamespace(runAsNonRoot) },
		],
	},
	{
		id: 'runAsUser',
		versions: [
			{ since: 23, check: runAsUser },
			{ since: 35, check: unlessUserNamespace(runAsUser) },
		],
	},
	{
		id: 'seccompProfile_restricted',
		versions: [
			{ since: 19, check: seccompProfile, overrides: ['seccompProfile_baseline'] },
			{ since: 25, check: unlessWindows(seccompProfile), overrides: ['seccompProfile_baseline'] },
		],
	},
];
