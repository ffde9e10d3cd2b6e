kubeadm init --pod-network-cidr=@{range.cidr} --kubernetes-version=v1.35.0 > /dev/null 2>&1
mkdir -p /root/.kube && cp /etc/kubernetes/admin.conf /root/.kube/config
for home in /home/*; do
  user=${home#/home/}
  mkdir -p $home/.kube && cp /etc/kubernetes/admin.conf $home/.kube/config && chown -R $user:$user $home/.kube
done
ssh @{node1} "$(kubeadm token create --print-join-command)" > /dev/null 2>&1
mkdir -p /opt/files/cni
curl -sL https://github.com/flannel-io/flannel/releases/latest/download/kube-flannel.yml | sed 's#10.244.0.0/16#@{range.cidr}#' > /opt/files/cni/flannel.yaml
curl -sL https://raw.githubusercontent.com/projectcalico/calico/v3.30.3/manifests/calico.yaml > /opt/files/cni/calico.yaml
chmod -R a+rX /opt/files
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: v1
kind: Namespace
metadata: { name: @{friends}, labels: { team: @{team} } }
---
apiVersion: v1
kind: Namespace
metadata: { name: @{others}, labels: { team: visitors } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: gcr.io/google-samples/hello-app:1.0
          env: [{ name: PORT, value: '@{port}' }]
        - name: admin
          image: gcr.io/google-samples/hello-app:2.0
          env: [{ name: PORT, value: '@{admin}' }]
YAML
client() { # NAMESPACE NAME LABELS
  kubectl run $2 -n $1 --image=nginx:1.27 --labels=$3 --overrides='{"spec": {"terminationGracePeriodSeconds": 1}}'
}
client @{friends} caller role=@{role}
client @{friends} passer role=guest
client @{others} caller role=@{role}
client @{namespace} neighbour role=@{role}
sleep 20
