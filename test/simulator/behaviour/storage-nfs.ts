import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 8): WorldRow {
	return { cause, source, given, after, ask, told };
}

const TOOLS = 'nfs-utils utils/mount';
const DOCUMENTED = 'documentation: nfs volumes';
const CLAIM = `apply <<E
{apiVersion: v1, kind: PersistentVolume, metadata: {name: n1}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], storageClassName: nfs, mountOptions: [nfsvers=4.1], nfs: {server: 172.30.1.2, path: /srv/nfs}}}
---
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: n1}, spec: {accessModes: [ReadWriteMany], storageClassName: nfs, resources: {requests: {storage: 1Gi}}}}
E`;

/** Directories that come over the network. */
export const NFS_ROWS: readonly WorldRow[] = [
	row(
		'a server on a host',
		'nfs-utils support/export, systemd/nfs-server.service',
		'apt-get install -y nfs-kernel-server >/dev/null 2>&1; mkdir /srv/nfs; echo "/srv/nfs 172.30.0.0/16(rw,no_root_squash)" >> /etc/exports; exportfs -ra; echo one > /srv/nfs/x',
		'systemctl is-active nfs-kernel-server; showmount -e 172.30.1.2',
		'active\nExport list for 172.30.1.2:\n/srv/nfs 172.30.0.0/16\n',
		1,
	),
	row(
		'a node without the tools of NFS',
		'mount-utils doMount, util-linux',
		`${CLAIM}\npod n1 'persistentVolumeClaim: {claimName: n1}' '' ', nodeName: node01'`,
		'where pod/n1 status.phase; events pod/n1',
		'Pending\nWarning FailedMount Pod/n1 MountVolume.SetUp failed for volume "n1" : mount failed: exit status 32\ncommand: mount\narguments: -t nfs -o nfsvers=4.1 172.30.1.2:/srv/nfs /var/lib/kubelet/pods/UID/volumes/kubernetes.io~nfs/n1\nmount: /var/lib/kubelet/pods/UID/volumes/kubernetes.io~nfs/n1: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.\nmay have more information after failed mount system call.\n',
	),
	row(
		'…gets them, and the Pod starts',
		DOCUMENTED,
		'ssh node01 apt-get install -y nfs-common >/dev/null 2>&1; ssh node02 apt-get install -y nfs-common >/dev/null 2>&1',
		"kubectl exec n1 -- sh -c 'cat /data/x; mount | grep /data | cut -d, -f1-3'",
		'one\n172.30.1.2:/srv/nfs on /data type nfs4 (rw,relatime,vers=4.1\n',
		20,
	),
	row(
		'Pods of two nodes write to the same directory of NFS',
		'documentation: ReadWriteMany',
		"pod n2 'persistentVolumeClaim: {claimName: n1}' '' ', nodeName: node02'; sleep 6; kubectl exec n2 -- sh -c 'echo two > /data/y'; kubectl exec n1 -- sh -c 'echo more >> /data/y'",
		'kubectl exec n2 -- cat /data/y; cat /srv/nfs/y',
		'two\nmore\ntwo\nmore\n',
		0,
	),
	row(
		'a mount of NFS goes with its Pod, the data stays',
		'pkg/volume/nfs TearDownAt',
		'kubectl delete pod n1 n2 >/dev/null',
		'ssh node01 mount | grep -c nfs; cat /srv/nfs/x',
		'0\none\n',
		3,
	),
	row(
		'what a server of NFS says to whom',
		TOOLS,
		'ssh node01 mkdir /mnt/n',
		'ssh node01 "mount 172.30.1.2:/home /mnt/n; mount 172.30.1.2:/srv/nfs/none /mnt/n; mount -t nfs nfs.default.svc:/ /mnt/n; mount 172.30.1.2:/srv/nfs /mnt/n; ls /mnt/n; umount /mnt/n"',
		'x\ny\nmount.nfs: access denied by server while mounting 172.30.1.2:/home\nmount.nfs: mounting 172.30.1.2:/srv/nfs/none failed, reason given by server: No such file or directory\nmount.nfs: Failed to resolve server nfs.default.svc: Name or service not known\n',
		0,
	),
	row(
		'a server of NFS that is down: tried for two minutes',
		'nfs(5) retry',
		'systemctl stop nfs-server; date +%s > /tmp/from; ssh node01 "mount 172.30.1.2:/srv/nfs /mnt/n" > /tmp/out 2>&1; date +%s > /tmp/to',
		'cat /tmp/out; expr \\( $(cat /tmp/to) - $(cat /tmp/from) \\) / 10',
		'mount.nfs: Connection refused\n11\n',
		0,
	),
	row(
		'a server of NFS in a Pod, behind a Service',
		'kubernetes/examples volume-nfs',
		`apply <<E
{apiVersion: v1, kind: Pod, metadata: {name: server, labels: {app: server}}, spec: {containers: [{name: c, image: "k8s.gcr.io/volume-nfs:0.8", securityContext: {privileged: true}, ports: [{containerPort: 2049}], volumeMounts: [{name: v, mountPath: /exports}]}], volumes: [{name: v, emptyDir: {}}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: server}, spec: {selector: {app: server}, ports: [{port: 2049}]}}
E
sleep 8; pod n3 "nfs: {server: $(kubectl get svc server -o jsonpath={.spec.clusterIP}), path: /}" '' ', nodeName: node01'; sleep 6; kubectl exec n3 -- sh -c 'echo hi > /data/f'`,
		'kubectl exec server -- cat /exports/f',
		'hi\n',
		0,
	),
	row(
		'a server of NFS by its name: a node does not ask the cluster',
		DOCUMENTED,
		"pod n4 'nfs: {server: server.default.svc.cluster.local, path: /}' '' ', nodeName: node01'",
		"kubectl get events --field-selector involvedObject.name=n4,reason=FailedMount -o jsonpath='{.items[0].message}' | grep Output",
		'Output: mount.nfs: Failed to resolve server server.default.svc.cluster.local: Name or service not known\n',
	),
	row(
		'directories of one share of NFS for claims',
		'kubernetes-sigs/nfs-subdir-external-provisioner',
		`systemctl start nfs-server; S=https://raw.githubusercontent.com/kubernetes-sigs/nfs-subdir-external-provisioner/master/deploy
kubectl apply -f $S/rbac.yaml -f $S/class.yaml >/dev/null; curl -s $S/deployment.yaml | sed 's/10.3.243.101/172.30.1.2/; s#/ifs/kubernetes#/srv/nfs#' | kubectl apply -f - >/dev/null; sleep 15
pvc nfs1 nfs-client '' ReadWriteMany; pod nfs1 'persistentVolumeClaim: {claimName: nfs1}'; sleep 8; kubectl exec nfs1 -- sh -c 'echo sub > /data/z'`,
		'events pvc/nfs1; V=$(where pvc/nfs1 spec.volumeName); where pv/$V spec.nfs; cat /srv/nfs/default-nfs1-$V/z',
		'Normal ExternalProvisioning PersistentVolumeClaim/nfs1 Waiting for a volume to be created either by the external provisioner \'k8s-sigs.io/nfs-subdir-external-provisioner\' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.\nNormal Provisioning PersistentVolumeClaim/nfs1 External provisioner is provisioning volume for claim "default/nfs1"\nNormal ProvisioningSucceeded PersistentVolumeClaim/nfs1 Successfully provisioned volume pvc-UID\n{"path":"/srv/nfs/default-nfs1-pvc-UID","server":"172.30.1.2"}\nsub\n',
		1,
	),
	row(
		'…and away with them, as archiveOnDelete says',
		'kubernetes-sigs/nfs-subdir-external-provisioner Delete',
		'kubectl delete pod nfs1 --now >/dev/null; kubectl delete pvc nfs1 >/dev/null',
		'ls /srv/nfs; kubectl get pv --no-headers | grep -c nfs-client',
		'x\ny\n0\n',
		5,
	),
];
