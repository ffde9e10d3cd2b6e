# fails: deployments/as-itself
# The controller manager gets the rights of the administrator.
cp /etc/kubernetes/admin.conf /etc/kubernetes/controller-manager.conf
kubeadm init phase control-plane controller-manager
crictl stop "$(crictl ps --name kube-controller-manager -q)"
sleep 60
@{proxy.mend}
kubectl delete pods -n kube-system -l k8s-app=kube-proxy
sleep 60
