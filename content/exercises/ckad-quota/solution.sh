kubectl set resources deployment @{app} -n @{namespace} --requests=cpu=@{cpu},memory=100Mi --limits=cpu=500m,memory=200Mi
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: LimitRange
metadata:
  name: memory
  namespace: @{other}
spec:
  limits:
    - type: Container
      defaultRequest:
        memory: @{defaults.request}
      default:
        memory: @{defaults.limit}
      max:
        memory: 512Mi
YAML
kubectl create quota @{other}-quota -n @{other} --hard=pods=@{most.pods},limits.memory=@{most.memory},persistentvolumeclaims=@{most.claims}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 30
