# systemd 252's systemd-delta, systemd-path and systemd-notify (which need no running systemd), and v255's help.
systemd-delta --no-pager
mkdir -p /etc/systemd/system /etc/systemd/system/ssh.service.d; sed s/OpenBSD/Another/ /usr/lib/systemd/system/ssh.service > /etc/systemd/system/ssh.service; ln -sf /dev/null /etc/systemd/system/cron.service
cp /usr/lib/systemd/system/docker.service /etc/systemd/system/; ln -sf /etc/hosts /etc/systemd/system/containerd.service; printf '[Service]\nNice=3\n' > /etc/systemd/system/ssh.service.d/nice.conf
mkdir /usr/lib/systemd/system/ssh.service.d; printf '[Service]\nNice=2\n' | tee /usr/lib/systemd/system/ssh.service.d/nice.conf > /usr/lib/systemd/system/ssh.service.d/why.conf; mkdir -p /usr/lib/sysctl.d /etc/sysctl.d; echo a=1 > /usr/lib/sysctl.d/1.conf; : > /etc/sysctl.d/1.conf
systemd-delta | sed 's/\t2.*$//'; systemd-delta --diff=no -t masked,extended; systemd-delta --type=unchanged systemd/system | head -3; systemd-delta nosuch; systemd-delta --type=bad; echo $?; systemd-delta --diff=x; echo $?; systemd-delta -Z; echo $?
systemd-path temporary nosuch; echo $?; systemd-path --suffix=a/b system-binaries; systemd-path | wc -l; systemd-path user-shared search-configuration; systemd-path -Z; echo $?
systemd-notify --booted; echo $?; systemd-notify READY=1; echo $?; systemd-notify --ready; echo $?; systemd-notify --status; echo $?; systemd-notify --no-block; echo $?; systemd-notify | head -1
