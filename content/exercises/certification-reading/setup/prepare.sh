for host in controlplane node01 node02; do ssh $host 'echo "172.30.1.2 api.ledger.internal" >> /etc/hosts'; done
# node02 comes from the shelf as machines do.
ssh node02 'fallocate -l 512M /swap.img; chmod 600 /swap.img; mkswap /swap.img > /dev/null; swapon /swap.img
echo "/swap.img none swap sw 0 0" >> /etc/fstab
printf "# Company baseline: servers do not route.\nnet.ipv4.ip_forward = 0\n" > /etc/sysctl.d/zz-baseline.conf
sysctl -q -w net.ipv4.ip_forward=0
systemctl disable -q --now containerd'
mkdir -p /root/inventory
kubectl rollout status deployment/book -n ledger --timeout=120s
sleep 80
