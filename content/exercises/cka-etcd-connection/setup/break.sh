install -d -m 0777 /opt/answers/etcd
kubectl create namespace @{namespace}
kubectl create configmap @{map} -n @{namespace} --from-literal=text=@{word}
cd /etc/kubernetes/manifests
@{api.break}
sleep 30
@{etcd.break}
sleep 60
