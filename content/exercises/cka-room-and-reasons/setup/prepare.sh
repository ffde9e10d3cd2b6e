install -d -m 0777 /opt/answers/room
ssh @{node2} "mkdir -p /etc/kubernetes/manifests; cat > /etc/kubernetes/manifests/@{static}.yaml" <<'YAML'
apiVersion: @{fault.apiVersion}
kind: @{fault.kind}
metadata:
  name: @{static}
spec:
  containers:
    - name: @{static}
      image: busybox:1.36
      command: [sleep, '86400']
      resources:
        requests:
          cpu: 10m
          memory: @{fault.memory}
YAML
kubectl create namespace @{namespace}
kubectl create namespace @{namespace}-lab
deployment() { # NAMESPACE NAME PODS CPU
  kubectl apply -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $2, namespace: $1, annotations: { $5 } }
spec:
  replicas: $3
  selector: { matchLabels: { app: $2 } }
  template:
    metadata: { labels: { app: $2 } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: main, image: 'busybox:1.36', command: [sleep, infinity], resources: { requests: { cpu: $4, memory: 20Mi } } }]
YAML
}
deployment @{namespace}-lab fire @{load.fireN} @{load.fireCpu} 'drill.example/pods: "@{load.fireN}", drill.example/cpu: "@{load.fireCpu}"'
deployment @{namespace}-lab dry @{load.dryN} @{load.dryCpu} 'drill.example/pods: "@{load.dryN}", drill.example/cpu: "@{load.dryCpu}"'
deployment @{namespace} mix @{load.mixN} @{load.mixCpu} 'drill.example/pods: "@{load.mixN}", drill.example/cpu: "@{load.mixCpu}"'
for each in fire dry; do kubectl rollout status deployment/$each -n @{namespace}-lab --timeout=60s; done
kubectl rollout status deployment/mix -n @{namespace} --timeout=60s
deployment @{namespace} @{app} 2 600m
place=@{namespace}
for pod in @{order.first} @{order.second} @{order.third} @{order.fourth}; do
  kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata: { name: $pod, namespace: $place }
spec:
  containers: [{ name: main, image: 'busybox:1.36', command: [sleep, infinity] }]
  volumes: [{ name: petals, secret: { secretName: $pod } }]
YAML
  if [ $place = @{namespace} ]; then place=@{namespace}-lab; else place=@{namespace}; fi
  sleep 7
done
kubectl run stem -n @{namespace} --image=nginx:0.0.1
sleep 10
