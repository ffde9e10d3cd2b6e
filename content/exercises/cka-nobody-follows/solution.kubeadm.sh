# What kubeadm has made it makes anew; a kubeconfig is not overwritten, and is mended.
@{manager.other}
sleep 60
kubectl delete daemonset kube-proxy -n kube-system
kubectl delete configmap kube-proxy -n kube-system
kubeadm init phase addon kube-proxy --pod-network-cidr=192.168.0.0/16
kubectl rollout status daemonset/kube-proxy -n kube-system --timeout=60s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
