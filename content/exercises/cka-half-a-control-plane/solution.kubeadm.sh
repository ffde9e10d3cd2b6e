# What kubeadm can make anew, it makes.
cd /etc/kubernetes/manifests
restart() { crictl stopp $(crictl pods -q --name $1); }
@{manager.other}
@{scheduler.other}
sleep 120
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
