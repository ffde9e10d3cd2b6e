import type { Container, ContainerPort, EphemeralContainer, Probe } from '../core/types/container.ts';
import type { PodSpec } from '../core/types/pod.ts';
import type { PersistentVolumeClaimSpec, PersistentVolumeSpec, Volume } from '../core/types/volume.ts';
import { aggregate, isPodLevel } from '../validation/pod-resources.ts';
import { isOvercommitAllowed } from '../validation/resources.ts';
import { dropDisabledFields } from './disabled-fields.ts';
import { defaultPullPolicy } from './image-pull-policy.ts';
import { roundAmounts } from './resource-amounts.ts';

/**
 * Fills in what a Pod's spec leaves open and takes out what is not enabled, in place; of Pods themselves and of
 * templates.
 * Models pkg/apis/core/v1 SetDefaults_PodSpec and what zz_generated.defaults.go reaches from it.
 */
export function applyPodSpecDefaults(spec: PodSpec): void {
	dropDisabledFields(spec);
	spec.dnsPolicy ??= 'ClusterFirst';
	spec.restartPolicy ??= 'Always';
	spec.securityContext ??= {};
	spec.terminationGracePeriodSeconds ??= 30;
	spec.schedulerName ??= 'default-scheduler';
	// The old name and the new one of the same field always show the same.
	if (spec.serviceAccountName === undefined && spec.serviceAccount !== undefined) {
		spec.serviceAccountName = spec.serviceAccount;
	}
	if (spec.serviceAccountName !== undefined) spec.serviceAccount = spec.serviceAccountName;
	roundAmounts(spec.overhead);
	roundAmounts(spec.resources?.limits);
	roundAmounts(spec.resources?.requests);
	for (const volume of spec.volumes ?? []) applyVolumeDefaults(volume);
	for (const container of spec.initContainers ?? []) applyContainerDefaults(container);
	for (const container of spec.containers ?? []) applyContainerDefaults(container);
	for (const container of spec.ephemeralContainers ?? []) applyContainerDefaults(container);
}

/** Models SetDefaults_Pod: what only Pods get, not templates. */
export function applyPodDefaults(spec: PodSpec): void {
	for (const container of spec.containers ?? []) requestWhatIsLimited(container);
	for (const container of spec.initContainers ?? []) requestWhatIsLimited(container);
	if (spec.resources !== undefined) applyPodResourceDefaults(spec);
	spec.enableServiceLinks ??= true;
	if (spec.hostNetwork === true) {
		for (const container of spec.containers ?? []) publishOnHost(container.ports);
		for (const container of spec.initContainers ?? []) publishOnHost(container.ports);
	}
}

/**
 * What the Pod as a whole may use and asks for, where it says only a part: huge pages are limited to what its
 * containers may use, requests are its containers' or its limits. Models defaultHugePagePodLimits, defaultPodRequests.
 */
function applyPodResourceDefaults(spec: PodSpec): void {
	const { resources } = spec;
	if (resources === undefined || (resources.requests === undefined && resources.limits === undefined)) return;
	const limits: { [name: string]: string } = { ...resources.limits };
	for (const [name, total] of aggregate(spec, 'limits')) {
		if (!name.startsWith('hugepages-') || Object.hasOwn(resources.requests ?? {}, name)) continue;
		limits[name] ??= total;
	}
	if (Object.keys(limits).length === 0) return;
	resources.limits = limits;
	const requests: { [name: string]: string } = { ...resources.requests };
	for (const [name, total] of aggregate(spec, 'requests')) {
		if (isPodLevel(name) && isOvercommitAllowed(name)) requests[name] ??= total;
	}
	for (const [name, limit] of Object.entries(limits)) if (isPodLevel(name)) requests[name] ??= limit;
	if (Object.keys(requests).length > 0) resources.requests = requests;
}

/** A limit without a request is a request. */
function requestWhatIsLimited(container: Container): void {
	const limits = container.resources?.limits;
	if (container.resources === undefined || limits === undefined) return;
	const requests: { [key: string]: string } = { ...container.resources.requests };
	for (const [name, limit] of Object.entries(limits)) requests[name] ??= limit;
	container.resources.requests = requests;
}

function publishOnHost(ports: ContainerPort[] | undefined): void {
	for (const port of ports ?? []) port.hostPort ??= port.containerPort;
}

