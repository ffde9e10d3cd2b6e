import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 12): WorldRow {
	return { cause, source, given, after, ask, told };
}

const IMAGE = 'pkg/kubelet/kuberuntime toKubeContainerImageVolumes';
const PULL =
	'failed to pull and unpack image "docker.io/nope/nope:1": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';

/** Volumes that come with something in them, or are emptied for the next who wants them. */
export const CONTENT_ROWS: readonly WorldRow[] = [
	row(
		'an image as a volume',
		IMAGE,
		"pod im1 'image: {reference: \"nginx:1.27\"}' ', subPath: etc/nginx'",
		"kubectl exec im1 -- sh -c 'ls /data; touch /data/x; mount | grep /data'; events pod/im1",
		'conf.d\nmime.types\nmodules\nnginx.conf\noverlay on /data type overlay (ro,relatime)\ntouch: /data/x: Read-only file system\n',
	),
	row(
		'an image that is not there as a volume',
		IMAGE,
		'pod im2 \'image: {reference: "nope/nope:1"}\'',
		"where pod/im2 'status.containerStatuses[0].state.waiting.message' | grep -o 'failed to pull.*'; kubectl events --for pod/im2 --no-headers | grep -c 'Failed .*Failed to pull image'",
		`${PULL}\n1\n`,
		5,
	),
	row(
		"Recycle: a Pod empties the volume, then it is anybody's again",
		'pkg/controller/volume/persistentvolume recycleVolumeOperation',
		"ssh node01 'mkdir -p /srv/r1; touch /srv/r1/old'; ssh node02 'mkdir -p /srv/r1; touch /srv/r1/old'; pv r1 rec 'persistentVolumeReclaimPolicy: Recycle, hostPath: {path: /srv/r1}'; pvc r1 rec; sleep 2; kubectl delete pvc r1 >/dev/null; sleep 1; kubectl get pod recycler-for-r1 -o jsonpath='{.spec.containers[0].image}' > /tmp/image",
		'cat /tmp/image; echo; where pv/r1 status.phase; where pv/r1 spec.claimRef; events pv/r1; kubectl get pod recycler-for-r1; (ssh node01 ls /srv/r1; ssh node02 ls /srv/r1) | wc -l',
		'registry.k8s.io/build-image/debian-base:bookworm-v1.0.6\nAvailable\n\nNormal VolumeRecycled PersistentVolume/r1 Volume recycled\n1\nError from server (NotFound): pods "recycler-for-r1" not found\n',
	),
	row(
		'Recycle of what nobody recycles',
		'pkg/controller/volume/persistentvolume recycleVolumeOperation',
		`pv r2 rec2 'persistentVolumeReclaimPolicy: Recycle, local: {path: /srv/r2}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node01]}]}]}}'; pvc r2 rec2; sleep 2; kubectl delete pvc r2 >/dev/null`,
		'where pv/r2 status.phase; where pv/r2 status.message',
		'Failed\nerror getting recycler volume plugin for volume "r2": no recyclable volume plugin matched\n',
		3,
	),
	row(
		'a claim that is only to be read',
		'pkg/kubelet makeMounts, GetAttributes',
		"pv ro1 ro1 'hostPath: {path: /srv/ro1}'; pvc ro1 ro1; pod ro1 'persistentVolumeClaim: {claimName: ro1, readOnly: true}'",
		"kubectl exec ro1 -- sh -c 'touch /data/x; mount | grep /data'",
		'/dev/vda1 on /data type ext4 (ro,relatime)\ntouch: /data/x: Read-only file system\n',
	),
	row(
		'a claim of a block device that is mounted',
		'desired_state_of_world_populator createVolumeSpec',
		"pv bl1 bl1 'volumeMode: Block, hostPath: {path: /srv/bl1}'; pvc bl1 bl1 ', volumeMode: Block'; pod bl1 'persistentVolumeClaim: {claimName: bl1}'",
		'events pod/bl1',
		'Warning FailedMount Pod/bl1 Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: volume v has volumeMode Block, but is specified in volumeMounts\n',
	),
	row(
		'gitRepo is no more',
		'pkg/volume/git_repo SetUpAt',
		'pod git1 \'gitRepo: {repository: "https://github.com/x/y"}\' 2>/dev/null',
		'events pod/git1',
		'Warning FailedMount Pod/git1 MountVolume.SetUp failed for volume "v" : git-repo volume plugin has been disabled; if necessary, it may be re-enabled by enabling the feature-gate `GitRepoVolumeDriver`\n',
	),
];
