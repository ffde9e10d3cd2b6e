sed -i 's/v1.34/v1.35/' /etc/apt/sources.list.d/kubernetes.list
apt-get update
apt-mark unhold kubeadm kubelet kubectl
apt-get install -y kubeadm=1.35.0-1.1
kubeadm upgrade apply v1.35.0 -y
apt-get install -y kubelet=1.35.0-1.1 kubectl=1.35.0-1.1
apt-mark hold kubeadm kubelet kubectl
systemctl daemon-reload
systemctl restart kubelet

ssh node01 "
  sed -i 's/v1.34/v1.35/' /etc/apt/sources.list.d/kubernetes.list
  apt-get update
  apt-mark unhold kubeadm kubelet
  apt-get install -y kubeadm=1.35.0-1.1
  kubeadm upgrade node
  apt-get install -y kubelet=1.35.0-1.1
  systemctl daemon-reload
  systemctl restart kubelet
"
sleep 20

kubectl patch poddisruptionbudget cart -n shop --type=merge -p '{"spec":{"minAvailable":1}}'
kubectl create deployment report -n shop --image=redis:7.4
kubectl drain node02 --ignore-daemonsets --force
kubectl rollout status deployment/report -n shop --timeout=60s
kubectl rollout status deployment/cart -n shop --timeout=60s
sleep 20
