kubectl create deployment @{app}-next -n @{namespace} --image=gcr.io/google-samples/hello-app:2.0 --replicas=@{replicas}
kubectl expose deployment @{app}-next -n @{namespace} --port=80 --target-port=8080
cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{app}-next
  namespace: @{namespace}
  annotations:
    nginx.ingress.kubernetes.io/canary: "true"
    nginx.ingress.kubernetes.io/canary-weight: "@{weight}"
    nginx.ingress.kubernetes.io/canary-by-header: @{header}
spec:
  ingressClassName: nginx
  rules:
    - host: @{host}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: @{app}-next
                port:
                  number: 80
YAML
kubectl set image deployment/@{front} -n @{namespace} hello-app=gcr.io/google-samples/hello-app:2.0
kubectl rollout status deployment/@{front} -n @{namespace} --timeout=120s
kubectl delete ingress,service,deployment @{front}-trial -n @{namespace}
kubectl rollout status deployment/@{app}-next -n @{namespace} --timeout=120s
sleep 30
