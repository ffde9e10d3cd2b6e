# The worker joins the cluster anew; only what kubeadm does not touch is mended by hand.
join=$(kubeadm token create --print-join-command)
ssh @{node2} "kubeadm reset -f; systemctl stop kubelet"
ssh @{node2} '@{flags.mend}; systemctl daemon-reload'
ssh @{node2} "$join"
sleep 60
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  replicas: 10
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      containers: [{ name: web, image: 'nginx:1.27' }]
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: ["@{node2}"] }] }]
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
