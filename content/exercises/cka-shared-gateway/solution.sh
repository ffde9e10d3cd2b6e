@{fault.mend}
kubectl apply -f - <<'YAML'
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: @{route}
  namespace: @{namespace}
spec:
  parentRefs:
    - name: @{gateway}
      namespace: @{infra}
  hostnames:
    - @{host}
  rules:
    - matches:
        - headers:
            - name: @{header}
              value: "@{value}"
      filters:
        - type: RequestHeaderModifier
          requestHeaderModifier:
            set:
              - name: X-Track
                value: @{track}
      backendRefs:
        - name: fresh
          port: 80
    - backendRefs:
        - name: stable
          port: 80
          weight: @{split.stable}
        - name: fresh
          port: 80
          weight: @{split.fresh}
YAML
sleep 20
