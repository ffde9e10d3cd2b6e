kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: @{service}
spec:
  ports:
    - port: 80
      targetPort: @{port}
  sessionAffinity: ClientIP
  sessionAffinityConfig:
    clientIP:
      timeoutSeconds: @{timeout}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: @{service}-outside
  labels:
    kubernetes.io/service-name: @{service}
addressType: IPv4
ports:
  - port: @{port}
endpoints:
  - addresses: [172.30.2.2]
  - addresses: [172.30.3.2]
---
apiVersion: v1
kind: Service
metadata:
  name: @{members}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: @{peers}
  ports:
    - port: 80
YAML
kubectl get configmap coredns -n kube-system -o json | jq '.data.Corefile |= sub("    ready\n"; "    ready\n    hosts {\n        @{names.oneAt} @{names.one}.@{zone}\n        @{names.twoAt} @{names.two}.@{zone}\n        fallthrough\n    }\n")' | kubectl replace -f -
sleep 60
