# fails: etcd/address, etcd/member
# etcd leaves its own machine's address.
sed -i 's#--listen-client-urls=.*#--listen-client-urls=https://172.30.1.2:2379#; s#--advertise-client-urls=.*#--advertise-client-urls=https://172.30.1.2:2379#' /etc/kubernetes/manifests/etcd.yaml
echo @{controlplane} > /opt/answers/ha/member.txt
sleep 60
