kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: @{gateway}
spec:
  gatewayClassName: nginx
  listeners:
    - name: https
      port: 443
      protocol: HTTPS
      hostname: @{host}
      tls:
        certificateRefs:
          - name: @{secret}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: @{route}
spec:
  parentRefs:
    - name: @{gateway}
  hostnames:
    - @{host}
  rules:
    - matches:
        - path:
            value: @{path}
      backendRefs:
        - name: @{backend}
          port: @{backendPort}
    - matches:
        - headers:
            - name: @{header}
              value: "yes"
      backendRefs:
        - name: preview
          port: 80
    - backendRefs:
        - name: site
          port: 80
YAML
kubectl delete ingress @{namespace} -n @{namespace}
kubectl wait -n @{namespace} --for=condition=Programmed gateway/@{gateway} --timeout=120s
kubectl rollout status deployment/@{gateway}-nginx -n @{namespace} --timeout=120s
sleep 15