function applyContainerDefaults(container: Container | EphemeralContainer): void {
	container.imagePullPolicy ??= defaultPullPolicy(container.image ?? '');
	container.terminationMessagePath ??= '/dev/termination-log';
	container.terminationMessagePolicy ??= 'File';
	roundAmounts(container.resources?.limits);
	roundAmounts(container.resources?.requests);
	for (const port of container.ports ?? []) port.protocol ??= 'TCP';
	for (const variable of container.env ?? []) {
		if (variable.valueFrom?.fieldRef !== undefined) variable.valueFrom.fieldRef.apiVersion ??= 'v1';
		if (variable.valueFrom?.fileKeyRef !== undefined) variable.valueFrom.fileKeyRef.optional ??= false;
	}
	applyProbeDefaults(container.livenessProbe);
	applyProbeDefaults(container.readinessProbe);
	applyProbeDefaults(container.startupProbe);
	applyHttpGetDefaults(container.lifecycle?.postStart?.httpGet);
	applyHttpGetDefaults(container.lifecycle?.preStop?.httpGet);
}

/** Models SetDefaults_Probe. */
function applyProbeDefaults(probe: Probe | undefined): void {
	if (probe === undefined) return;
	probe.timeoutSeconds ??= 1;
	probe.periodSeconds ??= 10;
	probe.successThreshold ??= 1;
	probe.failureThreshold ??= 3;
	applyHttpGetDefaults(probe.httpGet);
	if (probe.grpc !== undefined) probe.grpc.service ??= '';
}

function applyHttpGetDefaults(action: Probe['httpGet']): void {
	if (action === undefined) return;
	action.path ??= '/';
	action.scheme ??= 'HTTP';
}

/** Models SetDefaults_Volume and the defaults of the sources. */
function applyVolumeDefaults(volume: Volume): void {
	if (Object.keys(volume).length === 1) volume.emptyDir = {};
	if (volume.hostPath !== undefined) volume.hostPath.type ??= '';
	if (volume.secret !== undefined) volume.secret.defaultMode ??= 420;
	if (volume.configMap !== undefined) volume.configMap.defaultMode ??= 420;
	if (volume.downwardAPI !== undefined) {
		volume.downwardAPI.defaultMode ??= 420;
		for (const item of volume.downwardAPI.items ?? []) applyFieldRefDefaults(item);
	}
	if (volume.projected !== undefined) {
		volume.projected.defaultMode ??= 420;
		for (const source of volume.projected.sources ?? []) {
			for (const item of source.downwardAPI?.items ?? []) applyFieldRefDefaults(item);
			if (source.serviceAccountToken !== undefined) source.serviceAccountToken.expirationSeconds ??= 3600;
		}
	}
	if (volume.image !== undefined) volume.image.pullPolicy ??= defaultPullPolicy(volume.image.reference ?? '');
	if (volume.ephemeral?.volumeClaimTemplate !== undefined) {
		applyClaimSpecDefaults(volume.ephemeral.volumeClaimTemplate.spec);
	}
	applyOldVolumeDefaults(volume);
}

/** Sources with defaults of their own, of Pods' volumes and of PersistentVolumes. */
type OldSources = Pick<Volume | PersistentVolumeSpec, 'iscsi' | 'rbd' | 'azureDisk' | 'scaleIO'>;

function applyFieldRefDefaults(item: { fieldRef?: { apiVersion?: string } }): void {
	if (item.fieldRef !== undefined) item.fieldRef.apiVersion ??= 'v1';
}

export function applyOldVolumeDefaults(volume: OldSources): void {
	if (volume.iscsi !== undefined) volume.iscsi.iscsiInterface ??= 'default';
	if (volume.rbd !== undefined) {
		volume.rbd.pool ??= 'rbd';
		volume.rbd.user ??= 'admin';
		volume.rbd.keyring ??= '/etc/ceph/keyring';
	}
	if (volume.azureDisk !== undefined) {
		volume.azureDisk.cachingMode ??= 'ReadWrite';
		volume.azureDisk.fsType ??= 'ext4';
		volume.azureDisk.readOnly ??= false;
		volume.azureDisk.kind ??= 'Shared';
	}
	if (volume.scaleIO !== undefined) {
		volume.scaleIO.storageMode ??= 'ThinProvisioned';
		volume.scaleIO.fsType ??= 'xfs';
	}
}

/** Models SetDefaults_PersistentVolumeClaimSpec. */
export function applyClaimSpecDefaults(spec: PersistentVolumeClaimSpec): void {
	spec.volumeMode ??= 'Filesystem';
	roundAmounts(spec.resources?.limits);
	roundAmounts(spec.resources?.requests);
}
