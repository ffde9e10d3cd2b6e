cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{front}
  namespace: @{namespace}
spec:
  ingressClassName: nginx
  rules:
    - host: @{host}
      http:
        paths:
          - path: @{path}
            pathType: Prefix
            backend:
              service:
                name: @{back}
                port:
                  number: @{port}
          - path: /
            pathType: Prefix
            backend:
              service:
                name: @{front}
                port:
                  number: 80
YAML
kubectl patch ingress @{blog} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec", "value": {"ingressClassName": "nginx", "rules": [{"host": "@{blog}.example.com", "http": {"paths": [{"path": "/posts", "pathType": "Prefix", "backend": {"service": {"name": "@{blog}", "port": {"number": 80}}}}]}}]}}]'
sleep 15
