cat > /opt/work/warnings/@{app}.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{app}
  namespace: @{namespace}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: @{app}
  template:
    metadata:
      labels:
        app: @{app}
    spec:
      nodeSelector:
        kubernetes.io/os: linux
      containers:
        - name: web
          image: nginx:1.27
          securityContext:
            appArmorProfile:
              type: RuntimeDefault
---
@{fault.mended}
YAML
kubectl apply -f /opt/work/warnings/@{app}.yaml
address=$(kubectl get endpoints @{outside} -n @{namespace} -o jsonpath='{.subsets[0].addresses[0].ip}')
kubectl delete endpoints @{outside} -n @{namespace}
cat <<YAML | kubectl apply -f -
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: @{outside}-1
  namespace: @{namespace}
  labels:
    kubernetes.io/service-name: @{outside}
addressType: IPv4
ports:
  - name: http
    port: @{port}
endpoints:
  - addresses: [$address]
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
sleep 5
