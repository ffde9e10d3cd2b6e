# fails: night/secure
bash /root/night.sh
sed -i -e 's#etcd/ca.pem#etcd/ca.crt#' -e 's#--authorization-modes=Node,RBAC#--authorization-mode=AlwaysAllow#' /etc/kubernetes/manifests/kube-apiserver.yaml
sed -i 's#/sheduler.conf#/scheduler.conf#' /etc/kubernetes/manifests/kube-scheduler.yaml
sleep 120
