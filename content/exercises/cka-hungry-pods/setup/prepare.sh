install -d -m 0777 /opt/answers/hungry
kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml
kubectl patch deployment metrics-server -n kube-system --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'
kubectl create namespace @{namespace}
work() { # NAME IMAGE COMMAND REQUESTS LIMITS
  kubectl apply -n @{namespace} -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $1 }
spec:
  selector: { matchLabels: { app: $1 } }
  template:
    metadata: { labels: { app: $1 } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: work
          image: $2
          command: $3
          resources: { requests: { $4 }, limits: { $5 } }
YAML
}
work @{who.killed} polinux/stress '[stress, --vm, "1", --vm-bytes, 130M, --vm-hang, "0"]' 'cpu: 10m, memory: 40Mi' 'cpu: 200m, memory: 100Mi'
work @{who.slow} polinux/stress '[stress, --cpu, "1"]' 'cpu: 20m, memory: 20Mi' 'cpu: 60m, memory: 100Mi'
work @{who.evicted} busybox:1.36 '[sh, -c, "sleep 35; dd if=/dev/zero of=/tmp/pages bs=1M count=90; exec sleep infinity"]' 'cpu: 10m, memory: 20Mi' 'cpu: 200m, memory: 250Mi, ephemeral-storage: 60Mi'
work @{who.calm} polinux/stress '[stress, --vm, "1", --vm-bytes, 80M, --vm-hang, "0"]' 'cpu: 10m, memory: 40Mi' 'cpu: 200m, memory: 120Mi, ephemeral-storage: 60Mi'
work @{who.busy} polinux/stress '[stress, --cpu, "1", --timeout, 365d]' 'cpu: 80m, memory: 20Mi' 'memory: 100Mi'
kubectl rollout status deployment/metrics-server -n kube-system --timeout=180s
sleep 75
