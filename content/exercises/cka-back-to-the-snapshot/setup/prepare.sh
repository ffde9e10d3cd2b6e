install -d -m 0777 /opt/answers/etcd
install -d /opt/files/etcd
kubectl create namespace @{namespace}
kubectl create configmap @{lost} -n @{namespace} --from-literal=mark=@{word}
sleep 5
etcdctl --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key \
  snapshot save /opt/files/etcd/@{file}
kubectl delete configmap @{lost} -n @{namespace}
kubectl create configmap @{later} -n @{namespace} --from-literal=count=17
