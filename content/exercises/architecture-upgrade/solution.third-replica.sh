# One replica more, and node02 is emptied first; then the nodes one after the other, drained as in production.
kubectl scale deployment cart -n shop --replicas=3
kubectl rollout status deployment/cart -n shop --timeout=60s
kubectl delete pod report -n shop
kubectl create deployment report -n shop --image=redis:7.4
kubectl drain node02 --ignore-daemonsets --timeout=120s
sleep 20

sed -i 's#/v1.34/#/v1.35/#' /etc/apt/sources.list.d/kubernetes.list
apt-get update
apt-get install -y --allow-change-held-packages kubeadm=1.35.0-1.1
kubeadm upgrade plan
kubeadm upgrade apply v1.35.0 --yes
kubectl drain controlplane --ignore-daemonsets --timeout=60s
apt-get install -y --allow-change-held-packages kubelet=1.35.0-1.1 kubectl=1.35.0-1.1
systemctl daemon-reload
systemctl restart kubelet
kubectl uncordon controlplane

kubectl cordon node01
ssh node01 "sed -i 's#/v1.34/#/v1.35/#' /etc/apt/sources.list.d/kubernetes.list; apt-get update; apt-get install -y --allow-change-held-packages kubeadm=1.35.0-1.1 kubelet=1.35.0-1.1; kubeadm upgrade node; systemctl daemon-reload; systemctl restart kubelet"
kubectl uncordon node01
sleep 30
