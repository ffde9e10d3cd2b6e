kubectl set image deployment/web nginx=nginx:1.27
kubectl annotate deployment/web kubernetes.io/change-cause="nginx 1.27"
kubectl rollout status deployment/web --timeout=180s

kubectl rollout undo deployment/payments -n bank
kubectl rollout status deployment/payments -n bank --timeout=180s

kubectl patch deployment ledger -n bank --patch '
spec:
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    spec:
      containers:
        - name: nginx
          readinessProbe:
            httpGet:
              path: /
              port: 80
'
kubectl rollout status deployment/ledger -n bank --timeout=180s

kubectl scale deployment web --replicas=5
kubectl expose deployment web --port=80
kubectl rollout status deployment/web --timeout=180s
