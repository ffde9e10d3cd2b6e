cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Pod
metadata:
  name: cache
spec:
  containers:
    - name: redis
      image: redis:7.4
      resources:
        requests:
          cpu: 100m
          memory: 128Mi
        limits:
          cpu: 100m
          memory: 128Mi
YAML

kubectl set resources deployment/thumbs --namespace=media --limits=memory=300Mi

kubectl set resources deployment/search --namespace=night --requests=cpu=200m,memory=64Mi
kubectl patch deployment index --namespace=night --patch '{"spec":{"template":{"spec":{"nodeSelector":{"pool":"general"}}}}}'

cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ledger
  namespace: bank
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ledger
  template:
    metadata:
      labels:
        app: ledger
    spec:
      nodeSelector:
        pool: ledger
      tolerations:
        - key: dedicated
          operator: Equal
          value: ledger
          effect: NoSchedule
      containers:
        - name: nginx
          image: nginx:1.27
YAML

kubectl patch deployment web --namespace=front --patch '
spec:
  template:
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app: web
'

kubectl wait --for=condition=Ready pod/cache --timeout=120s
kubectl rollout status deployment/thumbs --namespace=media --timeout=120s
kubectl rollout status deployment/search --namespace=night --timeout=120s
kubectl rollout status deployment/index --namespace=night --timeout=120s
kubectl rollout status deployment/ledger --namespace=bank --timeout=120s
kubectl rollout status deployment/web --namespace=front --timeout=120s
sleep 10
