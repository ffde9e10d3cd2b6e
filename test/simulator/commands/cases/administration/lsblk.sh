# util-linux 2.38 formats (libsmartcols) on the world's disk
set -x
lsblk
lsblk -f | sed "s,[0-9.]*[MG]  *[0-9]*% ,N ,"
lsblk -J
lsblk -O | head -1 | cut -c1-80
lsblk -P -y
lsblk -s
lsblk -m
lsblk -t
lsblk -x SIZE -o NAME,SIZE
lsblk -I 7
lsblk -e 254
lsblk -o +UUID -n -l
lsblk -D
lsblk -J -O /dev/vda1 | sed "s,\"[0-9.]*[MG%]\",N,; 20q"
lsblk -T -r -o NAME,SIZE
lsblk -d
lsblk -S
lsblk /dev/vda1
lsblk -p -o NAME,PATH,PKNAME
lsblk -o X
lsblk -Z
lsblk -i
