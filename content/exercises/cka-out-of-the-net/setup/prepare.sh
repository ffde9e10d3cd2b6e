for host in @{controlplane} @{node1} @{node2}; do
  ssh $host bash -s <<'SSH'
mkdir -p /srv/outside
hostname > /srv/outside/index.html
for port in @{port} 8400; do
  printf '[Unit]\nDescription=Program outside of the cluster\n[Service]\nExecStart=/usr/bin/python3 -m http.server %s --directory /srv/outside\nRestart=always\n[Install]\nWantedBy=multi-user.target\n' $port > /etc/systemd/system/outside-$port.service
  systemctl daemon-reload
  systemctl enable --now outside-$port 2> /dev/null
done
SSH
done
pod() { # NAMESPACE NAME
  kubectl run $2 -n $1 --image=busybox:1.36 --labels=app=$2 --command -- sleep infinity
}
kubectl create namespace @{namespace}
kubectl create namespace @{other}
kubectl create deployment @{app} -n @{namespace} --image=busybox:1.36 -- sleep infinity
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"terminationGracePeriodSeconds": 1}}}}'
for each in @{store} spare-web; do kubectl create deployment $each -n @{namespace} --image=nginx:1.27; done
kubectl create deployment @{other} -n @{other} --image=nginx:1.27
kubectl expose deployment @{store} -n @{namespace} --port=80
kubectl expose deployment spare-web -n @{namespace} --name=spare --port=80
kubectl expose deployment @{other} -n @{other} --port=80
pod @{namespace} spare
pod @{namespace} auditor
pod @{other} auditor
pod @{other} visitor
pod default auditor
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{store}-in, namespace: @{namespace} }
spec:
  podSelector: { matchLabels: { app: @{store} } }
  policyTypes: [Ingress]
  ingress:
    - from: @{fault.from}
      ports: [{ port: @{fault.port} }]
    - from: [{ podSelector: { matchLabels: { app: @{app} } } }]
      ports: [{ port: 80 }]
YAML
for each in @{app} @{store} spare-web; do kubectl rollout status deployment/$each -n @{namespace} --timeout=60s; done
kubectl wait --for=condition=Ready pod --all -n @{other} --timeout=60s
kubectl wait --for=condition=Ready pod --all -n @{namespace} --timeout=60s
