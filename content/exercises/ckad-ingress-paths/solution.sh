cat <<'YAML' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{api}
  namespace: @{namespace}
  annotations:
    nginx.ingress.kubernetes.io/use-regex: "true"
    nginx.ingress.kubernetes.io/rewrite-target: /$2
spec:
  ingressClassName: nginx
  rules:
    - host: @{host}
      http:
        paths:
          - path: @{prefix}(/|$)(.*)
            pathType: ImplementationSpecific
            backend:
              service:
                name: @{api}
                port:
                  number: 80
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{help}
  namespace: @{namespace}
spec:
  ingressClassName: nginx
  defaultBackend:
    service:
      name: @{help}
      port:
        number: 8000
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{docs}
  namespace: @{namespace}
spec:
  ingressClassName: nginx
  rules:
    - host: @{docs}.example.com
      http:
        paths:
          - path: /guide
            pathType: Prefix
            backend:
              service:
                name: @{docs}
                port:
                  number: 8000
    - host: "*.@{docs}.example.com"
      http:
        paths:
          - path: /guide
            pathType: Prefix
            backend:
              service:
                name: @{docs}
                port:
                  number: 8000
YAML
sleep 15
