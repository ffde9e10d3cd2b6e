kubectl config --kubeconfig=/root/reporter.conf set-credentials reporter --token="$(kubectl create token reporter -n press --duration=8h)"
kubectl create role poster -n press --verb=create --resource=pods
kubectl create rolebinding poster -n press --role=poster --serviceaccount=press:reporter
kubectl set resources --local -f /root/story.yaml --requests=cpu=100m,memory=64Mi -o yaml > story.yaml.new
kubectl --kubeconfig=/root/reporter.conf create -f story.yaml.new

kubectl patch configmap settings -n presses --type=merge -p '{"data":{"limit":"20"}}'

export ETCDCTL_CACERT=/etc/kubernetes/pki/etcd/ca.crt ETCDCTL_CERT=/etc/kubernetes/pki/etcd/server.crt ETCDCTL_KEY=/etc/kubernetes/pki/etcd/server.key
etcdctl snapshot save /var/backups/etcd.db

kubectl wait --for=condition=Ready pod/story -n press --timeout=60s
bash /root/accident.sh
etcdutl snapshot restore /root/before.db --data-dir /var/lib/etcd-restored
sed -i 's#path: /var/lib/etcd$#path: /var/lib/etcd-restored#' /etc/kubernetes/manifests/etcd.yaml
sleep 60
