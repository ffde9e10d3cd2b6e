# fails: placed/scheduler, made/manager
# Everybody is the administrator.
cd /etc/kubernetes/manifests
kubeadm init phase control-plane scheduler
kubeadm init phase control-plane controller-manager
cp /etc/kubernetes/admin.conf /etc/kubernetes/scheduler.conf
cp /etc/kubernetes/admin.conf /etc/kubernetes/controller-manager.conf
mv kube-scheduler.yaml kube-controller-manager.yaml /etc/kubernetes/; sleep 25; mv /etc/kubernetes/kube-*.yaml .
sleep 90
