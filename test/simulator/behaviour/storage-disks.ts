import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 0): WorldRow {
	return { cause, source, given, after, ask, told };
}

const MOUNT = 'util-linux 2.39 libmount context_mount.c';
const DMESG = '       dmesg(1) may have more information after failed mount system call.\n';

/** Disks and what is mounted of them, on nodes and in containers. */
export const DISK_ROWS: readonly WorldRow[] = [
	row(
		'a file that takes room, and gives it back',
		'fallocate(1), df(1), du(1)',
		'fallocate -l 5G /big',
		"df / | awk 'NR==2 {print ($5 + 0 > 25)}'; du -h /big; rm /big; df / | awk 'NR==2 {print ($5 + 0 > 25)}'",
		'1\n5.0G\t/big\n0\n',
	),
	row(
		'a hole takes no room',
		'truncate(1), du(1)',
		'truncate -s 5G /hole',
		'ls -lh /hole | cut -d" " -f5; du -h /hole; rm /hole',
		'5.0G\n0\t/hole\n',
	),
	row(
		'more than there is',
		'fallocate(1)',
		'',
		'fallocate -l 30G /big; ls -l /big | cut -d" " -f5; rm /big',
		'0\nfallocate: fallocate failed: No space left on device\n',
	),
	row(
		'a tmpfs holds what it is large',
		'mm/shmem.c, dd(1)',
		'mkdir /mnt/t; mount -t tmpfs -o size=1m none /mnt/t',
		'dd if=/dev/zero of=/mnt/t/f bs=300k 2>&1 | head -3; df -h /mnt/t | tail -1; mount | grep /mnt/t; umount /mnt/t; ls /mnt/t',
		"dd: error writing '/mnt/t/f': No space left on device\n4+0 records in\n3+0 records out\nnone            1.0M  1.0M     0 100% /mnt/t\nnone on /mnt/t type tmpfs (rw,relatime,size=1024k,inode64)\n",
	),
	row(
		'what dd counts of a block that has not been written whole',
		'dd(1) of coreutils 9.1 on a tmpfs',
		'mkdir /mnt/t; mount -t tmpfs -o size=1m none /mnt/t',
		'for o in bs=300k "ibs=300k obs=300k" "bs=300k conv=swab" "ibs=100k obs=300k"; do dd if=/dev/zero of=/mnt/t/f $o 2>&1 | grep records | xargs; rm /mnt/t/f; done; umount /mnt/t',
		'4+0 records in 3+0 records out\n4+0 records in 3+1 records out\n4+0 records in 3+1 records out\n12+0 records in 3+1 records out\n',
	),
	row(
		'a directory that shows somewhere else',
		MOUNT,
		'mkdir /mnt/a /mnt/b; echo hi > /mnt/a/f; mount --bind /mnt/a /mnt/b; mount -o remount,ro,bind /mnt/b',
		'cat /mnt/b/f; findmnt /mnt/b; touch /mnt/b/g; cd /mnt/b; umount /mnt/b; cd /; umount /mnt/b; ls /mnt/b',
		"hi\nTARGET SOURCE            FSTYPE OPTIONS\n/mnt/b /dev/vda1[/mnt/a] ext4   ro,relatime\ntouch: cannot touch '/mnt/b/g': Read-only file system\numount: /mnt/b: target is busy.\n",
	),
	row(
		'what cannot be mounted',
		MOUNT,
		'',
		'mount -t foo x /mnt/a; mount -t tmpfs x /nope; mount /dev/sdb /mnt/a; mount nfs.example.com:/x /mnt/a; umount /mnt/a; mount /mnt/zz',
		`mount: /mnt/a: unknown filesystem type 'foo'.\n${DMESG}mount: /nope: mount point does not exist.\n${DMESG}mount: /mnt/a: special device /dev/sdb does not exist.\n${DMESG}mount: /mnt/a: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.\n${DMESG}umount: /mnt/a: not mounted.\nmount: /mnt/zz: can't find in /etc/fstab.\n`,
	),
	row(
		'what block devices there are',
		'lsblk(8)',
		'',
		'lsblk; lsblk -no FSTYPE,MOUNTPOINT /dev/vda1; lsblk /dev/sdb',
		'NAME   MAJ:MIN RM SIZE RO TYPE MOUNTPOINTS\nvda    254:0    0  20G  0 disk \n└─vda1 254:1    0  20G  0 part /\next4   /\nlsblk: /dev/sdb: not a block device\n',
	),
	row(
		'an emptyDir of memory is as large as it may be',
		'pkg/volume/emptydir calculateEmptyDirMemorySize',
		"pod em1 'emptyDir: {medium: Memory, sizeLimit: 16Mi}'",
		"kubectl exec em1 -- sh -c 'mount | grep /data; dd if=/dev/zero of=/data/f bs=1M count=20 2>/dev/null; df -h /data | tail -1'; kubectl delete pod em1 --now >/dev/null; sleep 3; ssh node01 mount | grep -c size=16384k",
		'tmpfs on /data type tmpfs (rw,relatime,size=16384k,inode64,noswap)\ntmpfs                    16.0M     16.0M         0 100% /data\n0\n',
		8,
	),
	row(
		'a container without the capability mounts nothing',
		'busybox mount',
		"pod cap 'emptyDir: {}'",
		"kubectl exec cap -- sh -c 'mount -t tmpfs x /mnt; umount /data; true'",
		"mount: permission denied (are you root?)\numount: can't unmount /data: Operation not permitted\n",
		8,
	),
	row(
		'a file system that shows at several places is told once',
		'coreutils src/df.c filter_mount_list',
		'kubectl run df1 --image=nginx:1.27 >/dev/null',
		"kubectl exec df1 -- df | awk '{print $1, $6}' | grep -v Mounted",
		'overlay /\ntmpfs /dev\nshm /dev/shm\n/dev/vda1 /etc/hosts\ntmpfs /run/secrets/kubernetes.io/serviceaccount\n',
		15,
	),
];
