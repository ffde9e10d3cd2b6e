# Everything is deleted and made anew.
kubectl get deployment @{app} -n @{namespace} -o json | jq '@{dns.remove}' | kubectl replace --force -f -
kubectl delete service @{peers} @{alias} -n @{namespace}
kubectl delete statefulset @{set} -n @{namespace}
kubectl create service externalname @{alias} -n @{namespace} --external-name=@{store}.@{namespace}-data.svc.cluster.local
kubectl create service clusterip @{peers} -n @{namespace} --clusterip=None --tcp=80
kubectl set selector service @{peers} app=@{set} -n @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: @{set}, namespace: @{namespace} }
spec:
  serviceName: @{peers}
  replicas: 2
  selector: { matchLabels: { app: @{set} } }
  template:
    metadata: { labels: { app: @{set} } }
    spec: { containers: [{ name: web, image: 'nginx:1.27' }] }
YAML
kubectl rollout status statefulset/@{set} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 20
