import type { Container } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { ServiceAccount } from '../../api/core/types/service.ts';
import { podObjectNames } from '../authorization/node-graph.ts';
import { refusePod } from './pod-attributes.ts';

const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/** A kubelet's own Pod has no account and no secrets. Models serviceaccount Plugin.Validate. */
export function checkMirrorPod(pod: Pod): void {
	if (pod.spec.serviceAccountName) refusePod(pod, 'a mirror pod may not reference service accounts');
	if (podObjectNames(pod.spec).some(({ secret }) => secret)) refusePod(pod, 'a mirror pod may not reference secrets');
	const sources = (pod.spec.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
	if (sources.some(({ serviceAccountToken }) => serviceAccountToken !== undefined)) {
		refusePod(pod, 'a mirror pod may not use ServiceAccountToken volume projections');
	}
}

/** What a Pod uses that its account does not let it, where the account says so. Models limitSecretReferences. */
export function forbiddenReference({ spec }: Pod, account: ServiceAccount): string | undefined {
	const { metadata, secrets = [], imagePullSecrets = [] } = account;
	if (!TRUE.has(metadata.annotations?.[ENFORCE] ?? '')) return undefined;
	const mountable = new Set(secrets.map(({ name }) => name));
	const isForbidden = (name: string | undefined): boolean => name !== undefined && !mountable.has(name);
	const because = (what: string): string =>
		`${what} is not allowed because service account ${metadata.name} does not reference that secret`;
	const volume = (spec.volumes ?? []).find(({ secret }) => isForbidden(secret?.secretName));
	if (volume !== undefined)
		return because(`volume with secret.secretName=${JSON.stringify(volume.secret?.secretName)}`);
	const groups: readonly (readonly [string, readonly Container[]])[] = [
		['init container', spec.initContainers ?? []],
		['container', spec.containers],
	];
	for (const [what, containers] of groups) {
		for (const { name, env = [] } of containers) {
			const variable = env.find(({ valueFrom }) => isForbidden(valueFrom?.secretKeyRef?.name));
			if (variable === undefined) continue;
			const secret = JSON.stringify(variable.valueFrom?.secretKeyRef?.name);
			return because(`${what} ${name} with envVar ${variable.name} referencing secret.secretName=${secret}`);
		}
	}
	const pullable = new Set(imagePullSecrets.map(({ name }) => name));
	const index = (spec.imagePullSecrets ?? []).findIndex(({ name }) => !pullable.has(name));
	if (index < 0) return undefined;
	const name = JSON.stringify(spec.imagePullSecrets?.[index]?.name);
	return `imagePullSecrets[${index}].name=${name} is not allowed because service account ${metadata.name} does not reference that imagePullSecret`;
}
