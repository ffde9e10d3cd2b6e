kubectl create namespace lab
for name in shopfront backoffice; do
	cat <<YAML | kubectl apply -f -
apiVersion: v1
kind: Pod
metadata:
  name: $name
  namespace: lab
  labels: { app: $name }
spec:
  nodeSelector: { kubernetes.io/hostname: node02 }
  containers:
    - name: $name
      image: nginx:1.27
      resources:
        limits: { cpu: 200m, memory: 64Mi }
YAML
done

mkdir -p /root/offline
cat > /root/offline/Dockerfile <<'DOCKER'
FROM busybox:1.36
CMD ["sh", "-c", "echo running without a registry; sleep 36000"]
DOCKER
docker build -q -t offline:1 /root/offline
cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: offline
  namespace: lab
spec:
  replicas: 2
  selector:
    matchLabels: { app: offline }
  template:
    metadata:
      labels: { app: offline }
    spec:
      terminationGracePeriodSeconds: 1
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: { app: offline } }
      containers:
        - name: offline
          image: offline:1
YAML
printf 'runtime-endpoint: unix:///var/run/crio/crio.sock\nimage-endpoint: unix:///var/run/crio/crio.sock\n' | ssh node01 'cat > /etc/crictl.yaml'
kubectl wait --for=condition=Ready pod/shopfront pod/backoffice --namespace=lab --timeout=120s
sleep 30
