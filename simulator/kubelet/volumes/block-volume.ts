import type { Pod } from '../../api/core/types/pod.ts';
import type { PersistentVolume } from '../../api/core/types/volume.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import type { PodEvents } from '../pod/pod-events.ts';
import { VolumeError } from './volume-error.ts';

const KUBELET = '/var/lib/kubelet';

/** The device of a local volume. Throws VolumeError. Models operationexecutor GenerateMapVolumeFunc. */
export function localDevice(root: FileTree, { metadata }: Pod, path: string, volume: PersistentVolume): string {
	const type = root.typeOf(path);
	if (type === undefined) throw new VolumeError(`lstat ${path}: no such file or directory`, 'EvalHostSymlinks');
	if (type === 'block') return path;
	const global = globalFolder('kubernetes.io~local-volume', volume);
	// Differs: a file is not made to pass for a disk.
	const why = `globalMapPath:${global}, podUID: ${metadata.uid}: exit status 1`;
	throw new VolumeError(`blkUtil.AttachFileDevice failed. ${why}`, 'MapBlockVolume');
}

/** Links the device to where the kubelet keeps those of its Pods, and says so. Models volumepathhandler MapDevice. */
export function mapDevice(
	{ root, events }: { readonly root: FileTree; readonly events: PodEvents },
	pod: Pod,
	volume: PersistentVolume,
	device: string,
): void {
	const { name } = volume.metadata;
	const plugin = volume.spec.csi === undefined ? 'kubernetes.io~local-volume' : 'kubernetes.io~csi';
	const global = globalFolder(plugin, volume);
	const folder = `${KUBELET}/pods/${pod.metadata.uid}/volumeDevices/${plugin}`;
	root.mkdir(folder, { mode: 0o750 });
	if (root.typeOf(`${folder}/${name}`) === undefined) root.symlink(device, `${folder}/${name}`);
	const say = (which: string, path: string): void => {
		const text = `MapVolume.MapPodDevice succeeded for volume ${JSON.stringify(name)} ${which} ${JSON.stringify(path)}`;
		events.ofPod(pod, 'Normal', 'SuccessfulMountVolume', text);
	};
	say('globalMapPath', global);
	say('volumeMapPath', folder);
}

function globalFolder(plugin: string, { metadata, spec }: PersistentVolume): string {
	if (spec.csi === undefined) return `${KUBELET}/plugins/${plugin}/volumeDevices/${metadata.name}`;
	return `${KUBELET}/plugins/kubernetes.io/csi/volumeDevices/${metadata.name}/dev`;
}
