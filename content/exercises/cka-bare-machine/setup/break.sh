install -d -m 0777 /opt/answers/bare
fallocate -l 512M /swapfile
chmod 600 /swapfile
mkswap /swapfile > /dev/null
echo '/swapfile none swap sw 0 0' >> /etc/fstab
swapon -a
@{net.break}
@{runtime.break}
printf 'runtime-endpoint: unix:///var/run/dockershim.sock\nimage-endpoint: unix:///var/run/dockershim.sock\n' > /etc/crictl.yaml
systemctl disable kubelet
