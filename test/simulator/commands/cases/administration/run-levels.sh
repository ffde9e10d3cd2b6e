# systemd v255: runlevel(8) and telinit(8); util-linux: hwclock where the hardware's clock goes right; glibc: ldconfig.
runlevel
telinit; echo $?
telinit 9; echo $?
telinit q; echo $?
hwclock | sed -E 's/[0-9]/N/g'
[ "$(hwclock --show | cut -c1-16)" = "$(date +'%Y-%m-%d %H:%M')" ]; echo $?
hwclock --systohc; echo $?
hwclock --set; echo $?
su nobody -s /bin/sh -c hwclock; echo $?
ldconfig; echo $?
touch /usr/local/lib/libown.so.1; ldconfig -p | grep libown
su nobody -s /bin/sh -c ldconfig; echo $?
dpkg -S /usr/sbin/ldconfig /usr/sbin/hwclock /usr/sbin/runlevel /usr/sbin/telinit /usr/bin/ipcs
