# fails: night/works
bash /root/night.sh
sed -i -e 's#etcd/ca.pem#etcd/ca.crt#' -e 's#--authorization-modes#--authorization-mode#' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 120
