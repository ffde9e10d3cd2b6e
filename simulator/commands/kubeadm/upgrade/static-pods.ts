import { TransportError } from '../../../client/transport.ts';
import { staticPodManifests } from '../../../hosts/manifests/static-pods.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { renewCertificate } from '../certs-commands.ts';
import { readClusterConfiguration } from '../configuration.ts';
import { announce, makeFolders, putFile, textAt } from '../host-files.ts';
import { KubeadmError } from '../kubeadm-error.ts';
import { CERTIFICATES } from '../managed-certificates.ts';
import { type ClusterState, PODS, type Pod } from './cluster-state.ts';

const MANIFESTS = '/etc/kubernetes/manifests';
const TIMEOUT_MS = 300_000;
const POLL_MS = 500;

/** The components in the order of their upgrade, with the certificates that are renewed on the way. */
const COMPONENTS: readonly (readonly [string, readonly string[]])[] = [
	['etcd', ['etcd-server', 'etcd-peer', 'etcd-healthcheck-client']],
	['kube-apiserver', ['apiserver', 'apiserver-kubelet-client', 'front-proxy-client', 'apiserver-etcd-client']],
	['kube-controller-manager', ['controller-manager.conf']],
	['kube-scheduler', ['scheduler.conf']],
];

/** Manifests as this release writes them for the cluster's configuration: what was edited by hand is not in them. */
export function* newManifests(run: CobraRun, state: ClusterState, version: string): Task<ReadonlyMap<string, string>> {
	const old = (yield* textAt(run, `${MANIFESTS}/kube-apiserver.yaml`)) ?? '';
	const address = /advertise-address=([\d.]+)/.exec(old)?.[1] ?? '';
	const bindPort = Number(/secure-port=(\d+)/.exec(old)?.[1] ?? 6443);
	const configuration = { ...readClusterConfiguration(state.parsed), kubernetesVersion: version };
	return staticPodManifests(configuration, { name: run.process.hostname, address, bindPort });
}

/** Models phases/upgrade/staticpods.go StaticPodControlPlane. */
export function* upgradeStaticPods(run: CobraRun, state: ClusterState, version: string): Task<void> {
	const say = (text: string): Task<void> => announce(run, text);
	const stamp = formatTime(run.process.now()).replaceAll(':', '-').replace('T', '-').replace('Z', '');
	const digits = Array.from({ length: 10 }, () => run.process.randomUint32() % 10).join('');
	const fresh = `/etc/kubernetes/tmp/kubeadm-upgraded-manifests${digits}`;
	const backups = `/etc/kubernetes/tmp/kubeadm-backup-manifests-${stamp}`;
	yield* say(`[upgrade/staticpods] Writing new Static Pod manifests to "${fresh}"\n`);
	makeFolders(run.process, fresh, 0o700);
	const manifests = yield* newManifests(run, state, version);
	for (const [name, certificates] of COMPONENTS) {
		if (name === 'etcd' && !run.isOn('etcd-upgrade')) continue;
		const path = `${MANIFESTS}/${name}.yaml`;
		const text = manifests.get(`${name}.yaml`) as string;
		yield* say(`[upgrade/staticpods] Preparing for "${name}" upgrade\n`);
		const old = yield* textAt(run, path);
		if (old === text) {
			yield* say(`[upgrade/staticpods] Current and new manifests of ${name} are equal, skipping upgrade\n`);
			continue;
		}
		if (run.isOn('certificate-renewal')) yield* renew(run, certificates);
		const before = yield* hashOf(run, state, name);
		yield* say(
			`[upgrade/staticpods] Moving new manifest to "${path}" and backing up old manifest to "${backups}/${name}.yaml"\n`,
		);
		if (old !== undefined) yield* putFile(run, `${backups}/${name}.yaml`, old, 0o600);
		yield* putFile(run, path, text, 0o600);
		yield* say(
			'[upgrade/staticpods] Waiting for the kubelet to restart the component\n[upgrade/staticpods] This can take up to 5m0s\n',
		);
		if (!(yield* hasRestarted(run, state, name, before))) {
			if (old !== undefined) yield* putFile(run, path, old, 0o600);
			throw new KubeadmError(
				`couldn't upgrade control plane. kubeadm has tried to recover everything into the earlier state. Errors faced: timed out waiting for the condition`,
			);
		}
		yield* say(
			`[apiclient] Found 1 Pods for label selector component=${name}\n[upgrade/staticpods] Component "${name}" upgraded successfully!\n`,
		);
	}
}

function* renew(run: CobraRun, names: readonly string[]): Task<void> {
	for (const name of names) {
		const managed = CERTIFICATES.find((each) => each.name === name);
		if (managed === undefined) throw new Error(`assertion failed: no certificate ${name}`);
		yield* announce(run, `[upgrade/staticpods] Renewing ${name} certificate\n`);
		yield* renewCertificate({ ...run, text: inKubernetes }, managed);
	}
}

function inKubernetes(flag: string): string {
	return flag === 'cert-dir' ? '/etc/kubernetes/pki' : '';
}

const HASH = 'kubernetes.io/config.hash';

/** Of the mirror Pod; undefined while the API server does not answer, or there is no such Pod. */
function* hashOf(run: CobraRun, { access }: ClusterState, name: string): Task<string | undefined> {
	try {
		const pod = yield* access.client.get<Pod>(PODS, 'kube-system', `${name}-${run.process.hostname}`);
		return pod.status?.phase === 'Running' &&
			pod.status.containerStatuses?.every(({ state }) => state?.running !== undefined)
			? pod.metadata.annotations?.[HASH]
			: undefined;
	} catch (error) {
		if (error instanceof ApiError || error instanceof TransportError) return undefined;
		throw error;
	}
}

/** Models util/apiclient WaitForStaticPodHashChange and WaitForPodsWithLabel. */
function* hasRestarted(run: CobraRun, state: ClusterState, name: string, before: string | undefined): Task<boolean> {
	const until = run.process.now() + TIMEOUT_MS;
	while (run.process.now() < until) {
		yield* run.process.sleep(POLL_MS);
		const hash = yield* hashOf(run, state, name);
		if (hash !== undefined && hash !== before) return true;
	}
	return false;
}
