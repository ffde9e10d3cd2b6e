kubectl create secret tls wildcard -n @{namespace} --cert=/opt/files/tls/wildcard.crt --key=/opt/files/tls/wildcard.key
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{front}
  namespace: @{namespace}
spec:
  ingressClassName: nginx
  tls:
    - hosts: ["@{front}.@{domain}"]
      secretName: wildcard
  rules:
    - host: @{front}.@{domain}
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
kubectl patch ingress @{blog} -n @{namespace} -p '{"spec": {"ingressClassName": "nginx", "tls": [{"hosts": ["@{blog}.@{domain}"], "secretName": "@{blog}-cert"}]}}'
kubectl annotate ingressclass nginx ingressclass.kubernetes.io/is-default-class=true
sleep 5
