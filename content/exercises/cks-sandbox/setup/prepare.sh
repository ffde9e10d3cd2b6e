mkdir -p /opt/answers/sandbox && chmod 777 /opt/answers/sandbox
ssh @{fault.node} 'cd /usr/local/bin && for name in runsc containerd-shim-runsc-v1; do curl -sLO https://storage.googleapis.com/gvisor/releases/release/latest/x86_64/$name; chmod 755 $name; done
cat >> /etc/containerd/config.toml <<TOML

      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.@{fault.handler}]
        runtime_type = "io.containerd.runsc.v1"
TOML
systemctl restart containerd'
kubectl label node @{fault.node} @{label}=gvisor
kubectl label node @{fault.other} @{label}=none
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  replicas: 3
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      containers:
        - { name: web, image: 'nginx:1.27-alpine' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}-console', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{app}-console' } }
  template:
    metadata: { labels: { app: '@{app}-console' } }
    spec:
      containers:
        - { name: web, image: 'nginx:1.27-alpine' }
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{app}-console -n @{namespace} --timeout=60s
