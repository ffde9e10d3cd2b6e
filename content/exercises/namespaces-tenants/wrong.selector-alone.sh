# fails: pool/others-not, pool/sneaking
# red stays on its node; everybody else comes there, too.
kubectl annotate namespace red scheduler.alpha.kubernetes.io/node-selector=kubernetes.io/hostname=node02
sed -i 's/--enable-admission-plugins=NodeRestriction/&,PodNodeSelector/' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30
until kubectl get --raw /readyz > /dev/null; do sleep 5; done
