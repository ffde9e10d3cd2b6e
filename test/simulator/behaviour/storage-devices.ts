import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 0): WorldRow {
	return { cause, source, given, after, ask, told };
}

const ON_NODE =
	'nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node01]}]}]}}';

/** Block devices of hosts: files that pass for disks, and what is made on them. */
export const DEVICE_ROWS: readonly WorldRow[] = [
	row(
		'a file passes for a disk, with a file system that outlives its mounts',
		'losetup(8), mke2fs(8), mount(8)',
		'cd /root; truncate -s 1G disk.img; mkfs.ext4 -q -L data -U 01234567-89ab-cdef-0123-456789abcdef disk.img; losetup -f --show disk.img; mkdir -p /mnt/dev0; mount LABEL=data /mnt/dev0; echo hi > /mnt/dev0/f',
		'df -h /mnt/dev0 | tail -1; mount | grep loop0; lsblk -o NAME,SIZE,TYPE,MOUNTPOINTS | head -2; umount /mnt/dev0; ls /mnt/dev0; losetup -d /dev/loop0; mount -o loop /root/disk.img /mnt/dev0; cat /mnt/dev0/f; losetup -l -O NAME,AUTOCLEAR,BACK-FILE; umount /mnt/dev0; losetup -l; losetup -f',
		`/dev/loop0      974M  1.1K  974M   1% /mnt/dev0
/dev/loop0 on /mnt/dev0 type ext4 (rw,relatime)
NAME   SIZE TYPE MOUNTPOINTS
loop0    1G loop /mnt/dev0
hi
NAME       AUTOCLEAR BACK-FILE
/dev/loop0         1 /root/disk.img
/dev/loop0
`,
	),
	row(
		'what lies on a device',
		'blkid(8)',
		'',
		'cd /root; blkid disk.img; blkid -o value -s TYPE disk.img; blkid -o export disk.img; losetup /dev/loop2 disk.img; blkid -L data; blkid -U 01234567-89ab-cdef-0123-456789abcdef; blockdev --getsize64 /dev/loop2; losetup -j disk.img | sed "s/]:[0-9]* /]:INODE /"; losetup -d /dev/loop2; blkid /root/.bashrc; echo $?',
		`disk.img: LABEL="data" UUID="01234567-89ab-cdef-0123-456789abcdef" BLOCK_SIZE="4096" TYPE="ext4"
ext4
DEVNAME=disk.img
LABEL=data
UUID=01234567-89ab-cdef-0123-456789abcdef
BLOCK_SIZE=4096
TYPE=ext4
/dev/loop2
/dev/loop2
1073741824
/dev/loop2: [65025]:INODE (/root/disk.img)
2
`.replaceAll('01234567-89ab-cdef-0123-456789abcdef', 'UID'),
	),
	row(
		'what mke2fs says of a disk',
		'mke2fs 1.47.0, recorded of files of these sizes',
		'',
		'cd /root; for size in 10M 100M 1G; do truncate -s 0 x.img; truncate -s $size x.img; mkfs -t ext4 x.img 2>/dev/null | tr -d "\\b" | grep "Creating f\\|^	"; done; rm x.img',
		`Creating filesystem with 10240 1k blocks and 2560 inodes
\t8193
Creating filesystem with 102400 1k blocks and 25584 inodes
\t8193, 24577, 40961, 57345, 73729
Creating filesystem with 262144 4k blocks and 65536 inodes
\t32768, 98304, 163840, 229376
`,
	),
	row(
		'devices that cannot be',
		'losetup(8), mount(8)',
		'',
		'cd /root; truncate -s 20M raw.img; losetup -d /dev/loop5; losetup -f nope; losetup /dev/loop1 raw.img; losetup /dev/loop1 raw.img; mount /dev/loop1 /mnt/dev0; mount raw.img /mnt/dev0; mount UUID=nope /mnt/dev0; mkfs.ext4 -q /nope; losetup -D; losetup -a',
		`losetup: /dev/loop5: detach failed: No such device or address
losetup: nope: failed to set up loop device: No such file or directory
losetup: raw.img: failed to set up loop device: Device or resource busy
mount: /mnt/dev0: wrong fs type, bad option, bad superblock on /dev/loop1, missing codepage or helper program, or other error.
       dmesg(1) may have more information after failed mount system call.
mount: /mnt/dev0: /root/raw.img is not a block device; try "-o loop".
       dmesg(1) may have more information after failed mount system call.
mount: /mnt/dev0: can't find UUID=nope.
The file /nope does not exist and no size was specified.
`,
	),
	row(
		'disks as fdisk lists them; what lies on one is wiped',
		'fdisk(8), wipefs(8), recorded of a file',
		'cd /root; truncate -s 100M w.img; mkfs.ext4 -q -U 01234567-89ab-cdef-0123-456789abcdef w.img; losetup /dev/loop6 w.img',
		'fdisk -l /dev/loop6; fdisk -l /dev/vda | tail -2; wipefs /dev/loop6; wipefs -a /dev/loop6; blkid /dev/loop6; echo $?; losetup -D; fdisk -l /nope',
		`Disk /dev/loop6: 100 MiB, 104857600 bytes, 204800 sectors
Units: sectors of 1 * 512 = 512 bytes
Sector size (logical/physical): 512 bytes / 512 bytes
I/O size (minimum/optimal): 512 bytes / 512 bytes
Device     Start      End  Sectors Size Type
/dev/vda1   2048 41943006 41940959  20G Linux filesystem
DEVICE OFFSET TYPE UUID                                 LABEL
loop6  0x438  ext4 UID 
/dev/loop6: 2 bytes were erased at offset 0x00000438 (ext4): 53 ef
2
fdisk: cannot open /nope: No such file or directory
`,
	),
	row(
		'XFS, by its uuid and at boot',
		'mkfs.xfs(8), fstab(5)',
		'cd /root; truncate -s 500M xfs.img; mkfs.xfs -q -L logs xfs.img; losetup /dev/loop4 xfs.img; echo "LABEL=logs /mnt/dev0 xfs defaults 0 0" >> /etc/fstab; mount -a',
		"findmnt -n /mnt/dev0; mkfs.xfs /dev/loop4; umount /mnt/dev0; sed -i '/logs/d' /etc/fstab; losetup -D; truncate -s 10M small.img; mkfs.xfs small.img",
		`/mnt/dev0 /dev/loop4 xfs    rw,relatime
mkfs.xfs: /dev/loop4 appears to contain an existing filesystem (xfs).
mkfs.xfs: Use the -f option to force overwrite.
Filesystem must be larger than 300MB.
Usage: mkfs.xfs
`,
	),
	row(
		'a local volume that is a device: its Pod has the device',
		'pkg/volume/local, operationexecutor GenerateMapVolumeFunc',
		`ssh node01 'truncate -s 100M /disk.img; losetup /dev/loop0 /disk.img'
pv blk local 'volumeMode: Block, local: {path: /dev/loop0}, ${ON_NODE}'
pvc blk local ', volumeMode: Block'
device b1 blk`,
		`kubectl exec b1 -- sh -c 'echo hello > /tmp/x; dd if=/tmp/x of=/dev/xvda 2>/dev/null; head -c 5 /dev/xvda; echo; test -b /dev/xvda && echo block; mount | grep -c xvda; true'
ssh node01 'head -c 5 /disk.img; echo; readlink /var/lib/kubelet/pods/*/volumeDevices/kubernetes.io~local-volume/blk'; events pod/b1; kubectl describe pvc blk | grep VolumeMode`,
		`hello
block
0
hello
/dev/loop0
Normal SuccessfulMountVolume Pod/b1 MapVolume.MapPodDevice succeeded for volume "blk" globalMapPath "/var/lib/kubelet/plugins/kubernetes.io~local-volume/volumeDevices/blk"
Normal SuccessfulMountVolume Pod/b1 MapVolume.MapPodDevice succeeded for volume "blk" volumeMapPath "/var/lib/kubelet/pods/UID/volumeDevices/kubernetes.io~local-volume"
VolumeMode:    Block
`,
		10,
	),
	row(
		'a device that is mounted, a file system that is used as a device',
		'pkg/kubelet/volumemanager/populator createVolumeSpec',
		`pod b2 'persistentVolumeClaim: {claimName: blk}'
pv fs1 local2 'hostPath: {path: /srv}'
pvc fs1 local2
device b3 fs1`,
		'events pod/b2; events pod/b3',
		`Warning FailedMount Pod/b2 Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: volume v has volumeMode Block, but is specified in volumeMounts
Warning FailedMount Pod/b3 Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: volume v has volumeMode Filesystem, but is specified in volumeDevices
`,
		5,
	),
	row(
		'claims of one mode are not bound to volumes of the other; a device that is not there',
		'pkg/controller/volume/persistentvolume, pkg/volume/util/volumepathhandler',
		`pv blk3 mode 'volumeMode: Block, local: {path: /dev/none}, ${ON_NODE}'
pvc blk3fs mode
pvc blk3 mode ', volumeMode: Block'
device b4 blk3`,
		"kubectl get pvc blk3fs blk3 --no-headers | awk '{print $1, $2}'; events pod/b4",
		`blk3fs Pending
blk3 Bound
Warning FailedMapVolume Pod/b4 MapVolume.EvalHostSymlinks failed for volume "blk3" : lstat /dev/none: no such file or directory
`,
		5,
	),
	row(
		'hostPath of a device',
		'pkg/volume/hostpath host_path.go checkTypeInternal',
		'pod hdb "hostPath: {path: /dev/vda, type: BlockDevice}"; pod hdc "hostPath: {path: /dev/vda, type: CharDevice}"; pod hds \'hostPath: {path: /dev/null, type: BlockDevice}\'',
		'where pod/hdb status.phase; events pod/hdc; events pod/hds',
		`Running
Warning FailedMount Pod/hdc MountVolume.SetUp failed for volume "v" : hostPath type check failed: /dev/vda is not a character device
Warning FailedMount Pod/hds MountVolume.SetUp failed for volume "v" : hostPath type check failed: /dev/null is not a block device
`,
		8,
	),
];
