import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/types/volume.ts';
import type { CSIDriver, VolumeAttachment } from '../../api/storage/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { sha256 } from '../../machinery/sha256.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type Controller, keyOf, type Scope, watch } from '../controller.ts';
import { hasOutOfServiceTaint, isReady } from '../node/out-of-service.ts';
import { hasEnded } from '../pod-state.ts';
import {
	CSI_DRIVERS,
	NODES,
	PERSISTENT_VOLUME_CLAIMS,
	PERSISTENT_VOLUMES,
	PODS,
	VOLUME_ATTACHMENTS,
} from '../resources.ts';

/** What has been told already: by attachment, and by Pod. */
interface State {
	readonly attached: Set<string>;
	readonly refused: Set<string>;
	/** Since when attachments are wanted no more whose volumes are still mounted. */
	readonly leavingMs: Map<string, number>;
}

type AttachScope = Scope<State>;

/** Modes of which one node at a time may have the volume. */
const EXCLUSIVE = ['ReadWriteOnce', 'ReadWriteOncePod'];
/** How often a volume that another node has is asked for again: at most. */
const RETRY_MS = 122_000;
/** Models ReconcilerMaxWaitForUnmountDuration. */
const FORCE_DETACH_MS = 360_000;

/**
 * Brings drivers' volumes to the nodes whose Pods want them, and takes them away again: by VolumeAttachments, which the
 * driver's attacher acts upon. Keys are PersistentVolumes. Models pkg/controller/volume/attachdetach.
 */
export const attachDetachController: Controller<State> = {
	name: 'persistentvolume-attach-detach',
	user: 'attachdetach-controller',
	workers: 1,
	wokenBy: [PERSISTENT_VOLUMES],
	state: () => ({ attached: new Set(), refused: new Set(), leavingMs: new Map() }),
	watches: [
		watch<PersistentVolume, State>(PERSISTENT_VOLUMES, ({ type, object }, scope) => {
			if (type === 'added' && object.spec.csi !== undefined) scope.queue.add(keyOf(object));
		}),
		watch<PersistentVolumeClaim, State>(PERSISTENT_VOLUME_CLAIMS, ({ object }, scope) => {
			if ((object.spec.volumeName ?? '') !== '') addIfDriven(object.spec.volumeName as string, scope);
		}),
		watch<Pod, State>(PODS, ({ object, old }, scope) => {
			const isNews =
				old === undefined || old.spec.nodeName !== object.spec.nodeName || hasEnded(object) !== hasEnded(old);
			if (isNews) for (const volume of volumesOf(object, scope)) scope.queue.add(volume.metadata.name);
		}),
		watch<Node, State>(NODES, ({ object, old }, scope) => {
			const isNews =
				isReady(object) !== (old !== undefined && isReady(old)) ||
				hasOutOfServiceTaint(object) !== (old !== undefined && hasOutOfServiceTaint(old)) ||
				!jsonEqual(object.status?.volumesInUse ?? [], old?.status?.volumesInUse ?? []);
			if (isNews) for (const volume of attachedTo(object.metadata.name, scope)) scope.queue.add(volume);
		}),
		watch<VolumeAttachment, State>(VOLUME_ATTACHMENTS, ({ object }, scope) => {
			const volume = object.spec.source.persistentVolumeName;
			if (volume !== undefined) scope.queue.add(volume);
		}),
	],
	reads: [CSI_DRIVERS],
	reconcile: (key, scope) => reconcile(key, scope),
};

function addIfDriven(volume: string, scope: AttachScope): void {
	if (scope.lister(PERSISTENT_VOLUMES).get('', volume)?.spec.csi !== undefined) scope.queue.add(volume);
}

