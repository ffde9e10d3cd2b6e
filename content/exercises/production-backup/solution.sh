etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key snapshot save /var/backups/etcd.db
tar -czf /var/backups/pki.tgz -C /etc/kubernetes pki
chmod 600 /var/backups/etcd.db /var/backups/pki.tgz

clean='del(.items[].metadata["uid","resourceVersion","creationTimestamp","managedFields","generation"], .items[].status, .items[].spec?.clusterIP, .items[].spec?.clusterIPs)'
kubectl get namespace shop -o json | jq 'del(.status, .metadata.uid, .metadata.resourceVersion)' > /root/shop.yaml
kubectl get configmap/settings secret/key deployment/till service/till -n shop -o json | jq "$clean" >> /root/shop.yaml

bash /root/disaster.sh
mv /etc/kubernetes/manifests/etcd.yaml /root/
sleep 25
rm -rf /var/lib/etcd
etcdutl snapshot restore /root/last-night.db --data-dir /var/lib/etcd
mv /root/etcd.yaml /etc/kubernetes/manifests/
sleep 90
