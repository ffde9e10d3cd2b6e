import type { Container } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { ServiceAccount } from '../../api/core/types/service.ts';
import type { Volume } from '../../api/core/types/volume.ts';
import { delay } from '../../machinery/delay.ts';
import type { Task } from '../../machinery/task.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionPlugin } from './admission.ts';
import { checkMirrorPod, forbiddenReference } from './mountable-secrets.ts';
import { newPod, refusePod as refuse } from './pod-attributes.ts';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** Models plugin/pkg/admission/serviceaccount: every Pod runs as an account and gets its token. */
export const SERVICE_ACCOUNT: AdmissionPlugin = {
	name: 'ServiceAccount',
	mutate(attributes, core) {
		const pod = newPod(attributes);
		if (pod === undefined) return undefined;
		if (pod.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) {
			checkMirrorPod(pod);
			return undefined;
		}
		if (!pod.spec.serviceAccountName) pod.spec.serviceAccountName = 'default';
		const account = findAccount(core, attributes.namespace, pod.spec.serviceAccountName);
		if (account === undefined) return awaitAccount(pod, attributes.namespace, core);
		runAs(pod, account, core);
		return undefined;
	},
};

function runAs(pod: Pod, account: ServiceAccount, core: ServerCore): void {
	const unmountable = forbiddenReference(pod, account);
	if (unmountable !== undefined) refuse(pod, unmountable);
	if (mountsToken(account, pod)) mountToken(pod, core);
	if ((pod.spec.imagePullSecrets ?? []).length === 0 && (account.imagePullSecrets ?? []).length > 0) {
		pod.spec.imagePullSecrets = (account.imagePullSecrets ?? []).map((each) => ({ ...each }));
	}
}

/** How often, and in which distance, the account of a new namespace is looked for. */
const ATTEMPTS = 10;
const RETRY_MS = 150;

/** Models Plugin.getServiceAccount: a namespace that has just been made gets its "default" in a moment. */
function* awaitAccount(pod: Pod, namespace: string, core: ServerCore): Task<void> {
	const name = pod.spec.serviceAccountName ?? '';
	for (let attempt = 1; name === 'default' && attempt < ATTEMPTS; attempt++) {
		yield delay(core.world.loop, RETRY_MS);
		const account = findAccount(core, namespace, name);
		if (account === undefined) continue;
		runAs(pod, account, core);
		return;
	}
	refuse(
		pod,
		`error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`,
	);
}

function findAccount(core: ServerCore, namespace: string, name: string): ServiceAccount | undefined {
	const kind = core.kinds.byResource('', 'v1', 'serviceaccounts');
	if (kind === undefined) return undefined;
	return core.storageOf(kind).find(namespace, name) as ServiceAccount | undefined;
}

/** The Pod's word goes before the account's. */
function mountsToken(account: ServiceAccount, pod: Pod): boolean {
	return pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}

function mountToken(pod: Pod, core: ServerCore): void {
	const existing = pod.spec.volumes?.find((volume) => volume.name.startsWith('kube-api-access-'))?.name;
	const name = existing ?? `kube-api-access-${core.world.random.suffix()}`;
	let needed = false;
	const mount = (container: Container): void => {
		if (container.volumeMounts?.some((each) => each.mountPath === MOUNT_PATH)) return;
		container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: MOUNT_PATH }];
		needed = true;
	};
	for (const container of pod.spec.initContainers ?? []) mount(container);
	for (const container of pod.spec.containers ?? []) mount(container);
	if (needed && existing === undefined) pod.spec.volumes = [...(pod.spec.volumes ?? []), tokenVolume(name)];
}

function tokenVolume(name: string): Volume {
	return {
		name,
		projected: {
			sources: [
				{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
				{ configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
				{
					downwardAPI: {
						items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
					},
				},
			],
			defaultMode: 420,
		},
	};
}
