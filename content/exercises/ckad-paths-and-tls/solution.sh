kubectl -n @{namespace} @{fault.mend}
kubectl create secret tls @{front}-tls -n @{namespace} --cert=/opt/work/tls/@{certificate.right}.crt --key=/opt/work/tls/@{certificate.right}.key
kubectl patch ingress @{front} -n @{namespace} -p '{"spec": {"tls": [{"hosts": ["@{host}"], "secretName": "@{front}-tls"}]}}'
cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{path}
  namespace: @{namespace}
spec:
  ingressClassName: nginx
  rules:
    - host: @{second}
      http:
        paths:
          - path: /@{path}
            pathType: Exact
            backend:
              service:
                name: @{broken}
                port:
                  number: 8000
YAML
sleep 15
