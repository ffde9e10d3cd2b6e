import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 6): WorldRow {
	return { cause, source, given, after, ask, told };
}

const SITE = 'https://raw.githubusercontent.com/kubernetes-csi';
const SNAPSHOTTER = `${SITE}/external-snapshotter/v8.2.0`;
const HOSTPATH = `${SITE}/csi-driver-host-path/v1.16.1`;
const DEPLOY = `${HOSTPATH}/deploy/kubernetes-1.30/hostpath`;
const uses = (claim: string): string => `'persistentVolumeClaim: {claimName: ${claim}}'`;
const claim = (name: string, more = ''): string => `pvc ${name} csi-hostpath-sc '${more}'`;
const ATTACH = 'pkg/controller/volume/attachdetach';
const SNAPSHOT = 'kubernetes-csi/external-snapshotter pkg/common-controller';
const PV = '$(kubectl get pvc d1 -o jsonpath={.spec.volumeName})';

/** A storage driver is applied from the internet; what is then asked of it. */
export const DRIVER_ROWS: readonly WorldRow[] = [
	row(
		'snapshots are no kinds of the cluster',
		'kubernetes-csi/external-snapshotter',
		'',
		'kubectl get volumesnapshots',
		'error: the server doesn\'t have a resource type "volumesnapshots"\n',
		0,
	),
	row(
		"the kinds of snapshots, their controller, the sidecars' rights, the driver",
		'kubernetes-csi/csi-driver-host-path deploy.sh',
		`for kind in volumesnapshotclasses volumesnapshotcontents volumesnapshots; do kubectl apply -f ${SNAPSHOTTER}/client/config/crd/snapshot.storage.k8s.io_$kind.yaml; done >/dev/null
kubectl apply -f ${SNAPSHOTTER}/deploy/kubernetes/snapshot-controller/rbac-snapshot-controller.yaml -f ${SNAPSHOTTER}/deploy/kubernetes/snapshot-controller/setup-snapshot-controller.yaml >/dev/null
for each in external-provisioner/v5.2.0 external-attacher/v4.8.0 external-resizer/v1.13.1; do kubectl apply -f ${SITE}/$each/deploy/kubernetes/rbac.yaml; done >/dev/null
kubectl apply -f ${SNAPSHOTTER}/deploy/kubernetes/csi-snapshotter/rbac-csi-snapshotter.yaml -f ${SITE}/external-health-monitor/v0.14.0/deploy/kubernetes/external-health-monitor-controller/rbac.yaml >/dev/null
kubectl cordon node02 >/dev/null
kubectl apply -f ${DEPLOY}/csi-hostpath-driverinfo.yaml -f ${DEPLOY}/csi-hostpath-plugin.yaml -f ${DEPLOY}/csi-hostpath-snapshotclass.yaml -f ${HOSTPATH}/examples/csi-storageclass.yaml >/dev/null`,
		"kubectl get pod csi-hostpathplugin-0 --no-headers | awk '{print $2, $3}'; kubectl get csinodes --no-headers | awk '{print $1, $2}'; where node/node01 'metadata.annotations.csi\\.volume\\.kubernetes\\.io/nodeid'; kubectl uncordon node02 >/dev/null",
		'8/8 Running\ncontrolplane 0\nnode01 1\nnode02 0\n{"hostpath.csi.k8s.io":"node01"}\n',
		30,
	),
	row(
		'a claim gets a volume at once',
		'kubernetes-csi/external-provisioner',
		claim('d1'),
		`where pvc/d1 status.phase; kubectl get pv ${PV} -o jsonpath='{.spec.csi.driver} {.metadata.finalizers} {.spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values}{"\\n"}'`,
		'Bound\nhostpath.csi.k8s.io ["external-provisioner.volume.kubernetes.io/finalizer","kubernetes.io/pv-protection"] ["node01"]\n',
	),
	row(
		'its volume is attached to where the Pod is, and mounted there',
		ATTACH,
		`pod d1 ${uses('d1')}`,
		`where pod/d1 spec.nodeName; events pod/d1 | sed 's/ $//'; kubectl get volumeattachment -o jsonpath='{.items[0].spec.nodeName} {.items[0].status.attached} {.items[0].metadata.finalizers}{"\\n"}'; kubectl exec d1 -- sh -c 'echo one > /data/x'; ssh node01 'cat /var/lib/csi-hostpath-data/*/x'`,
		'node01\nNormal SuccessfulAttachVolume Pod/d1 AttachVolume.Attach succeeded for volume "pvc-UID"\nnode01 true ["external-attacher/hostpath-csi-k8s-io"]\none\n',
		8,
	),
	row(
		'a snapshot is taken',
		SNAPSHOT,
		`kubectl apply -f - >/dev/null <<E
{apiVersion: snapshot.storage.k8s.io/v1, kind: VolumeSnapshot, metadata: {name: s1}, spec: {volumeSnapshotClassName: csi-hostpath-snapclass, source: {persistentVolumeClaimName: d1}}}
E`,
		"kubectl get volumesnapshot s1 --no-headers | awk '{print $2, $3, $4, $5}'; events volumesnapshot/s1; where volumesnapshot/s1 metadata.finalizers",
		'true d1 1Gi csi-hostpath-snapclass\nNormal CreatingSnapshot VolumeSnapshot/s1 Waiting for a snapshot default/s1 to be created by the CSI driver.\nNormal SnapshotCreated VolumeSnapshot/s1 Snapshot default/s1 was successfully created by the CSI driver.\nNormal SnapshotReady VolumeSnapshot/s1 Snapshot default/s1 is ready to use.\n["snapshot.storage.kubernetes.io/volumesnapshot-as-source-protection","snapshot.storage.kubernetes.io/volumesnapshot-bound-protection"]\n',
	),
	row(
		'what is restored is as it was then, what is cloned as it is now',
		'kubernetes-csi/external-provisioner getSnapshotSource, getPVCSource',
		`kubectl exec d1 -- sh -c 'echo two > /data/x'; ${claim('d2', ', dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: s1}')}; ${claim('d3', ', dataSource: {kind: PersistentVolumeClaim, name: d1}')}; pod d2 ${uses('d2')}; pod d3 ${uses('d3')}`,
		'kubectl exec d2 -- cat /data/x; kubectl exec d3 -- cat /data/x',
		'one\ntwo\n',
		12,
	),
	row(
		'a snapshot that is not there cannot be restored',
		'kubernetes-csi/external-provisioner getSnapshotSource',
		claim('d4', ', dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: nope}'),
		'where pvc/d4 status.phase; events pvc/d4 | grep Failed; kubectl delete pvc d4 >/dev/null',
		'Pending\nWarning ProvisioningFailed PersistentVolumeClaim/d4 failed to provision volume with StorageClass "csi-hostpath-sc": error getting handle for DataSource Type VolumeSnapshot by Name nope: error getting snapshot nope from api server: volumesnapshots.snapshot.storage.k8s.io "nope" not found\n',
	),
	row(
		'a snapshot of a class that is not there',
		`${SNAPSHOT} createSnapshotContent`,
		`kubectl apply -f - >/dev/null <<E
{apiVersion: snapshot.storage.k8s.io/v1, kind: VolumeSnapshot, metadata: {name: s2}, spec: {volumeSnapshotClassName: nope, source: {persistentVolumeClaimName: d1}}}
E`,
		'where volumesnapshot/s2 status.readyToUse; kubectl delete volumesnapshot s2 >/dev/null; kubectl get volumesnapshots --no-headers | wc -l',
		'false\n1\n',
	),
	row(
		'a snapshot of two sources is refused',
		'external-snapshotter client/config/crd',
		'',
		`kubectl apply -f - 2>&1 <<E | grep -o 'exactly one.*'
{apiVersion: snapshot.storage.k8s.io/v1, kind: VolumeSnapshot, metadata: {name: s3}, spec: {source: {persistentVolumeClaimName: d1, volumeSnapshotContentName: x}}}
E`,
		'exactly one of persistentVolumeClaimName and volumeSnapshotContentName must be set\n',
	),
	row(
		'a claim grows while its Pod runs',
		'kubernetes-csi/external-resizer, pkg/volume/util/operationexecutor nodeExpandVolume',
		`kubectl patch pvc d1 -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}' >/dev/null`,
		`where pvc/d1 status.capacity.storage; events pvc/d1 | tail -4; kubectl get pv ${PV} -o jsonpath='{.spec.capacity.storage}{"\\n"}'`,
		'2Gi\nNormal ExternalExpanding PersistentVolumeClaim/d1 waiting for an external controller to expand this PVC\nNormal Resizing PersistentVolumeClaim/d1 External resizer is resizing volume pvc-UID\nNormal FileSystemResizeRequired PersistentVolumeClaim/d1 Require file system resize of volume on node\nNormal FileSystemResizeSuccessful PersistentVolumeClaim/d1 MountVolume.NodeExpandVolume succeeded for volume "pvc-UID" node01\n2Gi\n',
		12,
	),
	row(
		'without a Pod it waits for one',
		'kubernetes-csi/external-resizer',
		`kubectl delete pod d3 >/dev/null; kubectl patch pvc d3 -p '{"spec":{"resources":{"requests":{"storage":"3Gi"}}}}' >/dev/null`,
		"where pvc/d3 status.capacity.storage; where pvc/d3 'status.conditions[0].type'; where pvc/d3 'status.conditions[0].message'; where pvc/d3 status.allocatedResourceStatuses.storage",
		'1Gi\nFileSystemResizePending\nWaiting for user to (re-)start a pod to finish file system resize of volume on node.\nNodeResizePending\n',
		15,
	),
	row(
		'…and has grown when it comes',
		'pkg/volume/util/operationexecutor nodeExpandVolume',
		`pod d3 ${uses('d3')}`,
		'where pvc/d3 status.capacity.storage; where pvc/d3 status.conditions',
		'3Gi\n\n',
		8,
	),
	row(
		'a volume of one node is asked for on another',
		`${ATTACH} reportMultiAttachError`,
		`pod d5 ${uses('d1')} '' ', nodeName: node02'`,
		'events pod/d5 | grep Multi; kubectl delete pod d5 --now >/dev/null',
		'Warning FailedAttachVolume Pod/d5 Multi-Attach error for volume "pvc-UID" Volume is already used by pod(s) d1\n',
	),
	row(
		'a volume that only its Pod has',
		'pkg/volume/csi mounter SetUpAt, ephemeral',
		"pod d6 'csi: {driver: hostpath.csi.k8s.io}' '' ', nodeName: node01'",
		"kubectl exec d6 -- sh -c 'echo hi > /data/x; cat /data/x'; kubectl delete pod d6 --now >/dev/null; sleep 3; ssh node01 ls /var/lib/csi-hostpath-data | grep -c ^csi-",
		'hi\n0\n',
	),
	row(
		'…on a node where the driver does not run',
		'pkg/volume/csi mounter SetUpAt',
		"pod d7 'csi: {driver: hostpath.csi.k8s.io}' '' ', nodeName: node02'",
		'events pod/d7; kubectl delete pod d7 --now >/dev/null',
		'Warning FailedMount Pod/d7 MountVolume.SetUp failed for volume "v" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name hostpath.csi.k8s.io not found in the list of registered CSI drivers\n',
	),
	row(
		'the driver goes: the node says so, and what is mounted stays',
		'pkg/volume/csi/nodeinfomanager UninstallCSIDriver',
		'kubectl cordon node02 >/dev/null; kubectl scale sts csi-hostpathplugin --replicas=0 >/dev/null',
		"kubectl get csinode node01 --no-headers | awk '{print $2}'; kubectl exec d1 -- cat /data/x",
		'0\ntwo\n',
	),
	row(
		'a Pod that comes meanwhile waits for it',
		'pkg/volume/csi attacher MountDevice',
		`kubectl delete pod d2 --now >/dev/null; pod d8 ${uses('d2')} '' ', nodeName: node01'`,
		"where pod/d8 status.phase; kubectl scale sts csi-hostpathplugin --replicas=1 >/dev/null; sleep 60; where pod/d8 status.phase; kubectl get csinode node01 --no-headers | awk '{print $2}'; kubectl exec d8 -- cat /data/x",
		'Pending\nRunning\n1\none\n',
	),
	row(
		'all goes: Pods, snapshots, claims, and what lay on the node',
		'external-provisioner, external-attacher, external-snapshotter',
		'kubectl delete pod d1 d3 d8 --now >/dev/null; kubectl delete volumesnapshot s1 >/dev/null; kubectl delete pvc d1 d2 d3 >/dev/null',
		'kubectl get pv,pvc,volumesnapshot,volumesnapshotcontent,volumeattachment; ssh node01 ls /var/lib/csi-hostpath-data; ssh node01 mount | grep -c csi',
		'state.json\n0\nNo resources found\n',
		35,
	),
	row(
		'a volume of a driver that is a device',
		'kubernetes-csi/csi-driver-host-path pkg/hostpath nodeserver.go, pkg/volume/csi csi_block.go',
		`${claim('raw', ', volumeMode: Block')}; sleep 3; device rawpod raw`,
		`kubectl exec rawpod -- sh -c 'echo kept > /tmp/x; dd if=/tmp/x of=/dev/xvda 2>/dev/null'; kubectl delete pod rawpod --now >/dev/null; sleep 2; device rawpod2 raw; sleep 10; kubectl exec rawpod2 -- head -c 4 /dev/xvda; echo; kubectl get pv $(kubectl get pvc raw -o jsonpath={.spec.volumeName}) -o jsonpath='{.spec.volumeMode}{" "}{.spec.capacity.storage}'; ssh node01 losetup -n -O NAME,SIZELIMIT; kubectl delete pod rawpod2 --now >/dev/null; kubectl delete pvc raw >/dev/null; sleep 45; ssh node01 losetup -a; kubectl get pv`,
		`kept
Block 1Gi/dev/loop0         0
No resources found
`,
		12,
	),
	row(
		'Nodes tell what is attached to them and what of it is mounted',
		'pkg/controller/volume/attachdetach/statusupdater, pkg/kubelet/nodestatus VolumesInUse',
		`${claim('told')}; sleep 3; pod toldpod ${uses('told')}`,
		`told='{.status.volumesAttached[*].name} {.status.volumesInUse[*]}'
handle=$(kubectl get pv $(kubectl get pvc told -o jsonpath={.spec.volumeName}) -o jsonpath={.spec.csi.volumeHandle})
kubectl get node node01 -o jsonpath="$told" | grep -o "[^ ]*$handle"; kubectl delete pod toldpod --now >/dev/null; sleep 30; kubectl get node node01 -o jsonpath="$told" | grep -c $handle; kubectl delete pvc told >/dev/null`,
		'kubernetes.io/csi/hostpath.csi.k8s.io^UID\nkubernetes.io/csi/hostpath.csi.k8s.io^UID\n0\n',
		25,
	),
	row(
		'a node that is said to be out of service: its Pods are gone at once, and come elsewhere',
		'pkg/controller/podgc gcTerminating; kubernetes.io/docs/concepts/cluster-administration/node-shutdown',
		`kubectl cordon node01 >/dev/null; apply <<E
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: ss}, spec: {serviceName: ss, selector: {matchLabels: {app: ss}}, template: {metadata: {labels: {app: ss}}, spec: {containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"]}]}}}}
E
sleep 8; where pod/ss-0 spec.nodeName; kubectl uncordon node01 >/dev/null; ssh node02 poweroff -f; sleep 400; kubectl get pod ss-0 --no-headers | awk '{print $3}'
kubectl taint node node02 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute >/dev/null`,
		"kubectl get pod ss-0 -o wide --no-headers | awk '{print $3, $7}'",
		'Running node01\n',
		40,
	),
];
