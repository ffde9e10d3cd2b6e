# By commands, and with a DaemonSet instead of a Deployment for the recorder.
kubectl create service nodeport front -n shop --tcp=80:8080 --node-port=30080
kubectl create service clusterip peers -n data --clusterip=None --tcp=8080
kubectl create -f - <<'YAML'
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: pool, namespace: metallb-system}
spec: {addresses: [172.30.1.200-172.30.1.209, 172.30.1.210-172.30.1.220]}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: pool, namespace: metallb-system}
spec: {ipAddressPools: [pool]}
YAML
kubectl delete deployment recorder -n audit
kubectl apply -n audit -f - <<'YAML'
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: recorder}
spec:
  selector: {matchLabels: {app: recorder}}
  template:
    metadata: {labels: {app: recorder}}
    spec:
      containers: [{name: whoami, image: 'traefik/whoami:v1.10', ports: [{name: web, containerPort: 80}]}]
YAML
kubectl get service recorder -n audit -o yaml | sed 's/externalTrafficPolicy: Cluster/externalTrafficPolicy: Local/' | kubectl replace -f -
kubectl rollout status daemonset/recorder -n audit --timeout=180s
kubectl patch service cart -n shop --type=json -p '[{"op":"replace","path":"/spec/sessionAffinity","value":"ClientIP"}]'
sleep 15
