# lvm2 2.03.16 where there are no physical volumes.
for c in pvs vgs lvs pvscan vgscan lvscan pvdisplay vgdisplay lvdisplay; do $c; echo $?; done
vgs foo bar; echo $?; lvs foo/bar; echo $?; lvdisplay /dev/foo/bar; echo $?; pvs /dev/x; echo $?; lvremove -f foo/bar; echo $?; lvextend -L +1G foo/bar; echo $?
for c in pvs vgs lvs; do $c --reportformat json; done; vgs --noheadings -o name; echo $?
pvs --bad; echo $?; vgs -X; echo $?; pvcreate; echo $?; vgcreate foo; echo $?; lvcreate foo; echo $?; pvcreate /dev/nosuch; echo $?; vgcreate foo /dev/nosuch; echo $?; pvcreate /dev/vda1; echo $?
lvm pvs; echo $?; lvm nosuch; echo $?; pvs --help; su nobody -s /bin/sh -c 'vgs; /usr/sbin/vgs'; echo $?; dpkg -S /usr/sbin/lvs
