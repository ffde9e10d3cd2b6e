# util-linux 2.38: sys-utils/mount.c, umount.c, misc-utils/findmnt.c on the world's mounts; formats compared with findmnt of Debian 12
set -x
findmnt
findmnt -J
findmnt -s
echo $?
findmnt -x
findmnt -o +PROPAGATION /
findmnt -P /
findmnt -J /
findmnt -r -y -o TARGET,VFS-OPTIONS -t proc
findmnt -i -t proc -l
findmnt --output-all -n / | wc -w
findmnt -F /proc/mounts -t tmpfs
findmnt -N 1 /
findmnt -N 999999 /
echo $?
findmnt -D -t ext4 | tr -s ' ' | cut -d' ' -f1-3,7
findmnt -d backward | head -2
mkdir -p /mnt/a /mnt/b
mount -t tmpfs x /mnt/a
mount -t tmpfs x /mnt/b
umount -A /mnt/a
findmnt /mnt/b
echo $?
printf 'tmp /mnt/a tmpfs size=1m 0 0\nLABEL=nope /mnt/zz ext4 defaults 0 2\n' > /tmp/fs
mount -T /tmp/fs /mnt/a
findmnt -n /mnt/a
findmnt -x -F /tmp/fs
echo $?
umount -v --fake /mnt/a
umount -a -t tmpfs -O noexec
findmnt -n /mnt/a
umount -a -t xfs
umount -r /mnt/a
mount --source tmp --target /mnt/a -t tmpfs
mount --target-prefix /mnt -t tmpfs q /b
findmnt -n -o TARGET -t tmpfs
mount -L nope /mnt/a
echo $?
mount -U 1 /mnt/a
mount -a -T /tmp/fs -O noauto
umount -N 1 /mnt/a
umount -c -i -n /mnt/b
findmnt -n -t tmpfs -o TARGET
