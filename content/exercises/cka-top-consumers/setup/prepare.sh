install -d -m 0777 /opt/answers/usage
kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml
kubectl patch deployment metrics-server -n kube-system --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'
kubectl create namespace @{namespace}
kubectl create namespace @{namespace}-lab
busy() { # NAMESPACE NAME CPU MEMORY LABEL FIELDS
  kubectl apply -n "$1" -f - <<YAML
apiVersion: v1
kind: Pod
metadata: { name: $2, labels: { ${5/=/: } } }
spec:
  terminationGracePeriodSeconds: 1
  $6
  containers:
    - name: work
      image: polinux/stress
      command: [stress, --cpu, '1', --vm, '1', --vm-bytes, $4, --vm-hang, '0']
      resources: { requests: { cpu: 5m }, limits: { cpu: $3 } }
YAML
}
busy @{namespace} encode @{load.encodeCpu} @{load.encodeMemory} @{label}
busy @{namespace} resize @{load.resizeCpu} @{load.resizeMemory} @{label}
busy @{namespace}-lab index @{load.indexCpu} @{load.indexMemory} @{label}
busy @{namespace}-lab report @{load.reportCpu} @{load.reportMemory} @{label}
busy @{namespace}-lab trial 300m 1400M kind=other 'nodeName: @{place}'
kubectl rollout status deployment/metrics-server -n kube-system --timeout=180s
kubectl wait --for=condition=Ready pod --all -n @{namespace} --timeout=120s
kubectl wait --for=condition=Ready pod --all -n @{namespace}-lab --timeout=120s
sleep 60
