kubectl delete service @{peers} -n @{namespace}
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Service
metadata:
  name: @{peers}
  namespace: @{namespace}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: @{group}
---
apiVersion: v1
kind: Service
metadata:
  name: @{alias}
  namespace: @{namespace}
spec:
  type: ExternalName
  externalName: @{far}.@{other}.svc.cluster.local
YAML
kubectl patch service @{cart} -n @{namespace} --patch '
spec:
  sessionAffinity: ClientIP
  sessionAffinityConfig:
    clientIP:
      timeoutSeconds: @{stay.seconds}
'
kubectl rollout status statefulset/@{group} -n @{namespace} --timeout=180s
sleep 5