/** Those of drivers that a Pod uses. */
function volumesOf({ metadata, spec }: Pod, scope: AttachScope): PersistentVolume[] {
	return (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
		if (persistentVolumeClaim === undefined && ephemeral === undefined) return [];
		const claimName = persistentVolumeClaim?.claimName ?? `${metadata.name}-${name}`;
		const claim = scope.lister(PERSISTENT_VOLUME_CLAIMS).get(metadata.namespace ?? '', claimName);
		const volume = scope.lister(PERSISTENT_VOLUMES).get('', claim?.spec.volumeName ?? '');
		return volume?.spec.csi === undefined ? [] : [volume];
	});
}

function* reconcile(name: string, scope: AttachScope): Task<void> {
	const volume = scope.lister(PERSISTENT_VOLUMES).get('', name);
	const attachments = scope
		.lister(VOLUME_ATTACHMENTS)
		.list()
		.filter(({ spec }) => spec.source.persistentVolumeName === name);
	const users = volume === undefined ? [] : usersOf(volume, scope);
	const nodes = new Set(users.map(({ spec }) => spec.nodeName as string));
	let held = attachments.length;
	for (const attachment of attachments) {
		if (nodes.has(attachment.spec.nodeName)) tellAttached(attachment, name, users, scope);
		else if (attachment.metadata.deletionTimestamp === undefined && mayDetach(attachment, volume, scope)) {
			scope.state.attached.delete(attachment.metadata.uid);
			scope.state.leavingMs.delete(attachment.metadata.uid);
			yield* scope.client.delete(VOLUME_ATTACHMENTS, { name: attachment.metadata.name });
			held--;
		}
	}
	yield* tellNodes(new Set(attachments.map(({ spec }) => spec.nodeName)), scope);
	const csi = volume?.spec.csi;
	if (volume === undefined || csi === undefined || !needsAttachment(scope.lister(CSI_DRIVERS).get('', csi.driver)))
		return;
	const exclusive = volume.spec.accessModes?.every((mode) => EXCLUSIVE.includes(mode)) === true;
	for (const node of nodes) {
		if (attachments.some(({ spec }) => spec.nodeName === node)) continue;
		if (exclusive && attachments.length > 0) {
			const waiting = users.filter(({ spec }) => spec.nodeName === node);
			for (const pod of waiting) refuse(pod, name, users, scope);
			continue;
		}
		if (exclusive && held > 0) continue;
		held++;
		yield* attach(volume, csi.driver, csi.volumeHandle, node, scope);
	}
}

/** Names of volumes. */
function attachedTo(node: string, scope: AttachScope): string[] {
	return scope
		.lister(VOLUME_ATTACHMENTS)
		.list()
		.flatMap(({ spec }) => (spec.nodeName === node ? (spec.source.persistentVolumeName ?? []) : []));
}

/**
 * Whether a volume may be taken from a node: when nothing of it is mounted there, or it is known that nothing runs
 * there, or it has not been heard of for long. Models reconciler.reconcile.
 */
function mayDetach(
	{ metadata, spec }: VolumeAttachment,
	volume: PersistentVolume | undefined,
	scope: AttachScope,
): boolean {
	const node = scope.lister(NODES).get('', spec.nodeName);
	const name = volume?.spec.csi === undefined ? '' : uniqueName(volume.spec.csi);
	if (node === undefined || node.status?.volumesInUse?.includes(name) !== true || hasOutOfServiceTaint(node))
		return true;
	const { leavingMs } = scope.state;
	const sinceMs = leavingMs.get(metadata.uid) ?? scope.nowMs();
	leavingMs.set(metadata.uid, sinceMs);
	const leftMs = sinceMs + FORCE_DETACH_MS - scope.nowMs();
	if (leftMs <= 0 && !isReady(node)) return true;
	if (!isReady(node)) scope.queue.addAfter(spec.source.persistentVolumeName ?? '', leftMs);
	return false;
}

/** Models pkg/volume/util GetUniqueVolumeName. */
function uniqueName({ driver, volumeHandle }: { readonly driver: string; readonly volumeHandle: string }): string {
	return `kubernetes.io/csi/${driver}^${volumeHandle}`;
}

