# Without requests of their own, containers request their limits.
cat > /opt/work/fit/@{pod}.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: @{pod}
  namespace: @{namespace}
  labels:
    app: @{pod}
spec:
  containers:
    - name: web
      image: nginx:1.27
      resources:
        limits:
          cpu: @{fault.limitCpu}
          memory: @{fault.limitMemory}
YAML
kubectl apply -f /opt/work/fit/@{pod}.yaml
kubectl set resources deployment @{app} -n @{other} -c main --requests=cpu=@{size.cpu},memory=@{size.memory} --limits=cpu=@{size.cpu},memory=@{size.memory}
kubectl patch deployment @{app} -n @{other} --patch '
spec:
  template:
    spec:
      initContainers:
        - name: first
          resources:
            limits: { cpu: 20m, memory: 16Mi }
      containers:
        - name: side
          resources:
            limits: { cpu: 50m, memory: 32Mi }
'
kubectl get pods -n @{third} -o json | jq -r '.items[] | select(.status.qosClass == "BestEffort") | .metadata.name' > /opt/answers/fit/besteffort.txt
kubectl rollout status deployment/@{app} -n @{other} --timeout=60s
sleep 20
