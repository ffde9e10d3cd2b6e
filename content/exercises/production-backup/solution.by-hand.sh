# The manifests as a person writes them; the data into another directory.
cp -r /etc/kubernetes/pki /root/pki
(cd /root && umask 077 && tar -czf /var/backups/pki.tgz pki)
export ETCDCTL_CACERT=/etc/kubernetes/pki/etcd/ca.crt ETCDCTL_CERT=/etc/kubernetes/pki/etcd/server.crt ETCDCTL_KEY=/etc/kubernetes/pki/etcd/server.key
etcdctl snapshot save /var/backups/etcd.db
chmod go= /var/backups/etcd.db
{
  kubectl create namespace shop --dry-run=client -o yaml
  echo ---
  kubectl create configmap settings -n shop --from-literal=currency=KRW --dry-run=client -o yaml
  echo ---
  kubectl create secret generic key -n shop --from-literal=pin=493117 --dry-run=client -o yaml
  echo ---
  kubectl create deployment till -n shop --image=nginx:1.27 --replicas=2 --dry-run=client -o yaml
  echo ---
  kubectl create service clusterip till -n shop --tcp=80:80 --dry-run=client -o yaml
} > /root/shop.yaml
/root/disaster.sh
etcdutl snapshot restore /root/last-night.db --data-dir=/var/lib/etcd-new
sed -i 's#path: /var/lib/etcd$#path: /var/lib/etcd-new#' /etc/kubernetes/manifests/etcd.yaml
sleep 120