/** Has the Nodes tell what is attached to them. Models statusupdater UpdateNodeStatuses. */
function* tellNodes(names: ReadonlySet<string>, scope: AttachScope): Task<void> {
	for (const name of names) {
		const node = scope.lister(NODES).get('', name);
		if (node === undefined) continue;
		const attached = scope
			.lister(VOLUME_ATTACHMENTS)
			.list()
			.flatMap(({ spec, status, metadata }) => {
				if (spec.nodeName !== name || status?.attached !== true || metadata.deletionTimestamp !== undefined) return [];
				const csi = scope.lister(PERSISTENT_VOLUMES).get('', spec.source.persistentVolumeName ?? '')?.spec.csi;
				return csi === undefined ? [] : [{ name: uniqueName(csi), devicePath: '' }];
			});
		if (jsonEqual(attached, node.status?.volumesAttached ?? [])) continue;
		const volumesAttached = attached.length === 0 ? null : attached;
		yield* scope.client.patch(NODES, { name }, 'strategic', { status: { volumesAttached } }, 'status');
	}
}

function usersOf(volume: PersistentVolume, scope: AttachScope): Pod[] {
	const namespace = volume.spec.claimRef?.namespace ?? '';
	return scope
		.lister(PODS)
		.list(namespace)
		.filter((pod) => pod.spec.nodeName && !hasEnded(pod) && volumesOf(pod, scope).includes(volume));
}

function needsAttachment(driver: CSIDriver | undefined): boolean {
	return driver?.spec.attachRequired !== false;
}

function* attach(
	volume: PersistentVolume,
	attacher: string,
	handle: string,
	nodeName: string,
	scope: AttachScope,
): Task<void> {
	const digest = sha256(encodeUtf8(handle + attacher + nodeName));
	const name = `csi-${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
	const spec = { attacher, nodeName, source: { persistentVolumeName: volume.metadata.name } };
	try {
		yield* scope.client.create(VOLUME_ATTACHMENTS, { metadata: { name }, spec });
	} catch (error) {
		if (!(error instanceof ApiError) || error.status.reason !== 'AlreadyExists') throw error;
	}
}

/** Once an attachment. */
function tellAttached(
	{ metadata, spec, status }: VolumeAttachment,
	volume: string,
	users: readonly Pod[],
	scope: AttachScope,
): void {
	const { attached } = scope.state;
	const mine = users.filter((pod) => pod.spec.nodeName === spec.nodeName);
	const quoted = JSON.stringify(volume);
	const problem = status?.attachError?.message;
	if (status?.attached === true) {
		if (attached.has(metadata.uid)) return;
		attached.add(metadata.uid);
		const message = `AttachVolume.Attach succeeded for volume ${quoted} `;
		for (const pod of mine) scope.event(pod, 'Normal', 'SuccessfulAttachVolume', message);
	} else if (problem !== undefined) {
		const message = `AttachVolume.Attach failed for volume ${quoted} : ${problem}`;
		for (const pod of mine) scope.event(pod, 'Warning', 'FailedAttachVolume', message);
	}
}

/** Once a Pod. Models reportMultiAttachError. */
function refuse(pod: Pod, volume: string, users: readonly Pod[], scope: AttachScope): void {
	const { refused } = scope.state;
	const key = `${pod.metadata.uid}/${volume}`;
	scope.queue.addAfter(volume, RETRY_MS);
	if (refused.has(key)) return;
	refused.add(key);
	const others = users.filter((each) => each.spec.nodeName !== pod.spec.nodeName).map(({ metadata }) => metadata.name);
	const why =
		others.length === 0
			? "Volume is already exclusively attached to one node and can't be attached to another"
			: `Volume is already used by pod(s) ${others.join(', ')}`;
	const message = `Multi-Attach error for volume ${JSON.stringify(volume)} ${why}`;
	scope.event(pod, 'Warning', 'FailedAttachVolume', message);
}
