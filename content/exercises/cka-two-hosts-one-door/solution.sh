kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{first}
spec:
  ingressClassName: nginx
  rules:
    - host: @{hostA}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: @{first}
                port:
                  number: 80
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{second}
  annotations:
    nginx.ingress.kubernetes.io/use-regex: "true"
    nginx.ingress.kubernetes.io/rewrite-target: /$2
spec:
  ingressClassName: nginx
  rules:
    - host: @{hostB}
      http:
        paths:
          - path: @{prefix}(/|$)(.*)
            pathType: ImplementationSpecific
            backend:
              service:
                name: @{second}
                port:
                  number: @{port}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: @{fallback}
spec:
  ingressClassName: nginx
  defaultBackend:
    service:
      name: @{fallback}
      port:
        number: 80
YAML
kubectl patch ingress @{old} -n @{namespace} --type=json -p '@{fault.mend}'
kubectl annotate ingressclass nginx ingressclass.kubernetes.io/is-default-class=true
sleep 20
